/* Whether TAPA scores two keys in another order at a distance than at distance 0. */
#ifndef POSBIAS_THEORY_ORDER_TAPA_TOKEN_ORDER_H
#define POSBIAS_THEORY_ORDER_TAPA_TOKEN_ORDER_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* P[sgn(T1(0) - T2(0)) != sgn(T1(r) - T2(r))], two keys independent given the query.
 * Source: derived in theory/order/README.md#tapa-token-order.
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
