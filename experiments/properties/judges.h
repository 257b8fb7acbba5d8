/* The questions that claims on common shifts ask. */
#ifndef POSBIAS_PROPERTIES_JUDGES_H
#define POSBIAS_PROPERTIES_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set properties_claims;

/* Do scores stay when query and key move from the axis position by the axis shift together? Root
 * mean square of the change over that of the scores, over the draws of the axis pairs and the
 * distances of the axis distances; scores are products of the vectors that a model keeps. No
 * subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status properties_judge_shift(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out);

/* The same of FoPE, in expectation over independent standard normal q and k: fope_shift
 * (theory/moments/absolute/fope_moments.h), without draws. No subject. */
enum status properties_judge_fope(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

#endif
