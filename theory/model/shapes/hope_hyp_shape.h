/* What defines a hope-hyp score: RoPE's frequencies as hyperbolic angles, and one decay. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_HOPE_HYP_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_HOPE_HYP_SHAPE_H

#include "theory/model/schedule.h"

/* S(r) = norm sum_n e^(-decay r) [A_n cosh(theta_n r) + C_n sinh(theta_n r)],
 * C_n = q_2n k_2n+1 + q_2n+1 k_2n; decay, per token, is over every theta_n. */
struct hope_hyp_shape {
    const struct schedule *schedule;
    double decay;
};

/* The factors of a pair's score along (1, 1) and (1, -1) fall by e^(-slow) and e^(-fast) per token:
 * decay - theta_n and decay + theta_n.
 * Error: theta_n 2^-53, but for theta_0, which is 1, and one rounding. */
static inline double hope_hyp_slow(const struct hope_hyp_shape *shape, size_t pair)
{
    return shape->decay - shape->schedule->theta[pair];
}
static inline double hope_hyp_fast(const struct hope_hyp_shape *shape, size_t pair)
{
    return shape->decay + shape->schedule->theta[pair];
}

#endif
