#include "experiments/decay/cost.h"

#include "experiments/closed_forms.h"

void decay_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding");
    double count = (double)run_value(run, "distances")->count;
    for (size_t i = 0; i < encodings->count * run_value(run, "qk")->count; i++) {
        const struct encoding *e = encodings->encodings[i / run_value(run, "qk")->count];
        const struct closed_forms *closed = closed_forms(e);
        if (closed->moment_seconds)
            cost_work(cost, PACE_SCALAR, count * closed->moment_seconds(e), 1.0);
        if (closed->exponent_seconds)
            cost_work(cost, PACE_SCALAR, count * closed->exponent_seconds(e), 1.0);
        cost_peak(cost, 2.0 * count * sizeof(double), 0.0, 1.0);
        cost_rows(cost, count, 6.0);
        cost_step(cost);
    }
}
