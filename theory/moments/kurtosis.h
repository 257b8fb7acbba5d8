/* Excess kurtosis of a score under a query-key law: the fourth cumulant over the square of the
 * variance. */
#ifndef POSBIAS_THEORY_MOMENTS_KURTOSIS_H
#define POSBIAS_THEORY_MOMENTS_KURTOSIS_H

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"
#include "theory/model/shapes/tapa_shape.h"
#include "theory/model/shapes/xpos_shape.h"

/* sum_n w_n^4 kappa_4(n) / (sum_n w_n^2 kappa_2(n))^2: pairs are independent, and a slope moves no
 * cumulant but the first.
 * Source:  derived in theory/moments/README.md#kurtosis.
 * In:      phase, gauss, aligned or crossed; distance, an integer up to DISTANCE_LIMIT, tokens.
 * Returns: STATUS_UNDEFINED for other laws, and where the score does not vary. */
enum status bank_kurtosis(const struct schedule *schedule, const struct qk_law *law,
                          double distance, double *excess);

/* The same with the share e^(-rate_n r) of each pair for its weight.
 * Source: theory/moments/README.md#kurtosis. */
enum status xpos_kurtosis(const struct xpos_shape *shape, const struct qk_law *law, double distance,
                          double *excess);

/* From the raw moments E A^k E cos^k of the amplitude and the turned phase.
 * Source:  derived in theory/moments/README.md#kurtosis.
 * In:      as for tapa_mean.
 * Returns: STATUS_UNDEFINED for other laws, and where the spread is under 1e-5 of the root mean
 *          square squared, so that raw moments cancel.
 * Error:   1e-6 of excess + 3. */
enum status tapa_kurtosis(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *excess);

#endif
