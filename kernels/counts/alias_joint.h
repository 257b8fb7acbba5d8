/* Aliases under two keys at once. */
#ifndef POSBIAS_KERNELS_COUNTS_ALIAS_JOINT_H
#define POSBIAS_KERNELS_COUNTS_ALIAS_JOINT_H

#include "kernels/counts/dtype.h"

/* Pairs of distances whose rounded scores are equal under both keys: joint keys of the distances
 * aliased under the first, sorted. Codes of 64 bits do not fit side by side; they belong to doubles
 * as they are, whose ranks do.
 * In:   first, second [count], finite, 1 <= count < 2^31; sorted, the first's scores in ascending
 *       order; positions and runs, the distances aliased under the first key and the runs of equal
 *       codes they form, not 0.
 * Work: other [count]; work, as for sort_doubles and at least 2 count, memory of no declared
 *       type. */
uint64_t alias_joint_pairs(size_t count, const double *first, const double *second,
                           const double *sorted, const struct dtype_rounding *rounding,
                           uint64_t positions, uint64_t runs, double *other, double *work);

#endif
