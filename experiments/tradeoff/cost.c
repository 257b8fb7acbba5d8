#include "experiments/tradeoff/cost.h"

#include "experiments/locality/measure.h"
#include "experiments/tradeoff/exceeds.h"
#include "experiments/tradeoff/measure.h"
#include "experiments/tradeoff/versus.h"

void tradeoff_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    if (run_value(run, "versus")->given) {
        tradeoff_versus_cost(run, cost);
        return;
    }
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t i = 0; i < contexts->count; i++) {
                tradeoff_shares_cost(cost, encodings->encodings[e], &qks->qks[k].law,
                                     contexts->numbers[i], (size_t)run_number(run, "pairs"));
                if (run_value(run, "exceeds")->given) {
                    struct curve_window window[2];
                    locality_window(LOCALITY_HALF, contexts->numbers[i], window);
                    locality_exact_cost(cost, encodings->encodings[e], &qks->qks[k].law, window,
                                        TRADEOFF_POINTS);
                }
                cost_rows(cost, 1.0, 8.0);
                cost_step(cost);
            }
}
