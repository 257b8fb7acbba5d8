#include "experiments/gap/cost.h"

#include <math.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/mean_curve.h"
#include "theory/limits/gap.h"

/* Bytes that a proof holds per near distance, and per far distance of a block of them. */
static const double NEAR_BYTES = 16.0, BLOCK_BYTES = 1e6;

/* Near and far distances of an encoding. */
static double near_of(const struct run *run, const struct encoding *e)
{
    const struct option_value *near = run_value(run, "near");
    double lo, hi;
    if (near->present)
        return near->numbers[1] - near->numbers[0] + 1.0;
    return encoding_schedule(e) && encoding_schedule(e)->rotating > 0 &&
                   gap_near_range(encoding_schedule(e)->rule.base, &lo, &hi) == STATUS_OK
               ? hi - lo + 1.0
               : 0.0;
}

void gap_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *far = run_value(run, "far"),
                              *qks = run_value(run, "qk");
    bool proving = run_value(run, "prove")->given;
    double count = far->present ? far->numbers[1] - far->numbers[0] + 1.0
                                : run_number(run, "far-count");
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        double near = near_of(run, e);
        qk_measure_cost(cost, &qks->qks[i % qks->count].law, false);
        mean_curve_cost(cost, e, near + count, 0.0);
        if (proving)
            cost_peak(cost, NEAR_BYTES * near, BLOCK_BYTES, HUGE_VAL);
        cost_rows(cost, 1.0, 18.0);
        cost_step(cost);
    }
}
