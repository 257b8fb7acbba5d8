/* Samples of scores over drawn queries and keys. */
#ifndef POSBIAS_BIAS_MEASURE_H
#define POSBIAS_BIAS_MEASURE_H

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/montecarlo.h"

/* What is drawn of one query-key law. */
struct bias_draws {
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t draws;
    /* where, tokens */
    size_t count;
    const double *distance;
};

/* True if drawing says something: draws differ, and the law is no statement of expectations only;
 * of this encoding, of any of the run. */
bool bias_is_drawn(const struct qk_law *law, const struct encoding *encoding);
bool bias_draws_any(const struct run *run, const struct qk_law *law);

/* Whether samples of so many series at every distance of the run fit in memory; else the run's
 * error is set. */
bool bias_fits(struct run *run, size_t series);

/* Excess kurtosis of a score at a distance in closed form, theory/moments/kurtosis.h.
 * Returns: STATUS_UNDEFINED where there is none. */
enum status bias_kurtosis(const struct encoding *encoding, const struct qk_law *law,
                          double distance, double *excess);

/* The sample of scores of every encoding at every distance; encodings of one dim have their draws
 * in common.
 * Out:     sample[e * stride] [count] for encoding e.
 * Cost:    montecarlo_scores per dim. */
enum status bias_samples(const struct bias_draws *draws, size_t encoding_count,
                         struct encoding *const *encodings, size_t stride,
                         struct sample *const *sample);

#endif
