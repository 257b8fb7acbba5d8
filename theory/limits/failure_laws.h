/* Laws for the inversions of a frequency bank: closed forms that hold on a range, which is stated
 * with the largest deviation seen there. */
#ifndef POSBIAS_THEORY_LIMITS_FAILURE_LAWS_H
#define POSBIAS_THEORY_LIMITS_FAILURE_LAWS_H

#include "theory/model/schedule.h"

/* P[S(r1) < S(r2)], r1 uniform on [0, M/2), r2 on [M/2, M), unit query and key: Phi(-2 ln 2
 * sqrt(h/(ln M ln b))).
 * Source: derived in theory/limits/README.md#law-position-unit; arXiv 2605.15514 names the
 *         quantity.
 * In:     schedule, plain RoPE in rad (all pairs rotating, no scaling); context M, tokens.
 * Returns: STATUS_DOMAIN for another schedule, STATUS_UNDEFINED outside 1 < M < b.
 * Error:  against exact counts, h >= 64, b from 1e4 to 1e8: 0.05 for 64 <= M <= b, 0.035 for 256 <=
 *         M <= b/4 (h = 32: 0.09 and 0.055). */
enum status law_position_unit(const struct schedule *schedule, double context, double *probability);

/* P[S1(r) < S2(r)] averaged over r < M, S1 of the reference phi = 0, S2 of random phases, equal
 * a_n, as usually derived: Phi(-(h - L)/sqrt(L)), L = h log_b(M/(2 pi)) the pairs that complete a
 * turn.
 * Source: derived in theory/limits/README.md#law-token-aligned.
 * In:     as law_position_unit.
 * Returns: STATUS_DOMAIN for another schedule, STATUS_UNDEFINED outside 0 < L < h.
 * Error:  too small everywhere, by orders of magnitude before the average nears 1/2 and by up to
 *         0.47 (h = 128, b = 1e4, M = 16,384); law_token_aligned_context is the one to use. */
enum status law_token_aligned(const struct schedule *schedule, double context, double *probability);

/* P[S1(r) < S2(r)] at one distance, S1 and S2 as for law_token_aligned, with the variance of the
 * slow pairs and the constant of the mean: Phi(-(h - L)/sqrt((h + L)/2)), L = h log_b(r e^gamma),
 * gamma Euler's constant.
 * Source: derived in theory/limits/README.md#law-token-aligned.
 * In:     schedule, plain RoPE in rad; distance r, tokens.
 * Returns: STATUS_DOMAIN for another schedule, STATUS_UNDEFINED outside 0 < L < h.
 * Error:  against averages over r within a tenth, h >= 64: 0.03 for L < 0.95 h; at a single
 *         distance the reference itself swings by sqrt(L/2). */
enum status law_token_aligned_slow(const struct schedule *schedule, double distance,
                                   double *probability);

/* The average of law_token_aligned_slow over r uniform on (0, M), by quadrature.
 * Source:  theory/limits/README.md#law-token-aligned.
 * Returns: STATUS_UNDEFINED outside 0 < L < h at r = M; nearer distances with L < 0 count 0.
 * Error:  against exact averages over all r < M, b from 1e4 to 1e8: 0.02 for h >= 64, 0.03 for h =
 *         32, 0.06 for h = 16. */
enum status law_token_aligned_context(const struct schedule *schedule, double context,
                                      double *probability);

#endif
