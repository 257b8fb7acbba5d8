#include "kernels/inversions.h"

#include <math.h>
#include <string.h>

#include "kernels/sort.h"

/* Sixteen keys at a time, whatever the instruction set makes of it. */
typedef int32_t keys16 __attribute__((vector_size(64)));
typedef uint32_t words16 __attribute__((vector_size(64)));
enum { LANES = 16 };

/* Buckets: four near scores each on average, so that most are settled by one comparison of LANES keys, within what the
 * second-level cache holds; beyond CROWD_MOST keys in a key's own bucket on average, sorting is faster. Far keys between two
 * looks at the coincidences, comparisons per score in settling them that are cheaper than sorting. Every SAMPLE-th score sets the range. Keys fetched ahead. Brute force
 * up to so many pairs. */
enum {
    BUCKET_BITS = 16,
    NEAR_PER_BUCKET = 4,
    CROWD_MOST = 256,
    STRIDE = 64,
    SETTLE_MOST = 32,
    SAMPLE = 16,
    AHEAD = 24,
    BRUTE_PAIRS = 4096
};

/* Far scores that may coincide with near ones before sorting is the shorter way. */
static size_t settle_most(size_t near_count) { return near_count / 64 + 64; }

size_t inversions_work_size(size_t near_count, size_t far_count)
{
    /* In 32-bit words: bucket starts, near keys sorted and padded (before that, counters), keys and half-word buckets of both
     * sides, far scores that coincide. Or both sides in doubles, and room to sort one of them. */
    size_t both = near_count + far_count, buckets = (size_t)1 << BUCKET_BITS;
    size_t words = buckets + 2 + (near_count > buckets ? near_count : buckets) + LANES + both + (both + 1) / 2 +
                   3 * (settle_most(near_count) + STRIDE);
    size_t sorting = both + sort_work_size(near_count > far_count ? near_count : far_count);
    return (words + 1) / 2 > sorting ? (words + 1) / 2 : sorting;
}

static void pair_up(double near, double far, double tie, struct inversions *out)
{
    if (fabs(near - far) <= tie)
        out->ties++;
    else if (near < far)
        out->less++;
}

/* By sorting both sides: for each far score the near ones that are less by more than tie, and those up to tie above it. The
 * rounded difference does not grow with the near score, so that its comparison is pair_up's. */
static void count_sorted(size_t near_count, const double *near, size_t far_count, const double *far, double tie, double *work,
                         struct inversions *out)
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

/* A monotone map of scores to 32-bit keys, whose highest bits name a bucket. Scores beyond the ends share the last keys. */
struct map {
    double middle, scale;
    unsigned shift;
};

/* One side: keys and buckets in the order of the scores. */
struct side {
    size_t count;
    const double *score;
    int32_t *key;
    uint16_t *bucket;
};

static const double KEY_END = 2147483000.0;

static void keys_fill(const struct map *map, const struct side *side)
{
    for (size_t i = 0; i < side->count; i++) {
        double x = (side->score[i] - map->middle) * map->scale;
        x = x < KEY_END ? x : KEY_END;
        side->key[i] = (int32_t)(x > -KEY_END ? x : -KEY_END);
    }
    for (size_t i = 0; i < side->count; i++)
        side->bucket[i] = (uint16_t)(((uint32_t)side->key[i] ^ UINT32_C(0x80000000)) >> map->shift);
}

/* Widens [lo, hi] to hold every SAMPLE-th score. */
static void widen(const struct side *side, double *lo, double *hi)
{
    for (size_t i = 0; i < side->count; i += SAMPLE) {
        *lo = side->score[i] < *lo ? side->score[i] : *lo;
        *hi = side->score[i] > *hi ? side->score[i] : *hi;
    }
}

/* Puts the near keys into sorted, bucket by bucket; start[b] is where bucket b begins, start[buckets] the end. Two counters
 * per bucket, so that an increment seldom waits for the last; what is to be written is fetched ahead. */
static void distribute(size_t buckets, const struct side *near, uint32_t *start, uint32_t *other, int32_t *sorted)
{
    size_t count = near->count, i = 0;
    memset(start, 0, (buckets + 1) * sizeof *start);
    memset(other, 0, buckets * sizeof *other);
    for (; i + 1 < count; i += 2) {
        start[near->bucket[i]]++;
        other[near->bucket[i + 1]]++;
    }
    if (i < count)
        start[near->bucket[i]]++;
    uint32_t sum = 0;
    for (size_t b = 0; b < buckets; b++) {
        sum += start[b] + other[b];
        start[b] = sum; /* the end, which filling from the back turns into the beginning */
    }
    start[buckets] = sum;
    for (i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(&sorted[start[near->bucket[i + AHEAD]]], 1);
        sorted[--start[near->bucket[i]]] = near->key[i];
    }
    for (i = 0; i < LANES; i++)
        sorted[count + i] = INT32_MAX;
}

/* True if the keys are the same or next to each other. A tie is narrower than a key but may lie across the edge of one. */
static inline bool touching(int32_t a, int32_t b) { return (uint32_t)a - (uint32_t)b + 1 <= 2; }

/* Decides in doubles between far scores number at[0..many-1] and the near ones whose keys touch theirs; those with a lesser key
 * were counted as less. The far scores hang in chains on their buckets, on the next one as well if they are the first or last of
 * theirs: node 2 j and 2 j + 1 is number at[j], head and next hold a node's number plus one. False if they would meet so many
 * near ones that sorting is the shorter way. */
static bool settle(const struct side *near, const struct side *far, unsigned bits, size_t many, const uint32_t *at,
                   const uint32_t *start, uint32_t *head, uint32_t *next, double tie, struct inversions *out)
{
    uint32_t inside = (UINT32_C(1) << (32 - bits)) - 1;
    size_t last = ((size_t)1 << bits) - 1, meetings = 0;
    memset(head, 0, (last + 1) * sizeof *head);
    for (uint32_t node = 0; node < 2 * many; node++) {
        uint32_t j = at[node / 2], low = (uint32_t)far->key[j] & inside;
        size_t b = far->bucket[j];
        if (node % 2 && low == 0 && b > 0)
            b--;
        else if (node % 2 && low == inside && b < last)
            b++;
        else if (node % 2)
            continue;
        next[node] = head[b];
        head[b] = node + 1;
        meetings += start[b + 1] - start[b];
    }
    if (meetings > SETTLE_MOST * (near->count + far->count))
        return false;
    for (size_t i = 0; i < near->count; i++)
        for (uint32_t node = head[near->bucket[i]]; node; node = next[node - 1]) {
            uint32_t j = at[(node - 1) / 2];
            if (touching(near->key[i], far->key[j])) {
                out->less -= near->key[i] < far->key[j];
                pair_up(near->score[i], far->score[j], tie, out);
            }
        }
    return true;
}

/* Compares the far keys first..last-1 with the near ones of their buckets: counts the lesser ones and says whether any may
 * touch, in its bucket or, for the first and last key of one, in the next. What a block of LANES reads beyond its bucket
 * belongs to later ones and is larger. */
static bool compare(const struct side *far, size_t first, size_t last, unsigned shift, const uint32_t *start,
                    const int32_t *sorted, uint64_t *less)
{
    keys16 sum = {0}, same = {0};
    uint64_t before = 0;
    uint32_t inside = (UINT32_C(1) << shift) - 1;
    bool edge = false;
    for (size_t j = first; j < last; j++) {
        size_t b = far->bucket[j], end = start[b + 1];
        int32_t key = far->key[j];
        if (j + AHEAD < far->count)
            __builtin_prefetch(&sorted[start[far->bucket[j + AHEAD]]]);
        before += start[b];
        edge |= (((uint32_t)key + 1) & inside) <= 1;
        for (size_t p = start[b]; p < end; p += LANES) {
            keys16 near;
            memcpy(&near, sorted + p, sizeof near);
            sum -= near < key;
            same |= (words16)near - (uint32_t)(key - 1) <= 2;
        }
    }
    int32_t any = 0;
    for (size_t l = 0; l < LANES; l++) {
        before += (uint32_t)sum[l];
        any |= same[l];
    }
    *less += before;
    return edge || any != 0;
}

/* By buckets; false if so many scores coincide, or crowd into so few buckets, that sorting is the shorter way. */
static bool count_bucketed(const struct side *near, const struct side *far, unsigned bits, double tie, uint32_t *start,
                           int32_t *sorted, uint32_t *at, struct inversions *out)
{
    size_t buckets = (size_t)1 << bits, many = 0, most = settle_most(near->count);
    uint64_t crowd = 0;
    distribute(buckets, near, start, (uint32_t *)sorted, sorted);
    for (size_t b = 0; b < buckets; b++)
        crowd += (uint64_t)(start[b + 1] - start[b]) * (start[b + 1] - start[b]);
    if (crowd > CROWD_MOST * (uint64_t)near->count)
        return false;
    for (size_t first = 0; first < far->count && many <= most; first += STRIDE) {
        size_t last = far->count - first < STRIDE ? far->count : first + STRIDE;
        if (!compare(far, first, last, 32 - bits, start, sorted, &out->less))
            continue;
        for (size_t j = first; j < last; j++) {
            uint64_t ignored = 0;
            at[many] = (uint32_t)j;
            many += compare(far, j, j + 1, 32 - bits, start, sorted, &ignored);
        }
    }
    return many <= most &&
           (many == 0 || settle(near, far, bits, many, at, start, (uint32_t *)sorted, at + most + STRIDE, tie, out));
}

void inversions_count(size_t near_count, const double *near, size_t far_count, const double *far, double tie, double *work,
                      struct inversions *out)
{
    *out = (struct inversions){0};
    if (near_count * far_count <= BRUTE_PAIRS) {
        for (size_t j = 0; j < far_count; j++)
            for (size_t i = 0; i < near_count; i++)
                pair_up(near[i], far[j], tie, out);
        return;
    }
    unsigned bits = 6;
    while (bits < BUCKET_BITS && ((size_t)NEAR_PER_BUCKET << bits) < near_count)
        bits++;
    size_t buckets = (size_t)1 << bits;
    uint32_t *start = (uint32_t *)work;
    int32_t *sorted = (int32_t *)(start + buckets + 2);
    struct side n = {near_count, near, sorted + (near_count > buckets ? near_count : buckets) + LANES, NULL},
                f = {far_count, far, n.key + near_count, NULL};
    n.bucket = (uint16_t *)(f.key + far_count);
    f.bucket = n.bucket + near_count;
    uint32_t *at = (uint32_t *)(f.key + far_count) + (near_count + far_count + 1) / 2;
    double lo = near[0], hi = near[0];
    widen(&n, &lo, &hi);
    widen(&f, &lo, &hi);
    struct map map = {0.5 * lo + 0.5 * hi, 2.0 * KEY_END / (1.2 * (hi - lo)), 32 - bits};
    /* Ties at most half a key wide, so that rounding leaves them in keys that touch. Else many scores may be ties. */
    bool spread = isfinite(map.scale) && map.scale > 0.0 && tie * map.scale <= 0.5;
    if (spread) {
        keys_fill(&map, &n);
        keys_fill(&map, &f);
        spread = count_bucketed(&n, &f, bits, tie, start, sorted, at, out);
    }
    if (!spread)
        count_sorted(near_count, near, far_count, far, tie, work, out);
}
