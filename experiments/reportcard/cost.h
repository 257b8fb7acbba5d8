/* What a run of reportcard takes. */
#ifndef POSBIAS_REPORTCARD_COST_H
#define POSBIAS_REPORTCARD_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding, model and context. */
void reportcard_cost(const struct run *run, struct cost *cost);

#endif
