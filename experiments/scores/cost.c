#include "experiments/scores/cost.h"

#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"

void scores_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    const struct option_value *distances = run_value(run, "distances");
    double count = (double)distances->count, farthest = run_last(run, "distances");
    bool two = run_number(run, "reference") > 0.0;
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        double draws = qk_alike(&qks->qks[i % qks->count].law, e) ? 1.0 : run_number(run, "pairs"),
               rows = draws * count * (two ? 2.0 : 1.0);
        cost_work(cost, PACE_VECTOR,
                  draws * price_draw(&qks->qks[i % qks->count].law, e->dim,
                                     two ? SECOND_INDEPENDENT : SECOND_NONE) +
                      rows * (price_score(e, 1.0, count, farthest) + price_bound(e)) +
                      draws * price_matrices(e) + count * price_column(e),
                  1.0);
        cost_peak(cost,
                  sizeof(double) * ((double)encoding_table_size(e, (size_t)count) + count +
                                    10.0 * (double)e->dim),
                  0.0, 1.0);
        cost_rows(cost, rows, 5.0);
        cost_step(cost);
    }
}
