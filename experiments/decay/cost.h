/* What a run of decay takes. */
#ifndef POSBIAS_DECAY_COST_H
#define POSBIAS_DECAY_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model. */
void decay_cost(const struct run *run, struct cost *cost);

#endif
