#include "kernels/counts/near_pairs.h"

/* Two pointers along the sorted curve, the lower one in steps of a vector of scores. */
struct pointers {
    /* all scores before upper are near every one of the lower vector, if not before it */
    size_t lower, upper;
    vector_words within; /* of the scores from upper on, those near each lane, over all steps */
    uint64_t pairs;      /* the others of the steps so far; modulo 2^64 */
};

/* The first score beyond the threshold of sorted[lower]: the differences ascend,
 * rounding included. */
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

/* Of a window of two vectors of ascending scores, those near one lower one, which come first. */
static inline size_t near_one(const double *window, double lower, double threshold)
{
    const vector_double from = vector_broadcast(lower), no_more = vector_broadcast(threshold);
    uint64_t first = vector_at_most_bits(vector_load(window) - from, no_more);
    uint64_t second = vector_at_most_bits(vector_load(window + VECTOR_LANES) - from, no_more);
    return (size_t)__builtin_popcountll(first | second << VECTOR_LANES);
}

/* Of such a window, those near the lower one of each lane, where one beyond it is in the window: by
 * bisection. */
static inline vector_words near_each(const double *window, vector_double lower, double threshold)
{
    const vector_double no_more = vector_broadcast(threshold);
    vector_double middle = vector_broadcast(window[VECTOR_LANES - 1]);
    const vector_words zero = (vector_words)vector_broadcast(0.0);
    vector_words at = zero + (VECTOR_LANES - 1);
    for (unsigned step = VECTOR_LANES; step > 1; step /= 2) {
        at += vector_where_at_most(middle - lower, no_more, zero + step) - step / 2;
        middle = vector_lookup(window, at);
    }
    return at + vector_where_at_most(middle - lower, no_more, zero + 1);
}

/* One step. No branch depends on where in the window of the next scores the first one beyond is;
 * seldom it lies farther on. */
static inline void step(const double *sorted, double threshold, struct pointers *p)
{
    const double *window = sorted + p->upper, *lower = sorted + p->lower;
    size_t passed = near_one(window, lower[VECTOR_LANES - 1], threshold);
    p->pairs += VECTOR_LANES * (p->upper - p->lower - 1) -
                VECTOR_LANES * (VECTOR_LANES - 1) / 2; /* lane l starts at lower + l */
    if (passed < NEAR_PADDING)
        p->within += near_each(window, vector_load(lower), threshold);
    else {
        passed = 0;
        for (size_t lane = 0; lane < VECTOR_LANES; p->pairs += passed, lane++)
            while (window[passed] - lower[lane] <= threshold)
                passed++;
    }
    p->upper += passed;
    p->lower += VECTOR_LANES;
}

static uint64_t total(const struct pointers *p)
{
    uint64_t lane[VECTOR_LANES], sum = p->pairs;
    memcpy(lane, &p->within, sizeof lane);
    for (size_t i = 0; i < VECTOR_LANES; i++)
        sum += lane[i];
    return sum;
}

uint64_t near_pairs(size_t count, const double *sorted, double threshold)
{
    const vector_words none = (vector_words)vector_broadcast(0.0);
    size_t half = count / (2 * VECTOR_LANES) * VECTOR_LANES;
    struct pointers a = {0, 0, none, 0},
                    b = {half, first_beyond(count, sorted, threshold, half), none, 0};
    /* each step waits for the one before it, but not for the other half's */
    while (a.lower < half) {
        step(sorted, threshold, &a);
        step(sorted, threshold, &b);
    }
    uint64_t pairs = total(&a) + total(&b);
    for (size_t lower = 2 * half, upper = b.upper; lower < count; lower++) {
        while (sorted[upper] - sorted[lower] <= threshold)
            upper++;
        pairs += upper - lower - 1;
    }
    return pairs;
}
