/* The questions that claims on TAPA's mean and variance ask, of grids whose encodings are TAPA's
 * with the axes dim, alpha and split, and the axis qk; and one on fitted powers of distance. */
#ifndef POSBIAS_DECAY_JUDGES_H
#define POSBIAS_DECAY_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set decay_claims;

/* Does |E T| r^(alpha D_P) stay below the derived constant, and come near it, along the axis r? */
enum status decay_judge_power(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Is Var T at the largest r at least sigma0^2/2? The subject's bool: of pairs correlated against
 * each other, not of independent coordinates. */
enum status decay_judge_floor(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Does the linear phase's mean fall more steeply at the largest r than the quadratic one's ever
 * does, and stay in its envelope up to there? */
enum status decay_judge_phase(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Stands the power d^-gamma, fitted to the attention of a query that sees one key everywhere at the
 * axis distances, by the protocol of d + 50 tokens, under a limit?
 * Source: theory/limits/README.md#null-gamma. */
struct decay_gamma {
    bool share; /* R^2 of the fit, else gamma */
    double limit;
};
enum status decay_judge_gamma(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

#endif
