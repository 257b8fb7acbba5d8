/* Mean and variance of the score of RoPE's imaginary head under a query-key law. */
#ifndef POSBIAS_THEORY_MOMENTS_ROPE_IM_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_ROPE_IM_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/rope_im_shape.h"

/* E S(r) = norm sum_n (E A sin x_n - E B cos x_n), and with the real head's score
 * norm sum_n (E A (cos x_n + sin x_n) + E B (sin x_n - cos x_n)).
 * Source:  derived in theory/moments/README.md#rope-im-moments.
 * In:      distance [count], integers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law without a formula; else as trig_sums.
 * Error:   norm times trig_sums_error, and one rounding of it. */
enum status rope_im_mean(const struct rope_im_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *mean);

/* Var S(r) = norm^2 sum_n (flat + cos2 sin^2 x_n), and with the real head's score
 * norm^2 sum_n (2 flat + cos2 (1 + sin 2 x_n)).
 * Source:  derived in theory/moments/README.md#rope-im-moments, #measured-variance.
 * In:      distance, as for rope_im_mean.
 * Out:     variance [count].
 * Returns: STATUS_UNDEFINED for a law that states only expectations; else as rope_im_mean.
 * Error:   (pairs + 44) 2^-53 norm^2 pairs 2 (|flat| + |cos2|). */
enum status rope_im_variance(const struct rope_im_shape *shape, const struct qk_law *law,
                             size_t count, const double *distance, double *variance);

#endif
