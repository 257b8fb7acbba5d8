/* What a run of tradeoff takes. */
#ifndef POSBIAS_TRADEOFF_COST_H
#define POSBIAS_TRADEOFF_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding, model and context. */
void tradeoff_cost(const struct run *run, struct cost *cost);

#endif
