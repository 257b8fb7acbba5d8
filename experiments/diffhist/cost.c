#include "experiments/diffhist/cost.h"

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/diffhist/measure.h"
#include "experiments/harness/draws/qk.h"

/* Seconds of an interval for a bin, and of a difference that is sorted into one. */
static const double INTERVAL = 1.5e-6, SORTED = 4e-9;

void diffhist_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    const double *near = run_value(run, "near")->numbers, *far = run_value(run, "far")->numbers;
    struct difference_plan plan = {near[0], near[1], far[0], far[1], false};
    double pairs = run_number(run, "pairs"), bins = run_number(run, "bins"),
           series = (double)encodings->count * (double)qks->count,
           distances = near[1] - near[0] + far[1] - far[0] + 2.0;
    cost_hold(cost, series * pairs * sizeof(double));
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        difference_cost(cost, encodings->encodings[i / qks->count], &qks->qks[i % qks->count].law,
                        &plan, pairs);
        cost_step(cost);
    }
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        closed_moments_cost(cost, e, &qks->qks[i % qks->count].law, distances);
        cost_peak(cost, (bins + 3.0 * distances) * sizeof(double), 0.0, 1.0);
        cost_work(cost, PACE_SCALAR, bins * INTERVAL + pairs * SORTED, 1.0);
        cost_rows(cost, bins, 12.0);
        cost_step(cost);
    }
}
