/* The law of the score over a uniform distance, measured against the laws it is said to have. */
#ifndef POSBIAS_NORMALITY_MEASURE_H
#define POSBIAS_NORMALITY_MEASURE_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* What is measured of one curve S(r), r = 0..M-1; NaN where a quantity does not exist. */
enum {
    NORMALITY_MEAN,
    NORMALITY_SD, /* divisor M */
    /* Kolmogorov distance to the normal law of the curve's own mean and sd; a constant curve has
     * none */
    NORMALITY_KS_NORMAL,
    /* to the law of independent phases with the draw's amplitudes; plain banks that rotate */
    NORMALITY_KS_LIMIT,
    NORMALITY_KS_SPLIT, /* to the normal law of DU's split */
    NORMALITY_LAW_MEAN, /* the split's mean and sd; plain banks without slope */
    NORMALITY_LAW_SD,
    NORMALITY_LIMIT_ERROR, /* of the limiting law's cdf */
    /* distance of the limiting law from the normal law of its own variance, on a grid of 1025 */
    NORMALITY_LIMIT_NORMAL,
    NORMALITY_VALUES
};

/* Measures the curves of so many draws; without limit, nothing of the limiting law.
 * Out: value [draws][NORMALITY_VALUES], the same whatever the number of threads. */
enum status normality_measure(const struct encoding *encoding, const struct qk_law *law,
                              const struct random_stream *stream, size_t draws, double context,
                              bool limit, double *value);

/* The curves it measures, with the limiting law if their context is not NULL. */
struct curve_plan normality_curves(const struct encoding *encoding, const struct qk_law *law,
                                   size_t draws, double context);

/* The histogram of draw 0 over its range and 3.5 standard deviations of each law, and beside each
 * bin's density the mean densities of the three laws there. */
struct normality_bin {
    double lo, hi, density, normal, limit, split; /* laws: NaN where they do not exist */
};
enum status normality_histogram(const struct encoding *encoding, const struct qk_law *law,
                                const struct random_stream *stream, double context, size_t bins,
                                struct normality_bin *out);

#endif
