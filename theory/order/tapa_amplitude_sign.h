/* The mean sign of TAPA's amplitude. */
#ifndef POSBIAS_THEORY_ORDER_TAPA_AMPLITUDE_SIGN_H
#define POSBIAS_THEORY_ORDER_TAPA_AMPLITUDE_SIGN_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* E sgn(q_A.k_A): gauss 2 sum_k t_k P(Poisson(D_A mu^2/sigma^2) > k), t_k the terms of the
 * incomplete beta function I_1/2(D_A/2, D_A/2) = sum t_k = 1/2; aligned sgn(rho) I_rho^2(1/2,
 * D_A/2); crossed 0.
 * Source: derived in theory/order/README.md#tapa-position-order.
 * In:     law gauss, aligned or crossed.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_CONVERGENCE. */
enum status tapa_amplitude_sign(const struct tapa_shape *shape, const struct qk_law *law,
                                struct estimate *sign);

#endif
