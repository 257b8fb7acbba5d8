/* The questions that claims on position inversions ask.
 *
 * P is the probability of a position inversion over DU's halves at the points of a grid with the
 * axes qk and context: the count itself for the deterministic curve, else the exact expectation
 * over the axis points: so many quasi-random pairs of distances, or all where there are no more.
 * Its error is that at the false alarm rate of a claim. */
#ifndef POSBIAS_LOCALITY_JUDGES_H
#define POSBIAS_LOCALITY_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set locality_claims;

/* Is P within `limit` of 1/2 everywhere? */
struct locality_half {
    double limit;
    /* shorter contexts to be shown beside, up to a 0 */
    double shown[3];
};
enum status locality_judge_half(const void *subject, const struct grid_walk *grid,
                                struct judgement *out);

/* Is the law of the deterministic curve within a limit, the subject's double, of the counts, at
 * contexts up to the base? */
enum status locality_judge_law(const void *subject, const struct grid_walk *grid,
                               struct judgement *out);

/* Does P rise with every step along an axis? The first fall decides, else the smallest rise. */
struct locality_trend {
    const char *along;
    /* steps to a context over the base are left out */
    bool up_to_base;
};
enum status locality_judge_trend(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

#endif
