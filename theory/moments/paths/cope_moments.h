/* Mean and variance of a score of contextual CoPE whose positions are lost on a line. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_COPE_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_COPE_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* With z = norm q.k and x = norm q.v, v a token: E S(r) = E z - slope [ E g(z) + r E g(x) ] while
 * r + 1 <= last, and E z - slope last where (r/2 - last)^2 >= r (21 + ln(1 + last)) and tokens have
 * mean 0.
 * Source:  derived in theory/moments/README.md#cope-moments.
 * In:      distance [count], whole numbers up to DISTANCE_LIMIT, tokens.
 * Returns: STATUS_UNDEFINED for a law other than gauss, aligned and crossed, for a distance between
 *          those, at which the table may or may not be full, and for tokens of another mean beyond
 *          the first; STATUS_DOMAIN for a distance out of range or not whole; STATUS_MEMORY.
 * Error:   1e-14 (1 + the deviations of z and x) slope (r + 1). */
enum status cope_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* Var S(r) = Var z + slope^2 [ Var g(z) + r (1/4 - E g'(x)) ] - 2 slope Cov(z, g(z)), and Var z
 * where the table is full.
 * Source, In, Returns: as for cope_mean; STATUS_UNDEFINED also for tokens of a mean that is not 0,
 *          whose gates the query has in common. */
enum status cope_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

#endif
