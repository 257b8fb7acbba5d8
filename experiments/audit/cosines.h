/* Sums of cosines at the positions of a context that are looked at. */
#ifndef POSBIAS_AUDIT_COSINES_H
#define POSBIAS_AUDIT_COSINES_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Every position up to LOOKS_DENSE; of a longer context, every step-th position after that. */
enum { LOOKS_DENSE = 1 << 18, LOOKS_SPARSE = 1 << 17 };
struct looks {
    size_t dense, sparse;
    double step;
};

/* The positions 0 .. length - 1 as they are looked at; length at least 1. */
struct looks looks_of(double length);
size_t looks_count(const struct looks *looks);
double looks_at(const struct looks *looks, size_t place);

/* weight cos(2 pi (hi + lo) r), turns per token. */
struct cosine {
    double hi, lo, weight;
};

/* sum_n weight_n cos(2 pi f_n r) at every position that is looked at.
 * In:      cosines [count], put in order; those of one frequency become one, *count too.
 * Out:     sum [looks_count], within 3 (count + 50) 2^-53 sum_n |weight_n|.
 * Returns: STATUS_MEMORY.
 * Cost:    as bank_curve over the dense positions and trig_run over the sparse ones. */
enum status cosines_sum(size_t *count, struct cosine *cosines, const struct looks *looks,
                        double *sum);

/* sum_n weight_n (1 - cos(2 pi f_n r)), which vanishes at r = 0; no weight is negative.
 * In, Out: as cosines_sum; within (count + 20) 2^-53 + 2^-47 of itself where no pair turns by over
 *          1/4 radian between the first and the last position, else within
 *          4 (count + 50) 2^-53 sum_n weight_n.
 * Returns: STATUS_MEMORY. */
enum status cosines_gap(size_t *count, struct cosine *cosines, const struct looks *looks,
                        double *gap);

#endif
