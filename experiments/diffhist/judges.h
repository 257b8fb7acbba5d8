/* The question that claims on score differences ask. */
#ifndef POSBIAS_DIFFHIST_JUDGES_H
#define POSBIAS_DIFFHIST_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set diffhist_claims;

/* Are the differences of the first encoding shifted to positive values by more than the subject's
 * double, in standard deviations, and those of the second centred within it? Axes encoding, qk and
 * pairs; near and far distances of TAPA's Figure 1. */
enum status diffhist_judge_shift(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

#endif
