/* Pairs of scores that are near each other. */
#ifndef POSBIAS_KERNELS_COUNTS_NEAR_PAIRS_H
#define POSBIAS_KERNELS_COUNTS_NEAR_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/curves/vector.h"

/* Infinities that a sorted curve must end in. */
enum { NEAR_PADDING = 2 * VECTOR_LANES };

/* Pairs whose difference, in double arithmetic, is at most the threshold: two pointers along the
 * sorted curve.
 * In:   sorted [count + NEAR_PADDING], ascending, finite up to count, infinities from there;
 *       threshold >= 0, finite.
 * Cost: 1 ns per score (AVX-512, 2.3 GHz Sapphire Rapids). */
uint64_t near_pairs(size_t count, const double *sorted, double threshold);

#endif
