#include "experiments/consistency/cost.h"

#include <math.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/groups.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/versus.h"
#include "kernels/counts/order_flips.h"

/* What every group of encodings reads. */
struct plan {
    double draws, count, farthest;
    const struct qk_law *law;
    enum second_key second;
    struct cost *cost;
};

static void add_counts(struct cost *cost, size_t encoding_count,
                       const struct encoding *const *encodings, const struct qk_law *law,
                       enum second_key second, double draws, double count, double farthest)
{
    static const double MARGINS = 1.5e-9; /* seconds per distance */
    size_t dim = encodings[0]->dim;
    double chunk = fmin((double)token_order_chunk(dim), draws),
           width = fmin(count, TOKEN_PANEL) + 1.0, panels = ceil(count / TOKEN_PANEL),
           units = ceil(draws / chunk), tables = 0.0, work = 0.0;
    for (size_t e = 0; e < encoding_count; e++) {
        const struct encoding *encoding = encodings[e];
        tables += (double)(encoding_table_size(encoding, (size_t)width) * sizeof(double));
        work = fmax(work, (double)encoding_work_size(encoding, (size_t)chunk));
        cost_work(cost, PACE_VECTOR,
                  draws * (count + panels) *
                          (MARGINS + 2.0 * price_score(encoding, chunk, width, farthest)) +
                      2.0 * draws * panels * price_matrices(encoding),
                  units);
        cost_work(cost, PACE_VECTOR, count * price_column(encoding), 1.0);
    }
    cost_work(cost, PACE_VECTOR, draws * panels * price_draw(law, dim, second), units);
    cost_peak(cost, tables,
              sizeof(double) * (3.0 * chunk * (double)dim + (double)qk_second_work_size(dim) +
                                work + 2.0 * chunk * width + 2.0 * width * (double)encoding_count),
              units);
}

void consistency_context_cost(struct cost *cost, const struct encoding *encoding,
                              const struct qk_law *law, enum second_key second, double context,
                              double draws)
{
    static const double MARGIN = 1e-9; /* seconds per distance */
    double blocks = ceil(context / ORDER_BLOCK);
    struct curve_plan plan = token_order_curves(encoding, law, second, 0.0, context / blocks,
                                                (size_t)draws);
    for (double i = 0.0; i < blocks; i += 1.0)
        price_curve_draws(cost, &plan, MARGIN * context / blocks);
    cost_peak(cost, 4.0 * draws * sizeof(double), 0.0, 1.0);
}

static enum status add_group(void *context, size_t members, const struct encoding *const *group,
                             const size_t *number)
{
    const struct plan *p = context;
    (void)number;
    add_counts(p->cost, members, group, p->law, p->second, p->draws, p->count, p->farthest);
    cost_step(p->cost);
    return STATUS_OK;
}

/* Exact probabilities and laws at the distances. */
static void add_closed(const struct encoding *e, const struct qk_law *law, enum second_key second,
                       const struct option_value *distances, struct cost *cost)
{
    const struct closed_forms *closed = closed_forms(e);
    double sum = 0.0;
    for (size_t i = 0; i < distances->count; i++) {
        if (second == SECOND_ALIGNED && closed->aligned_seconds && law->kind == QK_PHASE)
            sum += closed->aligned_seconds(e);
        if (second == SECOND_INDEPENDENT && closed->token_seconds)
            sum += closed->token_seconds(e, law, distances->numbers[i]);
        if (closed->law_seconds)
            sum += closed->law_seconds(e);
    }
    cost_work(cost, PACE_SCALAR, sum, (double)distances->count);
}

static void counted(const struct run *run, struct cost *cost, const struct encoding *encoding,
                    const struct qk_law *law, double context, size_t draws)
{
    consistency_context_cost(cost, encoding, law, token_second(run_number(run, "reference")),
                             context, (double)draws);
}

/* All encodings are of one dim and are counted with the other one. */
static void add_versus(const struct run *run, struct cost *cost)
{
    static const double LIMITS = 5e-4; /* seconds of a row's limits */
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    const struct option_value *distances = run_value(run, "distances");
    double count = (double)distances->count, farthest = run_last(run, "distances"),
           members = (double)encodings->count;
    cost_hold(cost, members * count *
                        (sizeof(struct token_joint) +
                         (double)qks->count * sizeof(struct share_difference)));
    for (size_t k = 0; k < qks->count; k++) {
        enum second_key second = token_second(run_number(run, "reference"));
        add_counts(cost, encodings->count, (const struct encoding *const *)encodings->encodings,
                   &qks->qks[k].law, second, run_number(run, "pairs"), count, farthest);
        add_counts(cost, 1, (const struct encoding *const[]){versus_other(run)}, &qks->qks[k].law,
                   second, run_number(run, "pairs"), count, farthest);
        cost_work(cost, PACE_SCALAR, LIMITS * members * count, 1.0);
        cost_rows(cost, members * count, 7.0);
        cost_step(cost);
    }
    versus_cost(run, cost, 1, counted);
}

void consistency_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *distances = run_value(run, "distances"),
                              *contexts = run_value(run, "context");
    struct plan plan = {.draws = run_number(run, "pairs"),
                        .count = (double)distances->count,
                        .farthest = run_last(run, "distances"),
                        .second = token_second(run_number(run, "reference")),
                        .cost = cost};
    if (run_value(run, "versus")->given) {
        add_versus(run, cost);
        return;
    }
    bool exceeds = run_value(run, "exceeds")->given;
    cost_hold(cost, (double)encodings->count * (double)qks->count * plan.count *
                        sizeof(struct token_count));
    for (size_t k = 0; k < qks->count; k++) {
        plan.law = &qks->qks[k].law;
        groups_each(encodings->count, encodings->encodings, add_group, &plan);
    }
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        const struct closed_forms *closed = closed_forms(e);
        add_closed(e, &qks->qks[i % qks->count].law, plan.second, distances, cost);
        cost_peak(cost, 256.0 * plan.count, 0.0, 1.0);
        cost_rows(cost, plan.count, 8.0);
        cost_step(cost);
        for (size_t c = 0; c < contexts->count; c++) {
            double context = contexts->numbers[c];
            consistency_context_cost(cost, e, &qks->qks[i % qks->count].law, plan.second, context,
                                     plan.draws);
            if (!exceeds && closed->law_seconds && context <= TOKEN_AVERAGED_MOST)
                cost_work(cost, PACE_SCALAR, context * closed->law_seconds(e), context / 1024.0);
            cost_step(cost);
        }
    }
}
