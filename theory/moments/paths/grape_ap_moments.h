/* Mean and variance of a GRAPE-AP score. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_GRAPE_AP_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_GRAPE_AP_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* With y chi-square of 8 degrees, sigma the tokens' deviation, m the query's position, and
 * l(x) = ln 1/(1 + e^-x): E S(0) = norm E q.k, and for r > 0
 *   E S(r) = norm E q.k + slope E_y[ l(sigma^2 y cos(m)/8) + (r - 1) E_X l(X) ],
 *   X ~ N(0, sigma^4 y/64).
 * Source:  derived in theory/moments/README.md#grape-ap-moments.
 * In:      distance [count], whole numbers up to the query's position, tokens.
 * Returns: STATUS_UNDEFINED for a law without the mean of q.k, tokens that are not normal or have a
 *          mean that is not 0, whose terms differ from position to position; STATUS_DOMAIN for a
 *          distance out of range or not whole; STATUS_MEMORY.
 * Error:   1e-13 slope r (1 + sigma^2). */
enum status grape_ap_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *mean);

/* Var S(r) = norm^2 Var q.k
 *   + slope^2 ( Var_y[ l(sigma^2 y cos(m)/8) + (r - 1) E_X l(X) ] + (r - 1) E_y Var_X l(X) ).
 * Source, In, Returns: as for grape_ap_mean. */
enum status grape_ap_variance(const struct path_shape *shape, const struct qk_law *law,
                              size_t count, const double *distance, double *variance);

#endif
