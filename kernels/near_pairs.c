#include "kernels/near_pairs.h"

/* Two pointers along the sorted curve, the lower one in steps of a vector of scores. */
struct pointers {
    size_t lower, upper; /* all scores before upper are near every one of the lower vector, if not before it */
    uint64_t pairs;      /* of the steps so far; modulo 2^64 */
};

/* The first score beyond the threshold of sorted[lower]: the differences ascend, rounding included. */
static size_t first_beyond(size_t count, const double *sorted, double threshold, size_t lower)
{
    size_t lo = lower, hi = count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (sorted[middle] - sorted[lower] <= threshold)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Of a window of two vectors of ascending scores, those near a lower one, which come first. */
static inline size_t near_in_window(const double *window, double lower, double threshold)
{
    const vector_double from = vector_broadcast(lower), no_more = vector_broadcast(threshold);
    uint64_t first = vector_at_most_bits(vector_load(window) - from, no_more);
    uint64_t second = vector_at_most_bits(vector_load(window + VECTOR_LANES) - from, no_more);
    return (size_t)__builtin_popcountll(first | second << VECTOR_LANES);
}

/* One step: a window of the next scores is compared with each lower one, whether all of it is needed or not, so that no branch
 * depends on where the first score beyond is; seldom it lies farther on. */
static inline void step(const double *sorted, double threshold, struct pointers *p)
{
    const double *window = sorted + p->upper, *lower = sorted + p->lower;
    size_t within = 0, passed = 0;
    for (size_t lane = 0; lane < VECTOR_LANES; lane++)
        within += passed = near_in_window(window, lower[lane], threshold);
    if (passed == NEAR_PADDING) {
        within = 0, passed = 0;
        for (size_t lane = 0; lane < VECTOR_LANES; within += passed, lane++)
            while (window[passed] - lower[lane] <= threshold)
                passed++;
    }
    p->pairs += within + VECTOR_LANES * (p->upper - p->lower - 1) -
                VECTOR_LANES * (VECTOR_LANES - 1) / 2; /* lane l starts at lower + l */
    p->upper += passed;
    p->lower += VECTOR_LANES;
}

uint64_t near_pairs(size_t count, const double *sorted, double threshold)
{
    size_t half = count / (2 * VECTOR_LANES) * VECTOR_LANES;
    struct pointers a = {0, 0, 0}, b = {half, first_beyond(count, sorted, threshold, half), 0};
    while (a.lower < half) { /* each step waits for the one before it, but not for the other half's */
        step(sorted, threshold, &a);
        step(sorted, threshold, &b);
    }
    uint64_t pairs = a.pairs + b.pairs;
    for (size_t lower = 2 * half, upper = b.upper; lower < count; lower++) {
        while (sorted[upper] - sorted[lower] <= threshold)
            upper++;
        pairs += upper - lower - 1;
    }
    return pairs;
}
