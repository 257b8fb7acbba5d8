#include "experiments/locality/cost.h"

#include "experiments/harness/draws/qk.h"
#include "experiments/locality/measure.h"
#include "experiments/locality/versus.h"

void locality_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    enum locality_windows windows = (enum locality_windows)run_number(run, "windows");
    if (run_value(run, "versus")->given) {
        locality_versus_cost(run, cost);
        return;
    }
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t i = 0; i < contexts->count; i++) {
                struct curve_window window[2];
                const struct qk_law *law = &qks->qks[k].law;
                size_t draws = qk_alike(law, encodings->encodings[e])
                                   ? 1
                                   : (size_t)run_number(run, "pairs");
                locality_window(windows, contexts->numbers[i], window);
                locality_fractions_cost(cost, encodings->encodings[e], law, window, draws);
                locality_exact_cost(cost, encodings->encodings[e], law, window,
                                    run_number(run, "points"));
                cost_rows(cost, 1.0, 9.0);
                cost_step(cost);
            }
}
