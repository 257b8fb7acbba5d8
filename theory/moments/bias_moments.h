/* What is known of a score that is q.k and a term without query and key. */
#ifndef POSBIAS_THEORY_MOMENTS_BIAS_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_BIAS_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/bias_shape.h"

/* The score lost at a distance; of buckets the bucket is found by whole numbers.
 * Source: derived in theory/moments/README.md#bias-moments.
 * In:      distance, whole, in [0, DISTANCE_LIMIT], of fire up to its position, tokens.
 * Returns: STATUS_DOMAIN for another distance.
 * Error:   6 2^-53 relative; of waves trig_sums_error over ratio, and one rounding. */
enum status bias_lost(const struct bias_shape *shape, double distance, double *lost);

/* E S(r) = norm E q.k - lost(r). Var S is bank_variance of the schedule.
 * Source:  derived in theory/moments/README.md#bias-moments.
 * Out:     mean [count].
 * Returns: as bias_lost and bank_mean.
 * Error:   bank_mean's, bias_lost's, and one rounding. */
enum status bias_mean(const struct bias_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* r d E S/dr divided by E S: the local exponent of the mean.
 * Source:  derived in theory/moments/README.md#bias-moments.
 * Returns: STATUS_UNDEFINED for buckets, where the mean is 0, and where the law has no mean. */
enum status bias_exponent(const struct bias_shape *shape, const struct qk_law *law, double distance,
                          double *exponent);

/* P[S(near) < S(far)]: 1 where more is lost at near than at far and 0 elsewhere, whatever q and k,
 * decided by the terms themselves and not by their rounded values; of waves by values, 1/2 within
 * 1/2 where two that are not at one distance are too near to tell.
 * Source:  derived in theory/moments/README.md#bias-moments.
 * Returns: as position_order_bank for the law; as bias_lost for a distance. */
enum status bias_position_order(const struct bias_shape *shape, const struct qk_law *law,
                                double near, double far, struct estimate *p);

#endif
