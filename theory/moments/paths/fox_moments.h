/* Mean and variance of a FoX score. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_FOX_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_FOX_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* E S(r) = norm E q.k + r E ln f, Var S(r) = norm^2 Var q.k + r Var ln f.
 * Source:  derived in theory/moments/README.md#fox-moments.
 * In:      distance [count], whole numbers up to DISTANCE_LIMIT, tokens.
 * Returns: STATUS_UNDEFINED for a law without the moment or tokens without gates, STATUS_DOMAIN
 * for a
 *          distance out of range or not whole, STATUS_MEMORY. */
enum status fox_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                     const double *distance, double *mean);
enum status fox_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *variance);

#endif
