/* Quantities of a head that score curves of drawn queries and keys are needed for. */
#ifndef POSBIAS_HEADS_DRAWN_H
#define POSBIAS_HEADS_DRAWN_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/models/statistics/token_jackknife.h"

enum drawn_value {
    DRAWN_AMPLITUDE_MAX, /* max |z_n|/sum |z_n|; amplitude_share has it of all pairs of tokens */
    DRAWN_POSITIONAL,    /* mean over m < M of |S(m + 1) - S(m)|/(norm sum |z_n|) */
    DRAWN_SEMANTIC, /* 1 less the share of M+1..2M where two keys' order is that of 0 reversed */
    DRAWN_P_INV,    /* share of near and far distances, halves of M, with S(near) < S(far) */
    DRAWN_P_ALIAS,  /* share of pairs of distances below M with equal scores in bf16 */
    DRAWN_VALUES
};

/* What is drawn: so many times a query and two keys. */
struct drawn_plan {
    const struct encoding *encoding; /* with a schedule */
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t draws, context;
};

/* Means over the draws with 95 % limits for their expectation: interval_fraction's of shares,
 * Student's of the positional score; of one draw the value alone.
 * Out:     out [DRAWN_VALUES]; NAN where every draw lacks a value.
 * Returns: as curve_draws. */
enum status drawn_take(const struct drawn_plan *plan, struct token_estimate *out);

/* Adds what that takes. */
void drawn_cost(struct cost *cost, const struct drawn_plan *plan);

#endif
