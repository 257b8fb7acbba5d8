/* What defines a FoPE score: frequencies that are kept, and the matrices that mix their waves. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_FOPE_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_FOPE_SHAPE_H

#include <stdint.h>

#include "theory/model/schedule.h"

/* Pairs i < outputs turn by mixed waves, cos'_i(m) = sum_d cosine_id cos(m theta_d) and
 * sin'_i(m) = sum_d sine_id sin(m theta_d) over d < kept; the others have cos' = sin' = 1:
 *   S = norm sum_i [ A_i (cos'_i(m) cos'_i(n) + sin'_i(m) sin'_i(n))
 *                  + B_i (sin'_i(m) cos'_i(n) - cos'_i(m) sin'_i(n)) ],  n = m - r. */
struct fope_shape {
    /* plain: every pair's frequency; the first `kept` make waves */
    const struct schedule *schedule;
    size_t kept, outputs;
    /* column i step of row i begins as 1 while i step < kept */
    size_t step;
    /* standard deviation of what is added to every entry */
    double deviation;
    /* the query's position, tokens */
    double at;
    /* [outputs][kept] */
    const double *cosine, *sine;
};

/* kept, outputs = min(kept, D/4), step = ceil(kept/outputs) and the deviation: Xavier's, of one
 * matrix per head gain sqrt(2/(outputs (heads + kept))), of one for all (heads 0)
 * gain sqrt(2/(outputs + kept)).
 * Source: 2412.17739, the authors' code.
 * In:     schedule, plain, of 4 dimensions or more; train, tokens: pairs that turn less than once
 *         in it are dropped. Leaves at and the matrices as they are.
 * Out:    kept is 0 where no pair turns often enough; then the rest is not set. */
void fope_sizes(const struct schedule *schedule, double train, double gain, double heads,
                struct fope_shape *out);

/* The matrices of a seed.
 * Out: cosine, sine [outputs][kept]. */
void fope_matrices(const struct fope_shape *shape, uint64_t seed, double *cosine, double *sine);

#endif
