#include "kernels/counts/inversions.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "kernels/counts/inversion_keys.h"
#include "kernels/counts/sort.h"
#include "kernels/curves/vector.h"

/* The lower halves of 32 keys at a time, in vectors that the machine has: of wider ones compilers
 * make a loop over lanes. Every x86-64 has vectors of 16 bytes. */
enum {
    LANES = 32,
    PART_BYTES = VECTOR_LANES > 2 ? VECTOR_LANES * 8 : 16,
    PARTS = LANES * 2 / PART_BYTES,
    PART_LANES = LANES / PARTS
};
typedef int16_t part __attribute__((vector_size(PART_BYTES)));
typedef struct {
    part of[PARTS];
} halves;

/* With few near scores over LANES in a bucket (inversion_keys.c), most far scores are settled by
 * one comparison, in tables that stay in the second-level cache. Beyond CROWD_MOST near keys in a
 * key's own bucket on average, sorting is faster. Scores per pass through the first-level cache;
 * far keys between two looks at the coincidences; keys fetched ahead; bits of the filter over
 * suspects. Brute force up to so many pairs. */
enum {
    CROWD_MOST = 256,
    STRIP = 1024,
    STRETCH = 64,
    AHEAD = 24,
    FILTER_WORDS = 1024,
    GROUP = 16,
    BRUTE_PAIRS = 4096
};

/* A lane's 16-bit sum over a stretch of far keys counts at most STRETCH times a bucket's keys over
 * LANES. No bucket is so large: of N keys in B buckets, with b in one, the squares add up to at
 * least b^2 + (N - b)^2/B and at most C N, C = CROWD_MOST, which for no N allows
 * b > C (1 + sqrt(1 + B))/2. */
enum { LARGEST = 65535 / STRETCH * LANES, ROOT = 2 * LARGEST / CROWD_MOST - 1 };
static_assert(ROOT * ROOT >= 1 + (1 << KEY_BUCKET_BITS), "16-bit sums may overflow");

/* A far score whose key is a near one's, or that is so close to the end of its key that ties may
 * have the next. */
struct suspect {
    /* next: one more than the number of another suspect of the same chain, or 0 */
    uint32_t far, key, next;
};

static size_t suspects_most(size_t far_count) { return far_count / 64 + 64; }

size_t inversions_work_size(size_t near_count, size_t far_count)
{
    /* In 32-bit words: bucket starts and counters, near keys, suspects, and lower halves sorted by
     * bucket, padded. Or both sides in doubles, and room to sort one of them. */
    size_t words = 2 * key_buckets_most(near_count) + 1 + near_count +
                   3 * suspects_most(far_count) + (near_count + LANES + 1) / 2;
    size_t sorting = near_count + far_count +
                     sort_work_size(near_count > far_count ? near_count : far_count);
    return (words + 1) / 2 > sorting ? (words + 1) / 2 : sorting;
}

static void pair_up(double near, double far, double tie, struct inversions *out)
{
    if (fabs(near - far) <= tie)
        out->ties++;
    else if (near < far)
        out->less++;
}

/* By sorting both sides: for each far score the near ones below it by more than tie, and those up
 * to tie above. */
static void count_sorted(size_t near_count, const double *near, size_t far_count, const double *far,
                         double tie, double *work, struct inversions *out)
{
    double *n = work, *f = work + near_count;
    size_t below = 0, upto = 0;
    sort_doubles(near_count, near, f + far_count, n);
    sort_doubles(far_count, far, f + far_count, f);
    *out = (struct inversions){0};
    for (size_t j = 0; j < far_count; j++) {
        while (below < near_count && f[j] - n[below] > tie)
            below++;
        while (upto < near_count && n[upto] - f[j] <= tie)
            upto++;
        out->less += below;
        out->ties += upto - below;
    }
}

static inline int16_t lower_half(uint32_t key) { return (int16_t)(key ^ UINT32_C(0x8000)); }

/* The near side: keys in the order of the scores; bucket b holds sorted[start[b]] .. sorted[start[b
 * + 1] - 1]. */
struct table {
    size_t count, buckets;
    uint32_t *start, *other, *key;
    int16_t *sorted;
};

/* Fills the table. Two counters per bucket, so that an increment seldom waits for the last; what is
 * to be written is fetched ahead. False if buckets are too crowded. */
static bool distribute(const struct key_map *map, const double *near, const struct table *t)
{
    uint32_t *key = t->key, *start = t->start, sum = 0;
    uint64_t crowd = 0;
    memset(start, 0, t->buckets * sizeof *start);
    memset(t->other, 0, t->buckets * sizeof *t->other);
    for (size_t first = 0; first < t->count; first += STRIP) {
        size_t last = t->count - first < STRIP ? t->count : first + STRIP, i = first;
        keys_of(map, last - first, near + first, key + first);
        for (; i + 1 < last; i += 2) {
            start[key[i] >> KEY_HALF_BITS]++;
            t->other[key[i + 1] >> KEY_HALF_BITS]++;
        }
        if (i < last)
            start[key[i] >> KEY_HALF_BITS]++;
    }
    for (size_t b = 0; b < t->buckets; b++) {
        uint32_t here = t->other[b] += start[b];
        crowd += (uint64_t)here * here;
    }
    for (size_t b = 0; b < t->buckets; b++)
        /* the end, which filling from the back turns into the beginning */
        start[b] = sum += t->other[b];
    start[t->buckets] = sum;
    if (crowd > CROWD_MOST * (uint64_t)t->count)
        return false;
    for (size_t i = 0; i < t->count; i++) {
        if (i + AHEAD < t->count)
            __builtin_prefetch(&t->sorted[start[key[i + AHEAD] >> KEY_HALF_BITS]], 1);
        t->sorted[--start[key[i] >> KEY_HALF_BITS]] = lower_half(key[i]);
    }
    memset(t->sorted + t->count, 0, LANES * sizeof *t->sorted);
    return true;
}

#define EIGHT(first) \
    first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7
static const int16_t lane_number[LANES] = {EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24)};

/* Of the first count of LANES near keys, those below a far one are added to sum, lane by lane, and
 * same is all ones where one is equal. */
static inline void compare_lanes(const int16_t *key, int16_t far, int16_t count, halves *sum,
                                 halves *same)
{
    for (size_t p = 0; p < PARTS; p++) {
        part near, lane;
        memcpy(&near, key + p * PART_LANES, sizeof near);
        memcpy(&lane, lane_number + p * PART_LANES, sizeof lane);
        part inside = lane < count;
        sum->of[p] -= (near < far) & inside;
        same->of[p] |= (near == far) & inside;
    }
}

/* Adds the number of near keys below each of n far ones, and says whether any was equal. Up to
 * `fetched` keys may be read. */
static bool compare(const struct table *t, size_t n, const uint32_t *key, size_t fetched,
                    uint64_t *less)
{
    halves sum = {0}, same = {0};
    uint64_t before = 0;
    for (size_t j = 0; j < n; j++) {
        uint32_t b = key[j] >> KEY_HALF_BITS, at = t->start[b], end = t->start[b + 1];
        int16_t far = lower_half(key[j]);
        if (j + AHEAD < fetched)
            __builtin_prefetch(&t->sorted[t->start[key[j + AHEAD] >> KEY_HALF_BITS]]);
        before += at;
        for (; __builtin_expect(end - at > LANES, 0); at += LANES)
            compare_lanes(t->sorted + at, far, LANES, &sum, &same);
        compare_lanes(t->sorted + at, far, (int16_t)(end - at), &sum, &same);
    }
    int16_t any = 0;
    for (size_t l = 0; l < LANES; l++) {
        before += (uint16_t)sum.of[l / PART_LANES][l % PART_LANES];
        any |= same.of[l / PART_LANES][l % PART_LANES];
    }
    *less += before;
    return any != 0;
}

/* The suspects so far; count exceeds most once there was one too many. */
struct suspects {
    size_t count, most;
    struct suspect *list;
};

static void suspect_add(struct suspects *s, size_t far, uint32_t key)
{
    if (s->count < s->most)
        s->list[s->count] = (struct suspect){.far = (uint32_t)far, .key = key};
    s->count++;
}

/* Compares keys all against all, and collects the suspects: a pair of equal keys counts for nothing
 * yet. */
static void count_keys(const struct key_map *map, const struct table *t, size_t far_count,
                       const double *far, struct suspects *suspects, uint64_t *less)
{
    uint32_t key[STRIP], high[STRIP];
    for (size_t first = 0; first < far_count && suspects->count <= suspects->most; first += STRIP) {
        size_t n = far_count - first < STRIP ? far_count - first : STRIP;
        bool differ = keys_around(map, n, far + first, key, high);
        for (size_t i = 0; differ && i < n; i++)
            if (key[i] != high[i])
                suspect_add(suspects, first + i, high[i]);
        for (size_t start = 0; start < n; start += STRETCH) {
            size_t end = n - start < STRETCH ? n : start + STRETCH;
            uint64_t ignored = 0;
            if (compare(t, end - start, key + start, n - start, less))
                for (size_t i = start; i < end; i++)
                    if (compare(t, 1, key + i, 1, &ignored))
                        suspect_add(suspects, first + i, key[i]);
        }
    }
}

/* True if one of a group's keys may be a suspect's. */
static inline bool filter_any(const uint32_t *filter, const uint32_t *key)
{
    uint32_t any = 0;
    for (size_t i = 0; i < GROUP; i++)
        any |= filter[key[i] / 32 % FILTER_WORDS] >> key[i] % 32;
    return any % 2;
}

/* Compares the scores of suspects with the near ones of the same key: a filter of their keys finds
 * those, chains from the table's counters, no longer needed, tell whose they are. */
static void settle(const struct table *t, const double *near, const double *far, double tie,
                   const struct suspects *suspects, struct inversions *out)
{
    uint32_t filter[FILTER_WORDS] = {0}, *chain = t->start;
    memset(chain, 0, t->buckets * sizeof *chain);
    for (size_t i = 0; i < suspects->count; i++) {
        struct suspect *s = &suspects->list[i];
        s->next = chain[s->key % t->buckets];
        chain[s->key % t->buckets] = (uint32_t)i + 1;
        filter[s->key / 32 % FILTER_WORDS] |= UINT32_C(1) << s->key % 32;
    }
    for (size_t first = 0; suspects->count > 0 && first < t->count; first += GROUP) {
        const uint32_t *key = t->key + first;
        size_t n = t->count - first < GROUP ? t->count - first : GROUP;
        if (n == GROUP && !filter_any(filter, key))
            continue;
        for (size_t i = 0; i < n; i++)
            for (uint32_t link = chain[key[i] % t->buckets]; link;
                 link = suspects->list[link - 1].next)
                if (suspects->list[link - 1].key == key[i])
                    pair_up(near[first + i], far[suspects->list[link - 1].far], tie, out);
    }
}

void inversions_count(size_t near_count, const double *near, size_t far_count, const double *far,
                      double tie, double *work, struct inversions *out)
{
    *out = (struct inversions){0};
    if (near_count * far_count <= BRUTE_PAIRS) {
        for (size_t j = 0; j < far_count; j++)
            for (size_t i = 0; i < near_count; i++)
                pair_up(near[i], far[j], tie, out);
        return;
    }
    struct key_map map;
    bool spread = key_map_fit(near_count, near, far_count, far, tie, &map);
    struct table t = {
        .count = near_count, .buckets = spread ? map.buckets : 0, .start = (uint32_t *)work};
    t.other = t.start + t.buckets + 1;
    t.key = t.other + t.buckets;
    struct suspects suspects = {.most = suspects_most(far_count),
                                .list = (struct suspect *)(t.key + near_count)};
    t.sorted = (int16_t *)(suspects.list + suspects.most);
    if (spread && distribute(&map, near, &t)) {
        count_keys(&map, &t, far_count, far, &suspects, &out->less);
        if (suspects.count <= suspects.most) {
            settle(&t, near, far, tie, &suspects, out);
            return;
        }
    }
    count_sorted(near_count, near, far_count, far, tie, work, out);
}
