/* What a run of instability takes. */
#ifndef POSBIAS_INSTABILITY_COST_H
#define POSBIAS_INSTABILITY_COST_H

#include "experiments/harness/command/run.h"

/* For each encoding and model a step for the scan and one per target. */
void instability_cost(const struct run *run, struct cost *cost);

#endif
