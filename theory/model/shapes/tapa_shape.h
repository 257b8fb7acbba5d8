/* What defines a TAPA score: its dimensions, exponent and phase. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_TAPA_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_TAPA_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

/* T(r) = (q_A.k_A)/sqrt(D_A) cos(2 pi scale r^alpha phi), phi = q_P.k_P/sqrt(D_P), or (sum q_P +
 * sum k_P)/sqrt(D_P) if linear; the paper's scale is 1. */
struct tapa_shape {
    size_t dim_amplitude, dim_phase; /* D_A, D_P */
    double alpha;
    bool linear;
    /* > 0, on the phase */
    double scale;
};

#endif
