/* The law that a score with fixed amplitudes takes over ever longer windows: independent uniform
 * phases. */
#ifndef POSBIAS_THEORY_LIMITS_SCORE_LIMIT_H
#define POSBIAS_THEORY_LIMITS_SCORE_LIMIT_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Q = F - 1/2 and the density f of sum_n a_n cos Theta_n at x = j step, j = 0..points; both for x
 * >= 0 by symmetry. One pair is in closed form and has no grid. */
struct score_limit {
    double shift;    /* what does not rotate */
    double reach;    /* sum a_n: the support is shift +- reach */
    double variance; /* sum a_n^2/2 */
    double error;    /* bound on the absolute error of the cdf, everywhere */
    /* bound on the density's; HUGE_VAL for one or two pairs, whose densities have poles */
    double density_error;
    double step;
    size_t points;
    double *excess, *density; /* [points + 1] */
};

/* Prepares the law of shift + sum_n a_n cos Theta_n, Theta_n independent and uniform:
 * characteristic function exp(i t shift) prod_n J0(a_n t), inverted on the period of the support,
 * where nothing aliases:
 *   F(shift + x) = 1/2 + x/(2A) + sum_(k>=1) phi(pi k/A) sin(pi k x/A)/(pi k),   A = sum a_n.
 * Source: Weyl equidistribution with DU's amplitudes; derived in
 *         theory/limits/README.md#score-limit.
 * In:     amplitude [pairs], >= 0, finite; a zero counts as no pair.
 * Out:    *out, to be released with score_limit_free.
 * Returns: STATUS_UNDEFINED if every amplitude is 0 (no density), STATUS_DOMAIN, STATUS_MEMORY.
 * Error:  error: the tail of the series under |J0(x)| <= min(1, sqrt(2/(pi x))), the interpolation,
 *         and rounding. Below 1e-11 for eight equal pairs or more, 2e-8 for three, 4e-6 for two.
 * Cost:   pairs times some 30 to 32768 Bessel functions and one real transform; 0.2 ms for 64 equal
 *         pairs. */
enum status score_limit_new(size_t pairs, const double *amplitude, double shift,
                            struct score_limit **out);

/* Releases a law; NULL is allowed. */
void score_limit_free(struct score_limit *law);

/* P[S <= x].
 * Source: theory/limits/README.md#score-limit.
 * Error:  error. */
double score_limit_cdf(const struct score_limit *law, double x);

/* The density at x; HUGE_VAL at the two ends if only one pair turns.
 * Source: theory/limits/README.md#score-limit.
 * Error:  density_error. */
double score_limit_density(const struct score_limit *law, double x);

#endif
