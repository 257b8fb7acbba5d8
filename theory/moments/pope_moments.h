/* Mean and variance of PoPE's score under a query-key law, and moments of a softplus. */
#ifndef POSBIAS_THEORY_MOMENTS_POPE_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_POPE_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/pope_shape.h"

/* Mean and variance of sp(X) = ln(1 + e^X), X ~ N(mu, sigma^2).
 * Source: derived in theory/moments/README.md#softplus-moments.
 * In:     sigma >= 0.
 * Error:  worst seen 20 2^-53 relative at |mu| <= 3, sigma from 0.01 to 30.
 * Cost:   some 60 softplus values up to sigma 1, 640 beyond. */
struct softplus_moments {
    double mean, variance;
};
struct softplus_moments softplus_moments(double mu, double sigma);

/* Moments of sp(X) sp(Y), X and Y standard normals of correlation rho.
 * Source: derived in theory/moments/README.md#softplus-moments.
 * Error:  worst seen 20 2^-53 relative.
 * Cost:   3700 softplus values. */
struct softplus_moments softplus_product(double rho);

/* E S(r) = norm E[sp(q) sp(k)] sum_c cos(r theta_c - delta).
 * Source:  derived in theory/moments/README.md#pope-moments.
 * In:      distance [count], integers up to DISTANCE_LIMIT, tokens.
 * Out:     mean [count].
 * Returns: STATUS_UNDEFINED for a law other than gauss, aligned and crossed; else as trig_sums.
 * Error:   (dim + 64) 2^-53 norm E[sp(q) sp(k)] dim (|cos delta| + |sin delta|). */
enum status pope_mean(const struct pope_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean);

/* Var S(r) = norm^2 [V sum_c C_c^2 + 2 W sum_n C_2n C_2n+1], C_c = cos(r theta_c - delta), V the
 * variance of a coordinate's product and W the covariance of a pair's two, which only crossed has.
 * Source:  derived in theory/moments/README.md#pope-moments.
 * In:      distance, as for pope_mean.
 * Out:     variance [count].
 * Returns: STATUS_DOMAIN for a distance out of range or not whole, STATUS_MEMORY; else as
 *          pope_mean.
 * Error:   (2 dim + 100) 2^-53 norm^2 dim (V + |W|). */
enum status pope_variance(const struct pope_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

#endif
