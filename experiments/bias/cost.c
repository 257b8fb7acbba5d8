#include "experiments/bias/cost.h"

#include "experiments/bias/measure.h"
#include "experiments/bias/versus.h"
#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/groups.h"
#include "experiments/harness/draws/montecarlo.h"

/* What every group of encodings reads. */
struct plan {
    const struct qk_law *law;
    double draws, count, farthest;
    struct cost *cost;
};

static enum status add_group(void *context, size_t members, const struct encoding *const *group,
                             const size_t *number)
{
    const struct plan *p = context;
    (void)number;
    montecarlo_cost(p->cost, members, group, false, p->law, p->draws, p->count, p->farthest);
    return STATUS_OK;
}

void bias_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    if (run_value(run, "versus")->given) {
        bias_versus_cost(run, cost);
        return;
    }
    const struct option_value *distances = run_value(run, "distances");
    struct plan plan = {NULL, run_number(run, "pairs"), (double)distances->count,
                        run_last(run, "distances"), cost};
    cost_hold(cost,
              (double)encodings->count * (double)qks->count * plan.count * sizeof(struct sample));
    for (size_t k = 0; k < qks->count; k++) {
        plan.law = &qks->qks[k].law;
        if (bias_draws_any(run, &qks->qks[k].law))
            groups_each(encodings->count, encodings->encodings, add_group, &plan);
        cost_step(cost);
    }
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        closed_moments_cost(cost, e, &qks->qks[i % qks->count].law, plan.count);
        if (bias_is_drawn(&qks->qks[i % qks->count].law,
                          e)) /* cosines for the kurtosis, and limits */
            cost_work(cost, PACE_SCALAR, plan.count * (10e-6 + 5e-9 * (double)e->dim), 1.0);
        cost_peak(cost, 2.0 * plan.count * sizeof(double), 0.0, 1.0);
        cost_rows(cost, plan.count, bias_is_drawn(&qks->qks[i % qks->count].law, e) ? 8.0 : 4.0);
        cost_step(cost);
    }
}
