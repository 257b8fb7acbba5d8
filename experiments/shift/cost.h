/* What a run of shift takes. */
#ifndef POSBIAS_SHIFT_COST_H
#define POSBIAS_SHIFT_COST_H

#include "experiments/harness/command/run.h"
#include "experiments/shift/measure.h"

/* Draws that a task takes: 1 where they are all alike. */
size_t shift_draws_of(const struct run *run, const struct shift_task *task);

/* A step per encoding, model, context and variant. */
void shift_cost(const struct run *run, struct cost *cost);

#endif
