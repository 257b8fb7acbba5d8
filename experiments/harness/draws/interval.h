/* Confidence intervals. */
#ifndef POSBIAS_HARNESS_DRAWS_INTERVAL_H
#define POSBIAS_HARNESS_DRAWS_INTERVAL_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Clopper-Pearson limits of a probability after k successes in n trials: the p at which P(X >= k),
 * P(X <= k) are (1 - level)/2.
 * In:     0 <= k <= n, n >= 1, 0 < level < 1; k need not be whole.
 * Out:    lo, hi in [0, 1]; zero successes give lo = 0 and a positive hi.
 * Error:  1e-12 relative, limits under 2^-1000 are 0; the beta quantiles of GSL fail to converge
 *         for some large n, so its beta integral is inverted by bracketing instead. */
enum status interval_binomial(double k, double n, double level, double *lo, double *hi);

/* Mean of n independent values in [0, 1] and confidence limits of their expectation: Clopper and
 * Pearson's for as many coins as give the mean the same standard error, n* = mean (1 -
 * mean)/error^2, times (z/t)^2 because that error is estimated. Unlike Student's t they follow the
 * skewness of rare events; for 0 and 1 they are nearly Clopper and Pearson's own. Values that do
 * not vary, or a single one, say nothing about their spread: n* = n, since no variable in [0, 1]
 * spreads wider than a coin with its mean.
 * Source:  Korn and Graubard, Survey Methodology 24 (1998) 193.
 * In:      x [n], 0 < level < 1.
 * Returns: STATUS_DOMAIN for n = 0 or a value outside [0, 1]. */
enum status interval_fraction(size_t n, const double *x, double level, double *mean, double *lo,
                              double *hi);

/* The same for n >= 2 values of any size: Student's t. A spread of zero gives no width. */
enum status interval_mean(size_t n, const double *x, double level, double *mean, double *lo,
                          double *hi);

#endif
