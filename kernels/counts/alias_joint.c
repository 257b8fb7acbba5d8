#include "kernels/counts/alias_joint.h"

#include <stdbool.h>

#include "kernels/counts/sort.h"
#include "kernels/counts/sort_keys.h"

/* A set of codes as bits at hashed places, which may say yes wrongly, never no. */
struct code_set {
    uint64_t *word;
    unsigned shift;
};

static size_t code_set_place(const struct code_set *set, uint64_t code)
{
    /* the golden ratio's bits spread neighbouring codes */
    return (size_t)(code * UINT64_C(0x9e3779b97f4a7c15) >> set->shift);
}

static bool code_set_has(const struct code_set *set, uint64_t code)
{
    size_t place = code_set_place(set, code);
    return set->word[place / 64] >> place % 64 & 1;
}

/* The codes that occur more than once along the sorted curve, 16 to 32 places for each: at most 16
 * count bits in all. */
static struct code_set code_set_new(size_t count, const double *sorted,
                                    const struct dtype_rounding *rounding, uint64_t runs,
                                    uint64_t *word)
{
    struct code_set set = {word, 64 - 6};
    while (UINT64_C(1) << (64 - set.shift) < 16 * runs)
        set.shift--;
    memset(word, 0, (size_t)1 << (64 - 6 - set.shift + 3));
    uint64_t before = dtype_code(rounding, sorted[0]);
    for (size_t i = 1; i < count; i++) {
        uint64_t code = dtype_code(rounding, sorted[i]);
        if (code == before) {
            size_t place = code_set_place(&set, code);
            word[place / 64] |= UINT64_C(1) << place % 64;
        }
        before = code;
    }
    return set;
}

/* How many of the sorted curve's scores are smaller: the same number for equal scores, and under
 * 2^31. */
static uint64_t rank_of(size_t count, const double *sorted, double score)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (sorted[middle] < score)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Pairs of equal keys among sorted ones. */
static uint64_t equal_pairs(size_t count, const uint64_t *key)
{
    uint64_t pairs = 0;
    size_t start = 0;
    for (size_t i = 1; i <= count; i++)
        if (i == count || key[i] != key[start]) {
            uint64_t length = i - start;
            pairs += length * (length - 1) / 2;
            start = i;
        }
    return pairs;
}

uint64_t alias_joint_pairs(size_t count, const double *first, const double *second,
                           const double *sorted, const struct dtype_rounding *rounding,
                           uint64_t positions, uint64_t runs, double *other, double *work)
{
    uint64_t *key = (uint64_t *)(void *)work, *spare = key + count;
    bool wide = rounding->zero > UINT32_MAX, filtered = positions < count / 2;
    struct code_set set = {NULL, 0};
    size_t kept = 0;
    if (wide)
        sort_doubles(count, second, work, other);
    if (filtered)
        set = code_set_new(count, sorted, rounding, runs, spare);
    for (size_t r = 0; r < count; r++) {
        uint64_t code = dtype_code(rounding, first[r]);
        if (filtered && !code_set_has(&set, code))
            continue;
        if (wide)
            key[kept++] = rank_of(count, sorted, first[r]) << 32 | rank_of(count, other, second[r]);
        else
            key[kept++] = code << 32 | dtype_code(rounding, second[r]);
    }
    sort_keys(kept, key, spare);
    return equal_pairs(kept, key);
}
