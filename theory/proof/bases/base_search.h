/* The smallest base that passes at a length, over ranges of bases that are proved to fail. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_SEARCH_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_SEARCH_H

#include "theory/proof/bases/base_scan.h"

/* Bases that fail: B_distance(b) < 0 for every real b in [from, to]. */
struct base_below {
    double from, to, distance;
};

/* Takes the ranges as they are proved, each from where the one before it ends; what it returns ends
 * the search unless STATUS_OK. */
struct base_belows {
    enum status (*visit)(void *context, const struct base_below *below);
    void *context;
};

/* Where a search ended. */
struct base_bracket {
    bool paused; /* it has not: there are more ranges */
    bool closed; /* else it reached its end, or could come no nearer: hi is then 0 */
    /* no base from the start up to lo passes, but perhaps lo where margin is 0; hi does,
     * hi <= lo (1 + tolerance) */
    double lo, hi;
    double distance, margin; /* if margin > 0: B_distance(lo) <= -margin */
};

/* A frontier that moves up over failing bases. */
struct base_sweep;

/* Starts at a base, from 1 on; to be released with base_sweep_free.
 * Returns: as base_bank_new and base_bank_set. */
enum status base_sweep_new(size_t dim, double from, struct base_sweep **out);
void base_sweep_free(struct base_sweep *sweep);

/* Moves the frontier up to the first base that passes at a length, or to `until` or beyond; going
 * on with a longer one is allowed. Ends of ranges have as few digits as serves; the same ranges for
 * any number of threads.
 * Source: derived in theory/proof/README.md#base-sweep.
 * In:      length, from 1 to 2^31, not less than before; until, no base from there on is asked
 *          about; tolerance, relative, over 2^-50; belows, or NULL.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE if balls fail, or what visit returns.
 * Cost:    see experiments/basebound/cost.c. */
enum status base_sweep_run(struct base_sweep *sweep, size_t length, double until, double tolerance,
                           const struct base_belows *belows, struct base_bracket *out);

/* Lets base_sweep_run pause where it has found so many ranges or more; 0, as at the start: never.
 * Run again it goes on as if it had not. */
void base_sweep_pause(struct base_sweep *sweep, double ranges);

/* What the search has done since it began; the sums are those that prove something. */
struct base_effort {
    double ranges, sieves;
    struct base_counts sums;
};
struct base_effort base_sweep_effort(const struct base_sweep *sweep);

/* All that a search goes on from when base_sweep_run has returned STATUS_OK: plain numbers, which
 * another sweep of the same dimension can be set to. */
struct base_state {
    double frontier, distance, margin;
    size_t length, reach, streak;
    struct base_effort effort;
};
struct base_state base_sweep_state(const struct base_sweep *sweep);
void base_sweep_set(struct base_sweep *sweep, const struct base_state *state);

#endif
