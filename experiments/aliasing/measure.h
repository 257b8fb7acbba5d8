/* Aliasing counts of drawn score curves, averaged. */
#ifndef POSBIAS_ALIASING_MEASURE_H
#define POSBIAS_ALIASING_MEASURE_H

#include "experiments/harness/command/experiment.h"
#include "kernels/counts/dtype.h"

/* A mean over draws, or a median, with its limits. */
struct alias_mean {
    double mean, lo, hi;
};

/* What is averaged: counts of kernels/counts/alias_count.h, and the first as a share of all pairs.
 * */
enum alias_quantity {
    ALIAS_PAIRS,
    ALIAS_POSITIONS,
    ALIAS_THRESHOLD_PAIRS,
    ALIAS_INVARIANCE_PAIRS,
    ALIAS_TOKEN_POSITIONS,
    ALIAS_TOKEN_THRESHOLD_POSITIONS,
    ALIAS_UNCERTAIN,
    /* expected ALIAS_PAIRS of as many independent normal scores with the curve's mean and deviation
     * */
    ALIAS_LAW,
    ALIAS_QUANTITIES
};

/* What is counted: draws curves over the distances 0 .. context - 1, and with `tokens` as many of a
 * second key of the same queries; with_law, the law beside the counts. */
struct alias_plan {
    const struct encoding *encoding;
    const struct qk_law *law; /* drawable for the encoding */
    const struct random_stream *stream;
    bool tokens, with_law;
    size_t draws, context, format_count;
    const size_t *formats; /* indices into dtypes */
};

/* Counts of every draw.
 * Out:     count [draws][format_count][ALIAS_QUANTITIES]; the counts that need a second key are
 *          zero without one.
 * Returns: STATUS_DOMAIN for a score that is not finite, STATUS_MEMORY. The same whatever the
 *          number of threads. */
enum status alias_draw(const struct alias_plan *plan, double *count);

/* The curves that are counted. */
struct curve_plan alias_curves(const struct alias_plan *plan);

/* Where the law was measured to hold within a fifth: of 480 rows in bf16 and fp16, bases 1e3 to
 * 1e9, D = 64 to 256, it was not in 9, all of single curves at M = 1024. It leaves out that
 * neighbours score alike, so that slowed pairs have more: 1.84 times for gemma-3-12b-global at
 * 1024. */
bool alias_law_holds(const struct encoding *encoding, const struct qk_law *law, size_t context);

/* The largest value a quantity can have: C(M, 2) pairs or M positions. */
double alias_most(enum alias_quantity quantity, size_t context);

/* Mean of one quantity for one format over the draws. A deterministic law's limits are the value
 * itself. The limits are those of the mean share of all pairs or positions
 * (experiments/harness/draws/interval.h). */
enum status alias_average(const struct alias_plan *plan, const double *count, size_t format,
                          enum alias_quantity quantity, double level, struct alias_mean *out);

/* Its median over the draws likewise, with 95 % limits, which six draws give; infinite under
 * that. */
enum status alias_median(const struct alias_plan *plan, const double *count, size_t format,
                         enum alias_quantity quantity, struct alias_mean *out);

#endif
