#include "experiments/tradeoff/measure.h"

#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/locality/measure.h"

static enum status positions(const struct encoding *encoding, const struct qk_law *law,
                             const struct random_stream *stream, double context, size_t pairs,
                             struct tradeoff_failure *out)
{
    struct locality_fraction *fraction = malloc(pairs * sizeof *fraction);
    struct locality_estimate estimate = {0};
    struct curve_window window[2];
    locality_window(LOCALITY_HALF, context, window);
    enum status status = fraction
                             ? locality_fractions(encoding, law, stream, window, pairs, fraction)
                             : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = locality_estimate(law, pairs, fraction, &estimate);
    *out = (struct tradeoff_failure){estimate.p_inv, estimate.p_inv_lo, estimate.p_inv_hi,
                                     estimate.p_tie};
    free(fraction);
    return status;
}

static enum status tokens(const struct encoding *encoding, const struct qk_law *law,
                          const struct random_stream *stream, double context, size_t pairs,
                          struct tradeoff_failure *out)
{
    double *flips = malloc(2 * pairs * sizeof *flips), *ties = flips + pairs;
    enum status status = flips ? token_order_fractions(encoding, law, stream, SECOND_INDEPENDENT,
                                                       context, pairs, flips, ties)
                               : STATUS_MEMORY;
    struct token_average p = {0};
    if (status == STATUS_OK)
        status = token_order_average(pairs, flips, ties, 0.95, &p);
    *out = (struct tradeoff_failure){p.mean, p.lo, p.hi, p.tie};
    free(flips);
    return status;
}

enum status tradeoff_failures(const struct encoding *encoding, const struct qk_law *law,
                              const struct random_stream *stream, double context, size_t pairs,
                              struct tradeoff_failure *position, struct tradeoff_failure *token)
{
    enum status status = positions(encoding, law, stream, context, pairs, position);
    return status == STATUS_OK ? tokens(encoding, law, stream, context, pairs, token) : status;
}
