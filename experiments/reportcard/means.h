/* The criteria of distance bias, of the mean score in closed form. */
#ifndef POSBIAS_REPORTCARD_MEANS_H
#define POSBIAS_REPORTCARD_MEANS_H

#include "experiments/harness/draws/cost.h"
#include "experiments/reportcard/criteria.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* Contexts that first_negative_tok and horizon_tok are looked for in, and how many near distances
 * the context has: one in so many. */
enum { CARD_REACH = 16, CARD_NEAR = 64 };

/* Distances of the far half where the variance is taken: M/2 + floor((i + 1/2) (M - M/2)/16). */
enum { CARD_FAR = 16 };
void card_far_distances(size_t context, double out[CARD_FAR]);

/* Fills the cells of CARD_ALIGNED_MEAN to CARD_HORIZON and CARD_VARIANCE, from closed forms: known
 * to rounding, their limits are the values. What has no closed form is left as it is, but
 * CARD_FIRST_NEGATIVE, CARD_GAP and CARD_HORIZON say so.
 * In:      context, even, from 2 on.
 * Out:     cell [CARD_CRITERIA].
 * Returns: as closed forms, and qk_measure, do. */
enum status card_means(const struct encoding *encoding, const struct qk_law *law, size_t context,
                       struct card_cell *cell);

/* Adds what that takes if what is looked for is found within two contexts; closed forms that are
 * looked through to the end are of the cheap ones. */
void card_means_cost(struct cost *cost, const struct encoding *encoding, const struct qk_law *law,
                     double context);

#endif
