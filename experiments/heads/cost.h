/* What a run of heads takes. */
#ifndef POSBIAS_HEADS_COST_H
#define POSBIAS_HEADS_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model. */
void heads_cost(const struct run *run, struct cost *cost);

#endif
