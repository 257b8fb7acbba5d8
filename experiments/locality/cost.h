/* What a run of locality takes. */
#ifndef POSBIAS_LOCALITY_COST_H
#define POSBIAS_LOCALITY_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding, model and context. */
void locality_cost(const struct run *run, struct cost *cost);

#endif
