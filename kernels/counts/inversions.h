/* Counting, over all pairs of a near and a far score, how often the far one is larger. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSIONS_H
#define POSBIAS_KERNELS_COUNTS_INVERSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pairs with near < far, and pairs that cannot be told apart. */
struct inversions {
    uint64_t less, ties;
};

/* Doubles of scratch that inversions_count needs. */
size_t inversions_work_size(size_t near_count, size_t far_count);

/* Number of pairs (i, j) with near[i] < far[j], and of those with |near[i] - far[j]| <= tie, which
 * are not in the first.
 * In:      near, far, finite; near_count, far_count < 2^31; tie >= 0, the two scores' errors
 *          together.
 * Out:     *out, exact: a monotone map to whole numbers orders what is further apart there than a
 *          tie, doubles decide the rest.
 * Cost:    2.9 to 4.8 ns per score for 65,536 + 65,536 normal ones (AVX-512, 2.3 GHz Sapphire
 *          Rapids); a sort of both sides where many values coincide. */
void inversions_count(size_t near_count, const double *near, size_t far_count, const double *far,
                      double tie, double *work, struct inversions *out);

#endif
