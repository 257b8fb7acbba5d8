/* Quantities of a head that score curves of drawn queries and keys are needed for. */
#ifndef POSBIAS_HEADS_DRAWN_H
#define POSBIAS_HEADS_DRAWN_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/models/statistics/token_jackknife.h"

enum drawn_value {
    DRAWN_AMPLITUDE_MAX, /* max |z_n|/sum |z_n|; amplitude_share has it of all pairs of tokens */
    DRAWN_POSITIONAL,    /* positional_score */
    DRAWN_SEMANTIC,      /* 1 less reversed_share of M+1..2M */
    DRAWN_P_INV,         /* inverted_share */
    DRAWN_P_ALIAS,       /* alias_share */
    DRAWN_VALUES
};

/* What is drawn: so many times a query and two keys. */
struct drawn_plan {
    const struct encoding *encoding; /* with a schedule */
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t draws, context;
};

/* Means over the draws with 95 % limits for their expectation: share_mean's of orders,
 * interval_fraction's of the other shares, Student's of the positional score; of one draw the value
 * alone, with what ties leave open.
 * Source:  theory/moments/README.md#head-quantities.
 * Out:     out [DRAWN_VALUES]; NAN where every draw lacks a value.
 * Returns: as curve_draws. */
enum status drawn_take(const struct drawn_plan *plan, struct token_estimate *out);

/* Adds what that takes. */
void drawn_cost(struct cost *cost, const struct drawn_plan *plan);

#endif
