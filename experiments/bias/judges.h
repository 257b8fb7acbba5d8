/* The questions that claims on expected scores and on drawn curves ask. */
#ifndef POSBIAS_BIAS_JUDGES_H
#define POSBIAS_BIAS_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set bias_claims;

/* Is the expected score, at every whole distance under the axis context, over a share of its
 * largest size there? Of every encoding and model of the grid; the share is the subject's double.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_stays(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

/* Is the first distance at which an encoding's expected score is negative over that of the encoding
 * on the axis `against`? Distances under the axis context are looked at; one that is not found is
 * at the context or beyond. No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_later(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

/* Is that first distance within a share of a published one? */
struct bias_published {
    double distance, share;
};
enum status bias_judge_published(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

/* Is the expected score the same at every whole distance under the axis context? Against the
 * standard deviation of the score at distance 0. No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_flat(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

/* Do the means of drawn scores agree with the closed form at the distances of the axis distances?
 * No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_law(const void *subject, const struct grid_walk *grid,
                           struct judgement *out);

/* Do the curves of drawn queries and keys all have their largest score at distance 0, of those up
 * to the axis context? No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_peak(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

/* Is the size of every drawn score under norm |q| |k| e^(-rate r), the rate on the axis rate?
 * No subject.
 * Source: theory/moments/README.md#encodings-judged. */
enum status bias_judge_bound(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

#endif
