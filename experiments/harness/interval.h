/* Confidence intervals. */
#ifndef POSBIAS_HARNESS_INTERVAL_H
#define POSBIAS_HARNESS_INTERVAL_H

#include "theory/status.h"

/* Clopper-Pearson limits of a probability after k successes in n trials: the p at which P(X >= k), P(X <= k) are
 * (1 - level)/2.
 * In:     0 <= k <= n, whole; 0 < level < 1.
 * Out:    lo, hi in [0, 1]; zero successes give lo = 0 and a positive hi.
 * Error:  1e-12 relative; the beta quantiles of GSL fail to converge for some large n, so its beta integral is inverted
 *         by bracketing instead. */
enum status interval_binomial(double k, double n, double level, double *lo, double *hi);

#endif
