/* The first bases that pass at a length, and those from which on all do. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_WINDOW_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_WINDOW_H

#include "theory/proof/bases/base_cover.h"
#include "theory/proof/bases/base_search.h"

/* A base from which on every base passes at a length.
 * Source: derived in theory/proof/README.md#base-limit.
 * Out:     limit, by at most 0.1 % above the least for which the argument works.
 * Returns: STATUS_UNDEFINED if that is over BASE_BANK_BASE or there is none (dim 2),
 *          STATUS_MEMORY. */
enum status base_limit(size_t dim, size_t length, double *limit);

/* An end of a set of bases that pass, and a base beyond it that does not. */
struct base_end {
    /* there is no such end: the set goes on to the end of what was asked about */
    bool none;
    /* else: `fails` was found, within the tolerance of `passes` */
    bool proved;
    double passes, fails, distance, margin; /* B_distance(fails) <= -margin */
    struct base_counts sums;
};

/* The end of the first window: every base in [from, passes] passes.
 * Source:  theory/proof/README.md#base-cover.
 * In:      from, a base that passes; limit, as far as it is followed; tolerance, relative.
 * Returns: as base_cover. */
enum status base_window_end(size_t dim, size_t length, double from, double limit, double tolerance,
                            struct base_end *out);

/* The start of the bases that pass for good: every base in [passes, limit] does, at every distance
 * in [first, length).
 * Source:  theory/proof/README.md#base-boxes.
 * In:      from, as far down as it is followed; limit, a base; tolerance, relative.
 * Returns: as base_boxes. */
enum status base_safe_start(size_t dim, size_t first, size_t length, double from, double limit,
                            double tolerance, struct base_end *out);

#endif
