/* Mean and variance of scores whose pairs turn by sums over the tokens: carope and selective. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_TURNING_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_TURNING_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* E S(r) = norm sum_i [ E A Re z_i^r + E B Im z_i^r ], z_i = E e^(i f^i), i = 1..D/2.
 * Source:  derived in theory/moments/README.md#turning-moments.
 * In:      distance [count], whole numbers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law without a mean or tokens without gates, STATUS_DOMAIN for a
 *          distance out of range or not whole, STATUS_MEMORY.
 * Error:   of z_i^r 64 (r + 1) 2^-53 of it. */
enum status carope_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                        const double *distance, double *mean);

/* Var S(r) = E Var(S | tokens) + Var E(S | tokens), the second from E e^(i (f^i +- f^j)) to the
 * power r for all i, j where E A or E B is not 0.
 * Source, In, Returns: as for carope_mean; STATUS_UNDEFINED also for a law whose pairs are not
 *          alike, and for means that are not 0 over dimension CAROPE_DIM_MOST.
 * Cost:    dim^2 nodes once, dim^2 powers per distance, where a mean is not 0. */
enum { CAROPE_DIM_MOST = 1024 };
enum status carope_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                            const double *distance, double *variance);

/* E S(r) = norm sum_j e^(-r T_j^2 sigma^2/2) [ E A cos(r T_j mu) + E B sin(r T_j mu) ] for normal
 * phases, and its variance.
 * Source, In, Returns: as for carope_mean and carope_variance. */
enum status selective_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                           const double *distance, double *mean);
enum status selective_variance(const struct path_shape *shape, const struct qk_law *law,
                               size_t count, const double *distance, double *variance);

#endif
