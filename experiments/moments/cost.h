/* What a run of moments takes. */
#ifndef POSBIAS_MOMENTS_COST_H
#define POSBIAS_MOMENTS_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model. */
void moments_cost(const struct run *run, struct cost *cost);

#endif
