#include "experiments/frequencies/cost.h"

/* Seconds and bytes of a pair of a schedule. */
static const double PAIR = 2.5e-6, PAIR_BYTES = 80.0;

void frequencies_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding");
    for (size_t i = 0; i < encodings->count; i++) {
        double pairs = 0.5 * (double)encodings->encodings[i]->dim;
        cost_work(cost, PACE_SCALAR, PAIR * pairs, 1.0);
        cost_peak(cost, PAIR_BYTES * pairs, 0.0, 1.0);
        cost_rows(cost, pairs, 6.0);
        cost_step(cost);
    }
}
