/* Mean and variance of a GRAPE-A score. */
#ifndef POSBIAS_THEORY_MOMENTS_RELATIVE_GRAPE_A_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_RELATIVE_GRAPE_A_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/grape_a_shape.h"

/* E S = norm E q.k - r slope (E sp z + E sp y), z = v.q/sqrt D and y = u.k/sqrt D normal.
 * Source:  derived in theory/moments/README.md#grape-moments.
 * In:      law gauss, aligned or crossed; distance [count], whole, in [0, DISTANCE_LIMIT], tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for other laws, and where a deviation of z or y is over
 *          GRAPE_A_SPREAD; STATUS_DOMAIN, STATUS_MEMORY.
 * Error:   1e-13 of the terms' sizes: trapezoids of a step at which theirs is under 1e-30.
 * Cost:    76 softpluses per unit of deviation, once. */
enum status grape_a_mean(const struct grape_a_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *mean);

/* Var S = norm^2 Var q.k + r^2 slope^2 Var(sp z + sp y) - 2 norm r slope Cov(q.k, sp z + sp y).
 * Source:  derived in theory/moments/README.md#grape-moments.
 * Out:     variance [count].
 * Returns, Error: as grape_a_mean.
 * Cost:    of an aligned law the square of the mean's. */
enum status grape_a_variance(const struct grape_a_shape *shape, const struct qk_law *law,
                             size_t count, const double *distance, double *variance);

/* Largest deviation of z or y that the trapezoids are run for. */
#define GRAPE_A_SPREAD 1000.0

#endif
