/* The questions that claims on a score's law over distance ask.
 *
 * Curves are those of a point with the axes qk, context and pairs, at seed 1: one of a
 * deterministic model, else as many as pairs says. */
#ifndef POSBIAS_NORMALITY_JUDGES_H
#define POSBIAS_NORMALITY_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set normality_claims;

/* What DU's split says of a score. */
enum normality_part {
    /* its law: off by the Kolmogorov distance to the split's */
    PART_SHAPE,
    /* its mean: off by so many standard deviations, median over draws of the size */
    PART_MEAN,
    /* its standard deviation: off relatively, median over draws */
    PART_SPREAD
};

/* Is a part of DU's split off by less than the tolerance everywhere? The point whose lower
 * confidence limit is highest decides a refutation, all upper limits together a verification. */
struct normality_split {
    enum normality_part part;
    double tolerance;
};
enum status normality_judge_split(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Does a curve come nearer to its normal law than the share, the subject's double, of its limiting
 * law's own distance from normal? One more axis: dim. */
enum status normality_judge_vanish(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out);

/* Is every curve nearer to its limiting law than the share of that law's distance from normal? One
 * more axis: dim. */
struct normality_limit {
    double share;
    /* the part of the context at which the detail shows the distance too */
    double shown;
};
enum status normality_judge_limit(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Is every curve nearer than that share, the subject's double, where one frequency is a multiple of
 * another? */
enum status normality_judge_dependent(const void *subject, const struct grid_walk *grid,
                                      struct judgement *out);

/* Does a moment of FOLLOW's high band stay within limit times its bound for every query and key?
 * Axes encoding, context and eps. */
enum normality_moment { MOMENT_MEAN, MOMENT_VARIANCE };
struct normality_bound {
    enum normality_moment moment;
    double limit;
};
enum status normality_judge_bound(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Does the high band hold at least a share, the subject's double, of a model's pairs at its own
 * context? Axes model and eps. */
enum status normality_judge_whole(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

#endif
