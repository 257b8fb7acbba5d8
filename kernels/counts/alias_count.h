/* Aliasing of score curves: how often two distances, or two keys, get the same score in a
 * floating-point format. */
#ifndef POSBIAS_KERNELS_COUNTS_ALIAS_COUNT_H
#define POSBIAS_KERNELS_COUNTS_ALIAS_COUNT_H

#include "kernels/counts/dtype.h"
#include "theory/ground/status.h"

/* Counts over the distances r of a curve S = S1 and, with a second key under the same query, S2; f
 * is the number of fraction bits of the format. "Equal" is equality after rounding; the threshold's
 * differences and product are those of double arithmetic. */
struct alias_counts {
    uint64_t pairs;            /* r1 < r2, S(r1) equal to S(r2) */
    uint64_t positions;        /* r that share their rounded score with another */
    uint64_t threshold_pairs;  /* r1 < r2, |S(r1) - S(r2)| <= 2^-f max |S| */
    uint64_t invariance_pairs; /* r1 < r2 equal under both keys at once */
    uint64_t token_positions;  /* r with S1(r) equal to S2(r) */
    /* r with |S1(r) - S2(r)| <= 2^-f max(|S1|, |S2|), the largest of both curves */
    uint64_t token_threshold_positions;
};

/* Doubles of scratch that alias_count needs. */
size_t alias_work_size(size_t count);

/* Counts for several formats from one sort of the curve: rounding is monotone, so equal scores are
 * runs of the sorted curve in every format; the threshold's pairs are two pointers along it; in a
 * wide format both are looked for only where neighbours are within the threshold; pairs under both
 * keys are runs of the sorted joint codes of those distances that are aliased under the first key.
 * Source:  theory/limits/README.md#aliasing.
 * In:      first [count], finite; second [count], or NULL, which leaves the last three counts zero;
 *          1 <= count < 2^31; formats [format_count], indices into dtypes.
 * Out:     out [format_count].
 * Returns: STATUS_DOMAIN if a score is not finite.
 * Error:   none for equal pairs; a threshold's comparison can go wrong by one rounding of the
 *          difference.
 * Cost:    12 ns per distance for four formats of one curve, about 70 ns with a second key (131,072
 *          distances, AVX-512, 2.3 GHz Sapphire Rapids, other work on the machine). */
enum status alias_count(size_t count, const double *first, const double *second,
                        size_t format_count, const size_t *formats, double *work,
                        struct alias_counts *out);

/* Distances whose rounded score is not certain when every score may be off by `error`: the code of
 * S - error is not that of S + error. Where there are none, the counts are those of the exact
 * scores. */
uint64_t alias_uncertain(size_t count, const double *score, double error, size_t format);

#endif
