/* The probability that a key outscores, at a distance, the reference key with its amplitudes and
 * all phases zero. */
#ifndef POSBIAS_THEORY_ORDER_TOKEN_ALIGNED_H
#define POSBIAS_THEORY_ORDER_TOKEN_ALIGNED_H

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"

/* P(D < 0), D = sum_n w_n (cos x_n - cos(x_n + phi_n)), phi_n uniform: the sum of the random
 * cosines is the same variable at every distance, so this is its tail beyond sum_n w_n cos x_n, by
 * E exp(i t D) = exp(i t sum_n w_n cos x_n) prod J0(t w_n).
 * Source: derived in theory/order/README.md#token-aligned; arXiv 2605.15514 compares with this
 *         reference (second-hand).
 * In:      law phase; schedule of 3 pairs or more, weights > 0; distance, whole, in [0,
 *          DISTANCE_LIMIT], tokens.
 * Out:     p, with a bound on its error; 0 without error where no pair has moved.
 * Returns: STATUS_UNDEFINED for other laws or schedules, STATUS_DOMAIN, STATUS_MEMORY,
 *          STATUS_CONVERGENCE.
 * Error:   p->err, about 1e-12.
 * Cost:    one inversion of the characteristic function. */
enum status token_aligned_exact(const struct schedule *schedule, const struct qk_law *law,
                                double distance, struct estimate *p);

/* P(D < 0) with the sum over pairs taken as normal: Phi(-m/sqrt(v)), m = E a sum_n w_n cos x_n,
 * v = sum_n w_n^2 (Var a cos^2 x_n + E a^2/2); a = 1 (phase) or a product of two Rayleigh variables
 * (gauss, mu = 0).
 * Source: derived in theory/order/README.md#token-aligned.
 * In:     law phase or gauss with mu = 0; schedule and distance as for token_aligned_exact.
 * Returns: STATUS_UNDEFINED for other laws, STATUS_DOMAIN, STATUS_MEMORY. */
enum status token_aligned_normal(const struct schedule *schedule, const struct qk_law *law,
                                 double distance, double *p);

#endif
