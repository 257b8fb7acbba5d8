/* The smallest base that passes at a length, by hops over bases that are proved to fail. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_SEARCH_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_SEARCH_H

#include "theory/proof/bases/base_scan.h"

/* A base that fails: B_distance(base) <= -margin < 0, and so does every base from it to
 * base exp(margin/(distance Lambda(base))). */
struct base_hop {
    double base, distance, margin;
};

/* Takes the hops as they are made; what it returns ends the search unless STATUS_OK. */
struct base_hops {
    enum status (*visit)(void *context, const struct base_hop *hop);
    void *context;
};

/* Where a search ended. */
struct base_bracket {
    bool closed; /* else it reached its end, or could come no nearer: hi is then 0 */
    /* no base from the start up to lo passes; hi does, hi <= lo (1 + tolerance) */
    double lo, hi;
    double distance, margin; /* if margin > 0: B_distance(lo) <= -margin */
};

/* A frontier that moves up over failing bases. */
struct base_sweep;

/* Starts at a base, from 1 on; to be released with base_sweep_free.
 * Returns: as base_bank_new and base_bank_set. */
enum status base_sweep_new(size_t dim, double from, struct base_sweep **out);
void base_sweep_free(struct base_sweep *sweep);

/* Moves the frontier up to the first base that passes at a length, or to `until`; going on with a
 * longer one is allowed.
 * Source: derived in theory/README.md#base-hop.
 * In:      length, from 1 to BASE_BANK_DISTANCE, not less than before; until, no base from there on
 *          is asked about; tolerance, relative, over 2^-50; hops, or NULL.
 * Returns: STATUS_MEMORY, STATUS_CONVERGENCE if balls fail, or what visit returns.
 * Cost:    about 200,000 hops of 5 us and 8,000 scans of all distances to length
 *          2^20 at dim 128. */
enum status base_sweep_run(struct base_sweep *sweep, size_t length, double until, double tolerance,
                           const struct base_hops *hops, struct base_bracket *out);

/* What the search has done since it began. */
struct base_effort {
    double hops, scans;
    struct base_counts sums;
};
struct base_effort base_sweep_effort(const struct base_sweep *sweep);

#endif
