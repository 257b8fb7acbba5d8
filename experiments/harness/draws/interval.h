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

/* Mean of n independent values in [0, 1] and confidence limits of their expectation, whatever their
 * law: Gaffke's, the quantiles of a mean with random weights (weighted_mean.h) of the values and of
 * one more at the end, 0 for the lower limit and 1 for the upper. Zeros and ones have Clopper and
 * Pearson's limits. An event of which n draws show nothing may have the probability 1 -
 * (tail)^(1/n), about 3.7/n at 95 %, and be worth 1: so far the upper limit lies from the mean at
 * least.
 * Source:  Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a
 *          nonnegative variable", Math. Methods of Statistics 14 (2005) 451; Learned-Miller and
 *          Thomas, arXiv 1905.06208. That they hold for every law on [0, 1] is conjectured there,
 *          and was measured for draws of every experiment (t_coverage.c).
 * In:      x [n], 0.3 < level < 1.
 * Returns: STATUS_DOMAIN for n = 0 or a value outside [0, 1]. */
enum status interval_fraction(size_t n, const double *x, double level, double *mean, double *lo,
                              double *hi);

/* The limits for values that are known to lie between two others: the lower one of the lower
 * values, the upper one of the upper, mean that of the lower.
 * In:      least, most [n], least <= most. */
enum status interval_between(size_t n, const double *least, const double *most, double level,
                             double *mean, double *lo, double *hi);

/* The same for n >= 2 values of any size: Student's t. A spread of zero gives no width. */
enum status interval_mean(size_t n, const double *x, double level, double *mean, double *lo,
                          double *hi);

#endif
