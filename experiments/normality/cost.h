/* What a run of normality takes. */
#ifndef POSBIAS_NORMALITY_COST_H
#define POSBIAS_NORMALITY_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding, model and context. */
void normality_cost(const struct run *run, struct cost *cost);

#endif
