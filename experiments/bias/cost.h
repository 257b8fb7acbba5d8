/* What a run of bias takes. */
#ifndef POSBIAS_BIAS_COST_H
#define POSBIAS_BIAS_COST_H

#include "experiments/harness/command/run.h"

/* A step per model, then one per encoding and model. */
void bias_cost(const struct run *run, struct cost *cost);

#endif
