#include "experiments/tradeoff/measure.h"

#include <stdlib.h>

#include "experiments/consistency/cost.h"
#include "experiments/consistency/measure.h"
#include "experiments/locality/measure.h"

/* Counts of every draw: both to be freed. */
struct counts {
    struct locality_fraction *fraction;
    double *flips, *ties;
};

static enum status count(const struct encoding *encoding, const struct qk_law *law,
                         const struct random_stream *stream, double context, size_t pairs,
                         struct counts *out)
{
    struct curve_window window[2];
    locality_window(LOCALITY_HALF, context, window);
    *out = (struct counts){malloc(pairs * sizeof *out->fraction),
                           malloc(2 * pairs * sizeof *out->flips), NULL};
    if (!out->fraction || !out->flips)
        return STATUS_MEMORY;
    out->ties = out->flips + pairs;
    enum status status = locality_fractions(encoding, law, stream, window, pairs, out->fraction);
    return status == STATUS_OK ? token_order_fractions(encoding, law, stream, SECOND_INDEPENDENT,
                                                       context, pairs, out->flips, out->ties)
                               : status;
}

static void counts_free(struct counts *counts)
{
    free(counts->fraction);
    free(counts->flips);
}

enum status tradeoff_failures(const struct encoding *encoding, const struct qk_law *law,
                              const struct random_stream *stream, double context, size_t pairs,
                              double level, struct tradeoff_failure *failure)
{
    struct counts counts;
    struct locality_estimate position = {0};
    struct token_average token = {0};
    enum status status = count(encoding, law, stream, context, pairs, &counts);
    if (status == STATUS_OK)
        status = locality_estimate(qk_alike(law, encoding), pairs, counts.fraction, level,
                                   &position);
    if (status == STATUS_OK)
        status = token_order_average(pairs, counts.flips, counts.ties, level, &token);
    failure[TRADEOFF_POSITION] = (struct tradeoff_failure){position.p_inv, position.p_inv_lo,
                                                           position.p_inv_hi, position.p_tie};
    failure[TRADEOFF_TOKEN] = (struct tradeoff_failure){token.mean, token.lo, token.hi, token.tie};
    counts_free(&counts);
    return status;
}

enum status tradeoff_shares(const struct encoding *encoding, const struct qk_law *law,
                            const struct random_stream *stream, double context, size_t pairs,
                            struct share *share)
{
    struct counts counts;
    enum status status = count(encoding, law, stream, context, pairs, &counts);
    for (size_t d = 0; status == STATUS_OK && d < pairs; d++) {
        share[TRADEOFF_POSITION * pairs + d] = locality_share(&counts.fraction[d]);
        share[TRADEOFF_TOKEN * pairs + d] = token_order_share(counts.flips[d], counts.ties[d]);
    }
    counts_free(&counts);
    return status;
}

void tradeoff_shares_cost(struct cost *cost, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t pairs)
{
    struct curve_window window[2];
    locality_window(LOCALITY_HALF, context, window);
    locality_fractions_cost(cost, encoding, law, window, pairs);
    consistency_context_cost(cost, encoding, law, SECOND_INDEPENDENT, context, (double)pairs);
}
