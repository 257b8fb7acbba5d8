/* Mean and variance of an xPos score under a query-key law. */
#ifndef POSBIAS_THEORY_MOMENTS_XPOS_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_XPOS_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/xpos_shape.h"

/* E S(r) = norm sum_n z_n (E A cos x_n + E B sin x_n), z_n = e^(-rate_n r).
 * Source:  derived in theory/moments/README.md#xpos-moments.
 * In:      distance [count], integers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law without a formula, STATUS_DOMAIN for a distance out of range
 *          or not whole, STATUS_MEMORY.
 * Error:   (pairs + 45) 2^-53 norm pairs (|E A| + |E B|). */
enum status xpos_mean(const struct xpos_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* Var S(r) = norm^2 sum_n z_n^2 (flat + cos2 cos^2 x_n), z_n = e^(-rate_n r).
 * Source:  derived in theory/moments/README.md#xpos-moments, #measured-variance.
 * In:      distance, as for xpos_mean.
 * Out:     variance [count].
 * Returns: STATUS_UNDEFINED for a law that states only expectations; else as xpos_mean.
 * Error:   (pairs + 40) 2^-53 norm^2 pairs (|flat| + |cos2|). */
enum status xpos_variance(const struct xpos_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

#endif
