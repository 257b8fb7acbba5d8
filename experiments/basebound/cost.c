#include "experiments/basebound/cost.h"

#include <math.h>

/* Seconds of one thread per pair and distance of a bank that is judged, and bytes per distance. */
static const double JUDGE = 2.5e-10, DISTANCE_BYTES = 8.0;
/* Of a bank of any frequencies, per distance, and per pair too; bytes of a block of distances. */
static const double SIGN = 5e-9, SUM = 2e-10, BLOCK_BYTES = 1e6;
/* Of the way up from base 1 to dim 128 and a length, and down from the limit; it grows by these
 * powers of both. Of a row, per pair. Seen at dims 16 to 1024 and lengths to 2^20. */
static const double BASES = 0.4, BASES_DIM = 128.0, BASES_LENGTH = 16384.0, DIM_POWER = 1.8,
                    LENGTH_POWER = 1.15, PAIR = 4e-4;
/* Fewer pairs go as their sum happens to come back: 0.1 to 3 seconds were seen, with no rule. */
static const double FEW_PAIRS = 8.0, FEW_SECONDS = 0.5;

/* Seconds of the way up from base 1 to the bases of a length: a longer one goes on from there. */
static double way(double dim, double length)
{
    return BASES * pow(dim / BASES_DIM, DIM_POWER) * pow(length / BASES_LENGTH, LENGTH_POWER);
}

/* Each encoding at each context, as far as the longest. */
static void add_encodings(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"),
                              *context = run_value(run, "context");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t i = 0; i < context->count; i++) {
            cost_work(cost, PACE_VECTOR,
                      context->numbers[i] *
                          (SIGN + SUM * 0.5 * (double)encodings->encodings[e]->dim),
                      1.0);
            cost_rows(cost, 1.0, 6.0);
            cost_step(cost);
        }
    cost_peak(cost, BLOCK_BYTES, 0.0, 1.0);
}

void basebound_cost(const struct run *run, struct cost *cost)
{
    if (run_value(run, "encoding")->given) {
        add_encodings(run, cost);
        return;
    }
    const struct option_value *context = run_value(run, "context"),
                              *check = run_value(run, "check");
    double dim = run_number(run, "dim"), pairs = 0.5 * dim, before = 0.0;
    for (size_t i = 0; i < context->count; i++) {
        double length = context->numbers[i];
        double blocks = length / 4096.0, shared = check->present;
        cost_peak(cost, shared * DISTANCE_BYTES * length, (1.0 - shared) * DISTANCE_BYTES * length,
                  blocks);
        for (size_t j = 0; j < check->count; j++) {
            cost_work(cost, PACE_VECTOR, JUDGE * pairs * length, blocks);
            cost_rows(cost, 1.0, 10.0);
            cost_step(cost);
        }
        if (check->present)
            continue;
        cost_work(cost, PACE_VECTOR, way(dim, length) - way(dim, before), blocks);
        cost_work(cost, PACE_SCALAR, PAIR * pairs + (pairs < FEW_PAIRS ? FEW_SECONDS : 0.0), 1.0);
        cost_rows(cost, 1.0, 20.0);
        cost_step(cost);
        before = length;
    }
}
