/* Mean and variance of TAPA's score under a query-key law. */
#ifndef POSBIAS_THEORY_MOMENTS_TAPA_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_TAPA_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* E T(r) = E[q_A.k_A]/sqrt(D_A) Re F(2 pi scale r^alpha).
 * Source: derived in theory/moments/README.md#tapa-mean.
 * In:     law gauss, aligned or crossed (even D_A and D_P); distance >= 0, tokens.
 * Out:    mean; log10_abs, log10 |E T|, which keeps its digits where the mean underflows (-HUGE_VAL
 *         if exactly 0).
 * Returns: STATUS_UNDEFINED for other laws.
 * Error:  mean->err; with 64-bit extended precision, relative to the envelope,
 *         2^-51 + (|ln F| + |d ln F/d ln s|) 2^-59. */
enum status tapa_mean(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                      struct estimate *mean, double *log10_abs);

/* Var T(r) = E(q_A.k_A)^2/D_A (1 + Re F(4 pi scale r^alpha))/2 - (E T)^2, arranged so that nothing
 * cancels for a narrow law.
 * Source: derived in theory/moments/README.md#tapa-variance, #tapa-correlated.
 * In:     as for tapa_mean.
 * Out:    variance, with a bound on its error.
 * Returns: STATUS_UNDEFINED for other laws. */
enum status tapa_variance(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          struct estimate *variance);

#endif
