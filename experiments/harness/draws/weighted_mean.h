/* The law of a mean with random weights: what Gaffke's confidence limits are quantiles of. */
#ifndef POSBIAS_HARNESS_DRAWS_WEIGHTED_MEAN_H
#define POSBIAS_HARNESS_DRAWS_WEIGHTED_MEAN_H

#include <stddef.h>

#include "theory/ground/status.h"

/* The value that a mean of n numbers and an end, their weights uniform on the simplex, passes
 * towards that end with so small a probability; with e_i independent and exponential,
 *   P(sum of w_i x_i > h) = P(sum of e_i (x_i - h) > 0)
 * In:      x [n] in [0, 1], n >= 1; times [n], how many of the numbers are x (their sum over 0),
 *          or NULL for one each; end, 0 or 1; 0 < probability < 1/e.
 * Out:     *h, between the mean of all n + 1 and the end; of zeros and ones a beta law's quantile.
 * Source:  the integral through the saddle point, Lugannani and Rice, Adv. Appl. Prob. 12 (1980)
 *          475, by the trapezoidal rule.
 * Error:   1e-10 of the distance from that mean and from the end; limits within 1e-100 of it are
 *          the end.
 * Cost:    about 1000 n multiplications. */
enum status weighted_mean_quantile(size_t n, const double *x, const double *times, double end,
                                   double probability, double *h);

#endif
