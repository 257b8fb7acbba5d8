/* What a run of lemmas takes. */
#ifndef POSBIAS_LEMMAS_COST_H
#define POSBIAS_LEMMAS_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding. */
void lemmas_cost(const struct run *run, struct cost *cost);

#endif
