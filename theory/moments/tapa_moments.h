/* Mean, variance and decay of TAPA's score under a query-key law. */
#ifndef POSBIAS_THEORY_MOMENTS_TAPA_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_TAPA_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/tapa_shape.h"

/* E T(r) = E[q_A.k_A]/sqrt(D_A) Re F(2 pi scale r^alpha).
 * Source: derived in theory/README.md#tapa-mean.
 * In:     law gauss, aligned or crossed (even D_A and D_P); distance >= 0, tokens.
 * Out:    mean; log10_abs, log10 |E T|, which keeps its digits where the mean underflows (-HUGE_VAL
 *         if exactly 0).
 * Returns: STATUS_UNDEFINED for other laws.
 * Error:  mean->err; with 64-bit extended precision, relative to the envelope, 2^-51 + (|ln F| + |d
 *         ln F/d ln s|) 2^-59. */
enum status tapa_mean(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                      struct estimate *mean, double *log10_abs);

/* Var T(r) = E(q_A.k_A)^2/D_A (1 + Re F(4 pi scale r^alpha))/2 - (E T)^2, arranged so that nothing
 * cancels for a narrow law.
 * In:     as tapa_mean.
 * Out:    variance, with a bound on its error.
 * Returns: STATUS_UNDEFINED for other laws.
 * Source: derived in theory/README.md#tapa-variance. */
enum status tapa_variance(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          struct estimate *variance);

/* Local exponent d ln|E T|/d ln r = alpha (Re l - Im l tan(arg F)), l = d ln F/d ln s, in closed
 * form.
 * Source: derived in theory/README.md#tapa-exponent.
 * Returns: STATUS_UNDEFINED where the mean is zero.
 * Error:  2^-48 relative to |l|, divided by |cos(arg F)|: the exponent has a pole where the mean
 *         changes sign. */
enum status tapa_exponent(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *exponent);

/* Exponent the theory predicts for the envelope: -alpha D_P (quadratic phase, r to infinity; TAPA
 * Theorem 3.2), or -alpha (2 pi scale r^alpha)^2 Var(phi) (linear phase, at every r).
 * Returns: STATUS_UNDEFINED for laws without a closed form. */
enum status tapa_exponent_theory(const struct tapa_shape *shape, const struct qk_law *law,
                                 double distance, double *exponent);

/* log10 of the least C with |E T(r)| <= C r^(-alpha D_P) for every r > 0, quadratic phase, gauss
 * with mu and sigma nonzero: envelope limit times [sqrt(1-u) e^(u mu^2/sigma^2)]^D_P at its maximum
 * over u in [0, 1).
 * Source: derived in theory/README.md#tapa-exponent; an upper bound, attained up to the phase's
 *         cosine. */
enum status tapa_decay_constant(const struct tapa_shape *shape, const struct qk_law *law,
                                double *log10_constant);

/* E exp(i t phi) = exp(log_size + i angle), phi the phase without its factor 2 pi scale r^alpha.
 * Source: derived in theory/README.md#tapa-characteristic.
 * Returns: STATUS_UNDEFINED for laws without a closed form.
 * Error:  of log_size and angle, 2^-60 relative. */
enum status tapa_characteristic(const struct tapa_shape *shape, const struct qk_law *law, double t,
                                long double *log_size, long double *angle);

#endif
