/* Which of two of TAPA's scores is larger: the same key at two distances, two keys at the same
 * distance. */
#ifndef POSBIAS_THEORY_ORDER_TAPA_ORDER_H
#define POSBIAS_THEORY_ORDER_TAPA_ORDER_H

#include "theory/moments/tapa_moments.h"

/* E sgn(q_A.k_A): gauss 2 sum_k t_k P(Poisson(D_A mu^2/sigma^2) > k), t_k the terms of the
 * incomplete beta function I_1/2(D_A/2, D_A/2) = sum t_k = 1/2; aligned sgn(rho) I_rho^2(1/2,
 * D_A/2); crossed 0.
 * Source: derived in theory/README.md#tapa-position-order.
 * In:     law gauss, aligned or crossed.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_CONVERGENCE. */
enum status tapa_amplitude_sign(const struct tapa_shape *shape, const struct qk_law *law,
                                struct estimate *sign);

/* E sgn(cos(2 pi s1 phi) - cos(2 pi s2 phi)), s = scale r^alpha: the mass of the phase's law
 * between the sign changes, or, where those are too many to visit, the resonances of the two square
 * waves' Fourier series.
 * Source: derived in theory/README.md#tapa-position-order.
 * In:     as above; r1, r2 >= 0, tokens; 0 if they are equal.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_MEMORY.
 * Error:  err bounds it: 1e-8 or less for D_P >= 4 up to 1e5 sign changes, 1e-7 beyond; for D_P <=
 *         3 the density has a singularity or a kink at 0 and err is larger (for D_P = 1 from 0.03
 *         to over 1, where it says nothing).
 * Cost:   one Fourier sum of some 50 terms (at most 16,384) per sign change, of which there are
 *         about 40 s sd(phi); beyond 1e5 of them 10 ms. */
enum status tapa_cosine_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                              double r2, struct estimate *sign);

/* P[T(r1) < T(r2)] of one query and key: (1 - E sgn(q_A.k_A) E sgn(cos 1 - cos 2))/2, exactly 1/2
 * for a symmetric amplitude (gauss mu = 0, aligned rho = 0, crossed).
 * Source: derived in theory/README.md#tapa-position-order.
 * In:     r1, r2 >= 0, tokens; equal distances tie, probability 0.
 * Returns: as tapa_cosine_order; STATUS_UNDEFINED also where the error's bound reaches 1/2. */
enum status tapa_position_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                                double r2, struct estimate *probability);

/* P[sgn(T1(0) - T2(0)) != sgn(T1(r) - T2(r))], two keys independent given the query.
 * Source: derived in theory/README.md#tapa-token-order.
 * In:     law gauss, aligned with |rho| < 1, or crossed; r >= 0, tokens (0: no flip).
 * Returns: STATUS_UNDEFINED for other laws, for keys that coincide (|rho| = 1), for D_P = 1 with
 *          the quadratic phase, and for a phase so narrow that its square wave needs more than 256
 *          modes, unless the law is centred; STATUS_MEMORY.
 * Error:  err: truncation (bounded), rounding (bounded) and the change when the quadrature's step
 *         is doubled.
 * Cost:   5 ms for a wide phase, up to 0.5 s for a narrow one. */
enum status tapa_token_order(const struct tapa_shape *shape, const struct qk_law *law,
                             double distance, struct estimate *probability);

#endif
