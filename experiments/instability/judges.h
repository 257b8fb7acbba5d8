/* The questions that claims on TAPA's Theorem 2.1 ask. */
#ifndef POSBIAS_INSTABILITY_JUDGES_H
#define POSBIAS_INSTABILITY_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set instability_claims;

/* Has every target, `targets` of them evenly from -g to g, a witness within the proof's error? No
 * subject; axes dim, qk and targets. */
enum status instability_judge_witnesses(const void *subject, const struct grid_walk *grid,
                                        struct judgement *out);

/* Are the frequencies of the models on the axis model rationally independent? No subject. */
enum status instability_judge_independence(const void *subject, const struct grid_walk *grid,
                                           struct judgement *out);

/* Does a scan to the axis scan come within the proof's error of the lowest value on the axis
 * target? No subject. */
enum status instability_judge_reach(const void *subject, const struct grid_walk *grid,
                                    struct judgement *out);

#endif
