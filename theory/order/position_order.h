/* The probability that a bank scores a query-key pair higher at the farther of two distances. */
#ifndef POSBIAS_THEORY_ORDER_POSITION_ORDER_H
#define POSBIAS_THEORY_ORDER_POSITION_ORDER_H

#include <stdbool.h>

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"

/* P[S(r1) < S(r2)] for one query and key at both distances:
 *   S(r1) - S(r2) = norm sum_n w_n q_n^T [g_n R(psi_n)] k_n - slope (r1 - r2),
 *   g_n = 2 sin((x_n(r2) - x_n(r1))/2),  psi_n = (x_n(r1) + x_n(r2))/2 - pi/2.
 * Exactly 1/2 for the symmetric laws (phase, crossed, mu = 0, rho = 0) where slope = 0 and some g_n
 * is not 0. A difference that is zero for every query and key is no inversion: 0.
 * Source: derived in theory/order/README.md#position-order.
 * In:      r1, r2, whole numbers of tokens in [0, DISTANCE_LIMIT], in any order.
 * Out:     p, with a bound on its error.
 * Returns: STATUS_UNDEFINED for unit and moments, STATUS_DOMAIN for a distance out of range, else
 *          as gil_pelaez_negative.
 * Error:   p->err; under 2e-12 for the laws of normal vectors at 64 pairs.
 * Cost:    four sines or cosines per pair and about 200 values of the characteristic function at 64
 *          pairs. */
enum status position_order_bank(const struct schedule *schedule, double slope,
                                const struct qk_law *law, double r1, double r2, struct estimate *p);

/* True if S(r1) = S(r2) for every query and key of the law: no pair moves between the two, and
 * neither does the slope.
 * Source:  theory/order/README.md#position-order.
 * Returns: as position_order_bank. */
enum status position_order_tie(const struct schedule *schedule, double slope,
                               const struct qk_law *law, double r1, double r2, bool *tied);

#endif
