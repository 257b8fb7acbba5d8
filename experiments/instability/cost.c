#include "experiments/instability/cost.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/instability/measure.h"
#include "experiments/instability/rows.h"
#include "experiments/mean_curve.h"
#include "theory/proof/tapa/witness.h"

/* Seconds per distance of the scan, over the square of the halvings that find a value's place among
 * the targets; of the reductions of 64 pairs, and of a target then, each growing with the pairs; of
 * a target that a short scan settles. */
static const double HALVING = 0.5e-9, REDUCTIONS = 0.6, TARGET = 0.02, SETTLED = 0.5e-3;

/* Distances whose values are looked at beforehand. */
enum { SEEN = 2048 };

/* Bits that a difference has beyond the usual one make the lattices' entries longer. */
static double extra_bits(double size, double sought)
{
    double usual = INSTABILITY_SLACK / (32.0 * size);
    return sought < usual ? log2(usual / sought) : 0.0;
}

/* The least difference of a value seen from a target. */
static double nearest(const double *seen, double target)
{
    double least = HUGE_VAL;
    for (size_t i = 0; i < SEEN; i++)
        least = fmin(least, fabs(2.0 * seen[i] - target));
    return least;
}

/* Adds the rows of an encoding and model: a target that the first distances meet, or that some
 * distance the scan reaches is expected to meet, takes no reduction. */
static void add_targets(const struct run *run, const struct encoding *e, const struct qk_law *law,
                        double scanned, bool builds, struct cost *cost)
{
    struct pair_moments m = qk_pair_moments(law);
    const struct option_value *error = run_value(run, "error");
    double g = hypot(m.mean_a, m.mean_b), size = 0.0, reductions = 0.0,
           sought = error->present
                        ? error->numbers[0]
                        : INSTABILITY_SLACK * (g + fabs(m.mean_a)) * 2.0 / (double)e->dim;
    struct witness_search *search = NULL;
    size_t count;
    double *target = instability_targets(run, g, &count), distance[SEEN], seen[SEEN] = {0.0};
    if (builds && witness_new(encoding_schedule(e), m.mean_a, m.mean_b, &search) == STATUS_OK) {
        size = (double)witness_pairs(encoding_schedule(e)) / 64.0;
        for (size_t r = 0; r < SEEN; r++)
            distance[r] = (double)(r + 1);
        if (mean_curve(e, law, SEEN, distance, seen) != STATUS_OK)
            seen[0] = HUGE_VAL;
        reductions = REDUCTIONS * pow(size, 5.0) * pow(1.0 + extra_bits(size, sought) / 5.0, 2.0);
    }
    for (size_t t = 1; target && t <= count; t++) {
        bool reached = !search || nearest(seen, target[t]) <= sought ||
                       witness_digits(search, target[t], sought) < log10(scanned);
        cost_work(cost, PACE_SCALAR,
                  SETTLED * size + (reached ? 0.0 : reductions + TARGET * pow(size, 3.0)), 1.0);
        reductions = reached ? reductions : 0.0;
        cost_rows(cost, 1.0, 13.0);
        cost_step(cost);
    }
    witness_free(search);
    free(target);
}

void instability_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *target = run_value(run, "target");
    double targets = target->present ? (double)target->count : run_number(run, "grid"),
           scan = run_value(run, "scan")->present ? run_number(run, "scan") : 0.0;
    enum instability_method method = (enum instability_method)run_number(run, "method");
    for (size_t i = 0; i < encodings->count * qks->count; i++) {
        const struct encoding *e = encodings->encodings[i / qks->count];
        if (method != METHOD_LATTICE)
            mean_curve_cost(cost, e, scan, HALVING * pow(log2(targets + 2.0), 2.0));
        cost_step(cost);
        add_targets(run, e, &qks->qks[i % qks->count].law,
                    method == METHOD_LATTICE ? WITNESS_SCAN : fmax(scan, WITNESS_SCAN),
                    method != METHOD_SCAN && instability_constructible(e), cost);
        cost_peak(cost, targets * 64.0, targets * 64.0, 1e9);
    }
}
