/* The questions that claims on a real model's queries and keys ask: of every head of the first
 * layer of the file that --weights names, with the frequencies that the file says. Grids have the
 * axis qk, whose model is one for each head. */
#ifndef POSBIAS_MOMENTS_JUDGES_H
#define POSBIAS_MOMENTS_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set moments_claims;

/* Are the pairs of some head alike, as far as its tokens tell? The subject's test, at the level of
 * a claim, corrected for the number of heads. */
enum status moments_judge_alike(const void *subject, const struct grid_walk *grid,
                                struct judgement *out);

/* Is the largest |z_n| less than the subject's share of their sum, on average over the queries and
 * keys of all tokens, in every head? */
enum status moments_judge_largest(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

#endif
