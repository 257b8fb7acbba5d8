/* The probability that two tokens change their order between distance 0 and a distance, under a
 * bank. */
#ifndef POSBIAS_THEORY_ORDER_TOKEN_ORDER_H
#define POSBIAS_THEORY_ORDER_TOKEN_ORDER_H

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"

/* P[(S_1(0) - S_2(0)) (S_1(r) - S_2(r)) < 0] for two keys, independent given the query and both at
 * distance r; given S_1(0) > S_2(0) the order is inverted with the same probability:
 *   E arccos(rho_q)/pi = (1/pi) int_0^pi P( sum_n w_n^2 |q_n|^2 (cos x_n - cos u) < 0 ) du,
 *   rho_q = sum_n w_n^2 |q_n|^2 cos x_n / sum_n w_n^2 |q_n|^2.
 * Source: derived in theory/order/README.md#token-order.
 * In:      law gauss or aligned; distance, whole, in [0, DISTANCE_LIMIT], tokens. A bank's slope
 *          cancels.
 * Out:     p, with a bound on its error; 0 without error where no pair has moved, or both keys are
 *          always the same.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE.
 * Error:   p->err, about 1e-11.
 * Cost:    some sixty to two hundred inversions of a characteristic function, each 200 values of it
 *          at 64 pairs. */
enum status token_order_bank(const struct schedule *schedule, const struct qk_law *law,
                             double distance, struct estimate *p);

/* arccos(c_w(r))/pi, c_w(r) = sum_n w_n^2 cos x_n / sum_n w_n^2: what token_order_bank comes to as
 * the number of pairs grows, where |q_n|^2 no longer spreads.
 * Source: derived in theory/order/README.md#token-order.
 * In:     distance, as for token_order_bank.
 * Returns: STATUS_DOMAIN.
 * Error:  (pairs + 19) 2^-53/sin(pi p) near p = 1/2; at most the square root of
 *         that near 0 and 1. */
enum status token_order_arccos(const struct schedule *schedule, double distance, double *p);

#endif
