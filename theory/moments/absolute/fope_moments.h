/* What is known of a FoPE score with its matrices as they are: its moments, and how far scores move
 * under a common shift. */
#ifndef POSBIAS_THEORY_MOMENTS_ABSOLUTE_FOPE_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_ABSOLUTE_FOPE_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/fope_shape.h"

/* E S(m, m - r) = norm sum_i [ E A_i C_i + E B_i S_i ], m the shape's position,
 *   C_i = cos'_i(m) cos'_i(m - r) + sin'_i(m) sin'_i(m - r),
 *   S_i = sin'_i(m) cos'_i(m - r) - cos'_i(m) sin'_i(m - r); 2 and 0 of a pair that does not turn.
 * Source:  derived in theory/moments/README.md#fope-moments.
 * In:      distance [count], whole, up to the position, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law without means, STATUS_DOMAIN, STATUS_MEMORY.
 * Error:   as the columns': (2 kept + pairs + 40) 2^-53 of the absolute sums. */
enum status fope_mean(const struct fope_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* Var S = norm^2 sum_i [ flat (C_i^2 + S_i^2) + cos2 C_i^2 ].
 * Source:  derived in theory/moments/README.md#fope-moments, #measured-variance.
 * Out:     variance [count].
 * Returns: STATUS_UNDEFINED for a law that states only expectations; else as fope_mean. */
enum status fope_variance(const struct fope_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

/* How far scores move where query and key move together: the root of
 *   sum_r Var(S(m', m' - r) - S(m, m - r)) / sum_r Var S(m, m - r)
 * for q and k of independent standard normals.
 * Source:  derived in theory/moments/README.md#fope-moments.
 * In:      position m and moved m', whole, tokens; distance [count], whole, up to both.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY. */
enum status fope_shift(const struct fope_shape *shape, double position, double moved, size_t count,
                       const double *distance, double *change);

#endif
