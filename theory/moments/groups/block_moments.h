/* Mean and variance of a score whose matrix is made of small blocks of coordinates. */
#ifndef POSBIAS_THEORY_MOMENTS_GROUPS_BLOCK_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_GROUPS_BLOCK_MOMENTS_H

#include "theory/model/qk_law.h"

/* S(r) = norm sum_b q_b' A_b(r) k_b, q_b and k_b the coordinates side b to side b + side - 1. */
struct block_form {
    size_t dim, side; /* side even, at most BLOCK_SIDE; it divides dim */
    double norm;
    const void *shape;
    /* A_b(distance), row by row */
    void (*matrix)(const void *shape, size_t block, double distance, double *out);
};

enum { BLOCK_SIDE = 4 };

/* E S(r) = norm sum_b sum_ij (A_b)_ij E q_i k_j.
 * Source:  derived in theory/moments/README.md#block-moments.
 * In:      distance [count], integers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law that sets the amplitudes of pairs, STATUS_DOMAIN for a
 *          distance out of range or not whole, STATUS_MEMORY.
 * Error:   (dim side + 4) 2^-53 of the sum of all terms' sizes, besides that of A. */
enum status block_mean(const struct block_form *form, const struct qk_law *law, size_t count,
                       const double *distance, double *mean);

/* Var S(r) = norm^2 tr(C_q A C_k A') and what means add, A the matrix of all blocks; of an aligned
 * key |A|^2 + rho^2 tr(A^2).
 * Source:  derived in theory/moments/README.md#block-moments.
 * Out:     variance [count].
 * Returns, Error: as block_mean; of a sampled law, dim^2 side^2 terms.
 * Cost:    dim side multiply-adds; of a sampled law 2 dim^2 side^2. */
enum status block_variance(const struct block_form *form, const struct qk_law *law, size_t count,
                           const double *distance, double *variance);

#endif
