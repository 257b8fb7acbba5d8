#include "experiments/lemmas/cost.h"

#include "experiments/lemmas/rows.h"
#include "experiments/mean_curve.h"

/* Seconds of the bounds and limits at one distance, and of the sums per coordinate; bytes of
 * a proof, and seconds per coordinate of its balls. */
static const double BOUNDS = 3e-6, SUMS = 2e-9, PROOF_BYTES = 2e6, BALLS = 7e-6;

static void add_proof(const struct run *run, const struct encoding *e, struct cost *cost)
{
    for (enum lemma lemma = 0; lemma < LEMMA_COUNT; lemma++) {
        double open;
        struct lemma_problem problem = lemma_problem_of(run, e, lemma);
        if (lemma_open(&problem, &open) == STATUS_OK)
            mean_curve_cost(cost, e, open, 0.0);
    }
    cost_work(cost, PACE_SCALAR, BALLS * (double)e->dim, 1.0);
    cost_peak(cost, 0.0, PROOF_BYTES, 1e9);
    cost_rows(cost, LEMMA_COUNT, 15.0);
}

void lemmas_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding");
    bool proving = run_value(run, "prove")->given;
    double count = (double)run_value(run, "distances")->count;
    for (size_t i = 0; i < encodings->count; i++) {
        const struct encoding *e = encodings->encodings[i];
        if (proving && encoding_schedule(e) && schedule_is_plain(encoding_schedule(e))) {
            add_proof(run, e, cost);
        } else if (!proving) {
            cost_work(cost, PACE_SCALAR, count * (BOUNDS + SUMS * (double)e->dim), 1.0);
            cost_peak(cost, 2.0 * count * sizeof(double), 0.0, 1.0);
            cost_rows(cost, LEMMA_COUNT * count, 9.0);
        }
        cost_step(cost);
    }
}
