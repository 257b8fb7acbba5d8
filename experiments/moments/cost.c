#include "experiments/moments/cost.h"

#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/head_rows.h"

void moments_cost(const struct run *run, struct cost *cost)
{
    /* seconds of the jackknife for a coordinate; of the tests' matrices, for a coordinate cubed and
     * squared */
    static const double LEFT_OUT = 1.5e-6, CUBE = 2e-9, SQUARE = 4e-7;
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    bool tests = run_value(run, "test")->present;
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t m = 0; m < qks->count; m++) {
            const struct encoding *encoding = encodings->encodings[e];
            double dim = (double)encoding->dim;
            bool coupled = !qk_rows_of(&qks->qks[m].law);
            for (int pass = 0; pass < (coupled && !tests ? 3 : 1); pass++)
                head_rows_cost(cost, &qks->qks[m].law, encoding, run_number(run, "tokens"), tests);
            cost_work(cost, PACE_SCALAR, tests ? dim * dim * (dim * CUBE + SQUARE) : dim * LEFT_OUT,
                      1.0);
            cost_peak(cost, tests ? 6.0 * dim * dim * sizeof(double) : 200.0 * dim, 0.0, 1.0);
            cost_rows(cost, tests ? EQUALITY_COUNT : 0.5 * dim, tests ? 9.0 : 23.0);
            cost_step(cost);
        }
}
