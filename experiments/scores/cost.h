/* What a run of scores takes. */
#ifndef POSBIAS_SCORES_COST_H
#define POSBIAS_SCORES_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model. */
void scores_cost(const struct run *run, struct cost *cost);

#endif
