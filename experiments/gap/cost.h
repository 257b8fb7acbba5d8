/* What a run of gap takes. */
#ifndef POSBIAS_GAP_COST_H
#define POSBIAS_GAP_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model. */
void gap_cost(const struct run *run, struct cost *cost);

#endif
