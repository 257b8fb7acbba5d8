/* What a run of basebound takes. */
#ifndef POSBIAS_BASEBOUND_COST_H
#define POSBIAS_BASEBOUND_COST_H

#include "experiments/harness/command/run.h"

/* A step per context; with --check, per context and base. */
void basebound_cost(const struct run *run, struct cost *cost);

#endif
