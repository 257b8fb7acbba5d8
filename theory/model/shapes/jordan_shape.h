/* What defines a Jordan score: rotations, a common decay, and a shear between halves of a block. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_JORDAN_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_JORDAN_SHAPE_H

#include <math.h>

#include "theory/model/schedule.h"

/* S = norm sum_n e^(-gamma r) [q_u.R k_u + q_v.R k_v + eta s q_u.R k_v], u the coordinates 4n and
 * 4n + 1, v the next two, R the rotation by r theta_n, a.Rb = A cos x + B sin x of a pair, n up to
 * dim/4; s = r in the exact form. */
struct jordan_shape {
    /* the first half of its pairs rotate */
    const struct schedule *schedule;
    double gamma, eta;
    /* of the stabilised form: L, and the query's position, tokens */
    double train, at;
};

/* s of the stabilised form, tau(m) - tau(m - r) with tau(t) = t/(1 + |t|/L).
 * Source: 2605.04217; of keys from the start on r/((1 + m/L) (1 + (m - r)/L)).
 * Error:  5 2^-53 relative where m >= r. */
static inline double jordan_shear(double train, double position, double distance)
{
    double key = position - distance, own = 1.0 + fabs(position) / train,
           other = 1.0 + fabs(key) / train;
    return key >= 0.0 ? distance / (own * other) : position / own - key / other;
}

#endif
