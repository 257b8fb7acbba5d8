/* What a run of precision takes. */
#ifndef POSBIAS_PRECISION_COST_H
#define POSBIAS_PRECISION_COST_H

#include "experiments/harness/command/run.h"

/* Per encoding and model a step for all positions together, and one per listed position. */
void precision_cost(const struct run *run, struct cost *cost);

#endif
