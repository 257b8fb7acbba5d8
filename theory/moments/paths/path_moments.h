/* Mean and variance of a PaTH score whose tokens have isotropic directions. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_PATH_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_PATH_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* E S(r) = norm (1 - beta/D)^r E q.k.
 * Source:  derived in theory/moments/README.md#path-moments.
 * In:      distance [count], whole numbers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law without a mean, STATUS_DOMAIN for a distance out of range or
 *          not whole, STATUS_MEMORY.
 * Error:   (4 r beta/D + D + 8) 2^-53 of the value. */
enum status path_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* Var S(r) = norm^2 [ a^r (E (q.k)^2 - L/D) + c^r L/D ] - (E S)^2, L = E |q|^2 |k|^2,
 *     a = 1 - 2 beta/D + 2 beta^2/(D (D + 2)),   c = 1 - beta (2 - beta)/D.
 * Source, In, Returns: as for path_mean; STATUS_UNDEFINED also for a law without vectors. */
enum status path_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

#endif
