#include "experiments/decay/cost.h"

#include "experiments/closed_forms/closed_forms.h"

void decay_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    double count = (double)run_value(run, "distances")->count;
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        closed_moments_cost(cost, e, &qks->qks[i % qks->count].law, count);
        closed_exponents_cost(cost, e, count);
        cost_peak(cost, 2.0 * count * sizeof(double), 0.0, 1.0);
        cost_rows(cost, count, 6.0);
        cost_step(cost);
    }
}
