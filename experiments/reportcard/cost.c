#include "experiments/reportcard/cost.h"

#include "experiments/reportcard/rows.h"

void reportcard_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    cost_hold(cost, (double)(encodings->count * qks->count * contexts->count * CARD_CRITERIA) *
                        sizeof(struct card_cell));
    for (size_t k = 0; k < qks->count; k++)
        for (size_t i = 0; i < contexts->count; i++)
            for (size_t e = 0; e < encodings->count; e++) {
                struct card_plan plan = card_plan_of(run, encodings->encodings[e], &qks->qks[k],
                                                     contexts->numbers[i]);
                card_means_cost(cost, plan.encoding, plan.law, contexts->numbers[i]);
                card_drawn_cost(cost, &plan);
                card_drift_cost(cost, &plan);
                cost_rows(cost, CARD_CRITERIA, 8.0);
                cost_step(cost);
            }
}
