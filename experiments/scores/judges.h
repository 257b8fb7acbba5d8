/* The questions that claims on single scores ask. */
#ifndef POSBIAS_SCORES_JUDGES_H
#define POSBIAS_SCORES_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set scores_claims;

/* Has every query, at every distance of the axis context, a key whose score is largest there alone?
 * Of all queries at once by the pairs' sines, and by the curves of a query drawn from the
 * subject's query-key model, at the shares of the context of the axis `at`.
 * Source: theory/limits/README.md#peak-anywhere. */
enum status scores_judge_peak(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Is the attention of the last of three tokens [BOS, x, x] to itself under a half for every draw of
 * its query, its key and the key of BOS?
 * Source: theory/limits/README.md#diagonal-half. */
enum status scores_judge_diagonal(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Does every drawn curve only come nearer to 0, at distances up to the axis context? No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status scores_judge_monotone(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Are scores of vectors that were turned by their positions beforehand and rounded to single
 * precision within 1e-4 of the largest score? At the axis position, positions counted from the
 * start of a block of the axis block, or with 0 from the start. The subject is the claim's id.
 * Source: theory/moments/README.md#encodings-judged. */
enum status scores_judge_factors(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

#endif
