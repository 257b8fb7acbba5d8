#include "experiments/heads/cost.h"

#include "experiments/harness/draws/prices.h"
#include "experiments/heads/columns.h"
#include "experiments/heads/drawn.h"
#include "experiments/heads/rows.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/token_sums.h"

/* Seconds of the matrices' decompositions, for a coordinate cubed; of the normal vectors, for a
 * coordinate and a product of two; of a distance of the mean curves, and a pair;
 * of a distance and a rotating pair of the correlations. */
static const double CUBE = 60e-9, NORMAL = 5e-9, PRODUCT = 0.05e-9, PEAK = 60e-9, PEAK_PAIR = 3e-9,
                    CORRELATION = 5e-9;

static void add(const struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                struct cost *cost)
{
    double dim = (double)encoding->dim, context = heads_context(run, encoding, qk),
           tokens = run_number(run, "tokens");
    const struct qk_rows *rows = qk_rows_of(&qk->law);
    double count = rows ? 0.5 * (double)(rows->tokens[QK_QUERY] + rows->tokens[QK_KEY])
                   : qk_deterministic(&qk->law) ? 1.0
                                                : tokens,
           each[TOKEN_SIDES] = {count, count};
    struct drawn_plan drawn = {
        .encoding = encoding,
        .law = &qk->law,
        .draws = qk_deterministic(&qk->law) ? 1 : (size_t)run_number(run, "pairs"),
        .context = (size_t)context};
    for (int pass = 0; pass < (rows ? 1 : 2); pass++) {
        head_rows_cost(cost, &qk->law, encoding, tokens, true);
        token_sums_cost(cost, encoding->dim, each, true);
        cost_work(cost, PACE_VECTOR, 2.0 * count * dim * (NORMAL + PRODUCT * dim), TOKEN_GROUPS);
    }
    for (int null = 0; null < (rows || qk_deterministic(&qk->law) ? 2 : 3); null++)
        drawn_cost(cost, &drawn);
    cost_work(cost, PACE_SCALAR, 5e-5 * dim + CUBE * dim * dim * dim, 1.0);
    cost_work(cost, PACE_VECTOR, 2.0 * context * (PEAK + PEAK_PAIR * dim), 1.0);
    /* one without a schedule is refused, after its cost is asked for */
    if (encoding_schedule(encoding))
        cost_work(cost, PACE_SCALAR,
                  2.0 * context * CORRELATION * (double)encoding_schedule(encoding)->rotating, 1.0);
    cost_peak(cost, 8.0 * dim * dim * sizeof(double) + count * sizeof(size_t), 0.0, 1.0);
}

void heads_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    bool octaves = run_value(run, "octaves")->present;
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t m = 0, end; m < qks->count; cost_step(cost)) {
            for (end = m + (octaves ? 1 : heads_of_whole(qks, m)); m < end; m++)
                if (octaves) {
                    head_rows_cost(cost, &qks->qks[m].law, encodings->encodings[e],
                                   run_number(run, "tokens"), false);
                    cost_work(cost, PACE_SCALAR, 1e-6 * (double)encodings->encodings[e]->dim, 1.0);
                    cost_rows(cost, 16.0, 9.0);
                } else {
                    add(run, encodings->encodings[e], &qks->qks[m], cost);
                    cost_rows(cost, 1.0, HEADS_COLUMNS);
                }
        }
}
