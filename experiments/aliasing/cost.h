/* What a run of aliasing takes. */
#ifndef POSBIAS_ALIASING_COST_H
#define POSBIAS_ALIASING_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding, model and context. */
void aliasing_cost(const struct run *run, struct cost *cost);

#endif
