#include "experiments/tradeoff/cost.h"

#include "experiments/consistency/cost.h"
#include "experiments/locality/measure.h"

void tradeoff_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    double pairs = run_number(run, "pairs");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t i = 0; i < contexts->count; i++) {
                struct curve_window window[2];
                locality_window(LOCALITY_HALF, contexts->numbers[i], window);
                locality_fractions_cost(cost, encodings->encodings[e], &qks->qks[k].law, window,
                                        (size_t)pairs);
                consistency_context_cost(cost, encodings->encodings[e], &qks->qks[k].law,
                                         SECOND_INDEPENDENT, contexts->numbers[i], pairs);
                cost_rows(cost, 1.0, 8.0);
                cost_step(cost);
            }
}
