/* What defines an xPos score: RoPE's frequencies, and how fast each pair's share falls. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_XPOS_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_XPOS_SHAPE_H

#include <math.h>

#include "theory/model/schedule.h"

/* S(r) = norm sum_n e^(-rate_n r) [A_n cos x_n + B_n sin x_n]; every pair rotates. */
struct xpos_shape {
    const struct schedule *schedule;
    /* per pair, per token of distance */
    const double *rate;
};

/* rate_n = -ln(zeta_n)/scale with zeta_n = (2n/D + 0.4)/1.4, so that e^(-rate_n r) is
 * zeta_n^(r/scale).
 * Source: derived in theory/moments/README.md#xpos-moments.
 * In:     dim even; scale > 0, tokens.
 * Out:    rate [dim/2].
 * Error:  5 2^-53 relative. */
void xpos_rates(size_t dim, double scale, double *rate);

/* e^(-rate distance).
 * Error: 4 2^-53 absolute at every distance, the rate's included
 *        (theory/moments/README.md#xpos-moments). */
static inline double xpos_share(double rate, double distance) { return exp(-(rate * distance)); }

#endif
