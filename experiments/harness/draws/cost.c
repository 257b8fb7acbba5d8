#include "experiments/harness/draws/cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Start and end of the program, seconds; what it and its libraries hold, bytes, and each thread. */
static const double START_SECONDS = 0.006, START_BYTES = 9.5e6, THREAD_BYTES = 0.2e6;
/* Seconds to print a row, and each of its numbers to 17 digits. */
static const double ROW_SECONDS = 0.4e-6, NUMBER_SECONDS = 0.3e-6;

void cost_begin(struct cost *cost, double cores, double threads, const double pace[PACE_COUNT])
{
    *cost = (struct cost){.cores = cores, .threads = threads};
    memcpy(cost->pace, pace, sizeof cost->pace);
    cost->held = START_BYTES + THREAD_BYTES * threads;
    cost_work(cost, PACE_SCALAR, START_SECONDS, 1.0);
}

void cost_free(struct cost *cost)
{
    free(cost->steps);
    cost->steps = NULL;
    cost->step_count = cost->step_room = 0;
}

void cost_work(struct cost *cost, enum pace pace, double seconds, double units)
{
    units = fmax(units, 1.0);
    double rounds = ceil(units / cost->cores), here = seconds * cost->pace[pace] * rounds / units;
    cost->seconds += here;
    cost->step += here;
}

void cost_rows(struct cost *cost, double rows, double numbers)
{
    cost_work(cost, PACE_SCALAR, rows * (ROW_SECONDS + NUMBER_SECONDS * numbers), 1.0);
}

void cost_hold(struct cost *cost, double bytes) { cost->held += bytes; }

void cost_peak(struct cost *cost, double shared, double each, double units)
{
    cost->peak = fmax(cost->peak, shared + each * fmin(cost->threads, fmax(units, 1.0)));
}

void cost_step(struct cost *cost)
{
    if (cost->step_count == cost->step_room) {
        size_t room = cost->step_room ? 2 * cost->step_room : 16;
        double *steps = cost->step_room || !cost->step_count
                            ? realloc(cost->steps, room * sizeof *steps)
                            : NULL;
        if (!steps)
            free(cost->steps);
        cost->steps = steps;
        cost->step_room = steps ? room : 0;
    }
    if (cost->steps)
        cost->steps[cost->step_count] = cost->step;
    cost->step_count++;
    cost->step = 0.0;
}

double cost_bytes(const struct cost *cost) { return cost->held + cost->peak; }
