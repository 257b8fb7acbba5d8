/* What a run of bounds takes. */
#ifndef POSBIAS_BOUNDS_COST_H
#define POSBIAS_BOUNDS_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding. */
void bounds_cost(const struct run *run, struct cost *cost);

#endif
