/* How TAPA's mean falls with distance: its local exponent and the bounds of the theory. */
#ifndef POSBIAS_THEORY_MOMENTS_TAPA_DECAY_H
#define POSBIAS_THEORY_MOMENTS_TAPA_DECAY_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* Local exponent d ln|E T|/d ln r = alpha (Re l - Im l tan(arg F)), l = d ln F/d ln s, in closed
 * form.
 * Source: derived in theory/moments/README.md#tapa-exponent.
 * Returns: STATUS_UNDEFINED where the mean is zero.
 * Error:  2^-48 relative to |l|, divided by |cos(arg F)|: the exponent has a pole where the mean
 *         changes sign. */
enum status tapa_exponent(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *exponent);

/* Exponent the theory predicts for the envelope: -alpha D_P (quadratic phase, r to infinity; TAPA
 * Theorem 3.2), or -alpha (2 pi scale r^alpha)^2 Var(phi) (linear phase, at every r).
 * Source:  theory/moments/README.md#tapa-exponent.
 * Returns: STATUS_UNDEFINED for laws without a closed form. */
enum status tapa_exponent_theory(const struct tapa_shape *shape, const struct qk_law *law,
                                 double distance, double *exponent);

/* log10 of the least C with |E T(r)| <= C r^(-alpha D_P) for every r > 0, quadratic phase, gauss
 * with mu and sigma nonzero: envelope limit times [sqrt(1-u) e^(u mu^2/sigma^2)]^D_P at its maximum
 * over u in [0, 1).
 * Source: derived in theory/moments/README.md#tapa-exponent.
 * Error:  an upper bound, attained up to the phase's cosine. */
enum status tapa_decay_constant(const struct tapa_shape *shape, const struct qk_law *law,
                                double *log10_constant);

#endif
