/* Mean and variance of the score of a frequency bank under a query-key law. */
#ifndef POSBIAS_THEORY_MOMENTS_BANK_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_BANK_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"

/* E S(r) = norm sum_n w_n (E A cos x_n + E B sin x_n) - slope r.
 * Source: TAPA Eq. 17 with Assumption 2.1; derived in theory/moments/README.md#bank-mean.
 * In:     slope per token; distance [count], integers up to DISTANCE_LIMIT, tokens.
 * Out:    mean [count].
 * Error:  norm times trig_sums_error, plus one rounding of slope r. */
enum status bank_mean(const struct schedule *schedule, double slope, const struct qk_law *law,
                      size_t count, const double *distance, double *mean);

/* Var S(r) = norm^2 sum_n w_n^2 (flat + cos2 cos^2 x_n).
 * Source: derived in theory/moments/README.md#bank-variance, #measured-variance.
 * Out:    variance [count].
 * Returns: STATUS_UNDEFINED for a law that states only expectations. */
enum status bank_variance(const struct schedule *schedule, const struct qk_law *law, size_t count,
                          const double *distance, double *variance);

/* r d E S/dr, the mean's logarithmic slope before division by the mean (for local exponents).
 * Source: derived in theory/moments/README.md#bank-mean.
 * In:     as for bank_mean.
 * Out:    mean_slope [count]. */
enum status bank_mean_slope(const struct schedule *schedule, double slope, const struct qk_law *law,
                            size_t count, const double *distance, double *mean_slope);

#endif
