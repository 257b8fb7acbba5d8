#include "experiments/precision/cost.h"

#include <math.h>

#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/precision/rows.h"
#include "experiments/precision/scan.h"

/* Seconds per position and pair that rotates: the exact cosine, and each pipeline; of each position
 * besides. Per coordinate of a rotation and product, and where vectors are bf16. */
static const double EXACT = 4e-9, PIPELINE = 7e-9, POSITION = 5e-8, TURN = 1.2e-9, NARROW = 5e-9,
                    SORT = 6e-8;

static void add(const struct run *run, const struct encoding *e, const struct qk_model *qk,
                struct cost *cost)
{
    const struct option_value *positions = run_value(run, "positions");
    double dim = (double)e->dim, last = positions->numbers[positions->count - 1],
           keys = (double)run_value(run, "keys")->count,
           shifts = (double)run_value(run, "shifts")->count, rotating,
           draws = qk_deterministic(&qk->law) ? 1.0 : run_number(run, "pairs"), each = 0.0,
           scores = (1.0 + shifts) * (2.0 + keys);
    size_t type[PIPELINE_COUNT], count = precision_types(run, e, type);
    if (!encoding_bank(e))
        return;
    rotating = (double)encoding_bank(e)->schedule->rotating;
    cost_work(cost, PACE_VECTOR,
              (last + 1.0) *
                  (rotating * (EXACT + (double)count * PIPELINE) + POSITION * (double)count),
              last / SCAN_BLOCK + 1.0);
    cost_peak(cost, 0.0, 8.0 * SCAN_BLOCK * 0.5 * dim, last / SCAN_BLOCK + 1.0);
    cost_step(cost);
    for (size_t p = 0; p < count; p++)
        each += draws *
                    (price_draw(&qk->law, e->dim, SECOND_NONE) +
                     scores * (dim * (type[p] == PIPELINE_ROTATED_BF16 ? NARROW : TURN) + SORT)) +
                scores * rotating * PIPELINE;
    cost_peak(cost, 8.0 * (2.0 * draws * (1.0 + keys) * (1.0 + shifts) + scores * dim), 0.0, 1.0);
    for (size_t i = 0; i < positions->count; i++) {
        cost_work(cost, PACE_VECTOR, each, draws);
        cost_rows(cost, (double)count, 26.0);
        cost_step(cost);
    }
}

void precision_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            add(run, encodings->encodings[e], &qks->qks[k], cost);
}
