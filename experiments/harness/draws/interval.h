/* Confidence intervals. */
#ifndef POSBIAS_HARNESS_DRAWS_INTERVAL_H
#define POSBIAS_HARNESS_DRAWS_INTERVAL_H

#include <stddef.h>

#include "experiments/harness/draws/sample.h"
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

/* The limits of interval_between for values of which many are equal.
 * In:      x [groups] in [0, 1]; least, most [groups], how many of the lower and of the upper
 *          values are x, as many together.
 * Cost:    that of groups values. */
enum status interval_counted(size_t groups, const double *x, const double *least,
                             const double *most, double level, double *lo, double *hi);

/* The same limits, proved for every law on [0, 1] and wider: m is in them unless bets at odds that
 * are fair for the mean m, with the best constant stake in hindsight, win by R/(1 - level), where
 *   R = sqrt(pi) n!/Gamma(n + 1/2) <= sqrt(pi (n + 1))
 * is the most by which hindsight beats Cover's universal portfolio, whose expected gain is 1.
 * Source:  Orabona and Jun, IEEE Trans. Inf. Theory 70 (2024) 436; Cover and Ordentlich, ibid. 42
 *          (1996) 348.
 * In:      x [n], 0 < level < 1. Error: 1e-9 outwards. */
enum status interval_bounded(size_t n, const double *x, double level, double *mean, double *lo,
                             double *hi);

/* Median of n values of any size and limits of the median of their law, whatever it is: the order
 * statistics outside which a fair coin's heads fall with probability 1 - level at most; infinite
 * where n is too small, under 31 at level 1 - 1e-9.
 * In:      x [n], n >= 1, 0 < level < 1. */
enum status interval_median(size_t n, const double *x, double level, double *median, double *lo,
                            double *hi);

/* Keeps limits to what can be, least to most, by which they lose no confidence; a value that
 * rounding puts outside stays between them, and what is NAN stays so. */
void interval_keep(double least, double most, double value, double *lo, double *hi);

/* Mean and Student's limits for n >= 2 values of any size. A spread of zero gives no width. */
enum status interval_mean(size_t n, const double *x, double level, double *mean, double *lo,
                          double *hi);

/* Limits of a positive quantity whose estimates are skewed, as variances and mean squares are: with
 * l_i the logarithm of the estimate without value i,
 *   value exp(-+ t e),  e^2 = (n - 1)/n sum_i (l_i - mean l)^2
 * t Student's quantile at n - 1 degrees of freedom. An estimate of 0 has no width; one that is 0 or
 * unbounded without a value is between 0 and infinity. Approximate: what they hold is measured in
 * t_reportcard_ratios.c.
 * Source:  Miller, Annals of Mathematical Statistics 39 (1968) 567.
 * In:      without [n], n >= 2; value >= 0, the estimate of all. */
void interval_jackknife(size_t n, double value, const double *without, double level, double *lo,
                        double *hi);

/* Half the width of Student's limits of a mean. In: s->count >= 2, 0 < level < 1. */
double interval_student(const struct sample *s, double level);

/* Limits of the variance of a law whose excess kurtosis is known: s^2 r/variance is taken for a
 * chi-square of as many degrees r as give it its own variance,
 *   Var s^2 = variance^2 (excess/n + 2/(n - 1)),  r = 2/(excess/n + 2/(n - 1))
 * Exact for normal scores; what they hold of others is measured in t_coverage_moments.c.
 * Source:  Box, Biometrika 40 (1953) 318; O'Neill, The American Statistician 68 (2014) 282.
 * In:      s->count >= 2, excess >= -2, as every law's.
 * Returns: STATUS_UNDEFINED where all values are equal. */
enum status interval_variance_known(const struct sample *s, double excess, double level, double *lo,
                                    double *hi);

/* Bonett's limits of a law's variance, on the logarithm's scale,
 *   c s^2 exp(-+ z c e),  c = n/(n - z),  e^2 = (n m4/m2^2 - (n - 3)/n)/(n - 1)
 * with z the normal deviate; his kurtosis takes deviations from a trimmed mean, this one those from
 * the mean, since no scores are kept. Approximate: what they hold is measured in
 * t_coverage_moments.c.
 * Source:  Bonett, Computational Statistics & Data Analysis 50 (2006) 775.
 * In:      s->count over z.
 * Returns: STATUS_UNDEFINED for fewer, or where all values are equal. */
enum status interval_variance(const struct sample *s, double level, double *lo, double *hi);

#endif
