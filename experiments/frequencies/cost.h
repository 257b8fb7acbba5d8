/* What a run of frequencies takes. */
#ifndef POSBIAS_FREQUENCIES_COST_H
#define POSBIAS_FREQUENCIES_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding. */
void frequencies_cost(const struct run *run, struct cost *cost);

#endif
