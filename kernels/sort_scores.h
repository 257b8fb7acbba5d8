/* Sorting score curves: smooth functions of the distance, so their values spread over their range. */
#ifndef POSBIAS_KERNELS_SORT_SCORES_H
#define POSBIAS_KERNELS_SORT_SCORES_H

#include <stddef.h>
#include <stdint.h>

#include "theory/status.h"

/* Doubles of scratch that sort_scores needs. */
size_t sort_work_size(size_t count);

/* Ascending copy of finite doubles: a linear map of the range to as many buckets as numbers, then insertion; a crowded
 * bucket is left to GSL's heap sort.
 * In:      x [count], 1 <= count < 2^31.
 * Out:     sorted [count], not x.
 * Returns: STATUS_DOMAIN if a number is not finite.
 * Cost:    9 ns per number where they spread (AVX-512, 2.3 GHz Sapphire Rapids); O(count log count) in any case. */
enum status sort_scores(size_t count, const double *x, double *work, double *sorted);

/* Ascending order of whole numbers, in place: digits of 8 bits from the lowest, those that all share left out.
 * In:    key [count], count < 2^32; spare [count], scratch. */
void sort_keys(size_t count, uint64_t *key, uint64_t *spare);

#endif
