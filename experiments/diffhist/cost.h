/* What a run of diffhist takes. */
#ifndef POSBIAS_DIFFHIST_COST_H
#define POSBIAS_DIFFHIST_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding and model for the draws, then for the rows. */
void diffhist_cost(const struct run *run, struct cost *cost);

#endif
