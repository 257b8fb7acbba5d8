/* The questions that claims on published bases ask, of grids with the axes context, base and
 * dim. */
#ifndef POSBIAS_BASEBOUND_JUDGES_H
#define POSBIAS_BASEBOUND_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set basebound_claims;

/* Does the base pass at the context? No subject. */
enum status basebound_judge_passes(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out);

/* Does no smaller base pass, and the least that does round to it? Searched from the axis share on:
 * that share of the least base that rounds to the smaller number printed for the context, or 0 for
 * every base from 1 on. No subject. */
enum status basebound_judge_least(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

#endif
