/* Which of TAPA's scores of one query and key at two distances is larger. */
#ifndef POSBIAS_THEORY_ORDER_TAPA_POSITION_ORDER_H
#define POSBIAS_THEORY_ORDER_TAPA_POSITION_ORDER_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* E sgn(cos(2 pi s1 phi) - cos(2 pi s2 phi)), s = scale r^alpha: the mass of the phase's law
 * between the sign changes, or, where those are too many to visit, the resonances of the two square
 * waves' Fourier series.
 * Source: derived in theory/order/README.md#tapa-position-order.
 * In:     law gauss, aligned or crossed; r1, r2 >= 0, tokens; 0 if they are equal.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_MEMORY.
 * Error:  err bounds it: 1e-8 or less for D_P >= 4 up to 1e5 sign changes; beyond 1e-5, 1e-7 for
 *         D_P >= 16; for D_P <= 3 the density has a singularity or a kink at 0 and err is larger
 *         (for D_P = 1 from 1e-5 to over 1, where it says nothing).
 * Cost:   one Fourier sum of some 50 terms (at most 16,384) per sign change, of which there are
 *         about 40 s sd(phi); beyond 1e5 of them, or 5e7 terms, 3 to 30 ms, the more the slower the
 *         phase's characteristic function falls. */
enum status tapa_cosine_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                              double r2, struct estimate *sign);

/* P[T(r1) < T(r2)] of one query and key: (1 - E sgn(q_A.k_A) E sgn(cos 1 - cos 2))/2, exactly 1/2
 * for a symmetric amplitude (gauss mu = 0, aligned rho = 0, crossed).
 * Source: derived in theory/order/README.md#tapa-position-order.
 * In:     r1, r2 >= 0, tokens; equal distances tie, probability 0.
 * Returns: as tapa_cosine_order; STATUS_UNDEFINED also where the error's bound reaches 1/4. */
enum status tapa_position_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                                double r2, struct estimate *probability);

#endif
