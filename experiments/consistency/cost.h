/* What a run of consistency takes. */
#ifndef POSBIAS_CONSISTENCY_COST_H
#define POSBIAS_CONSISTENCY_COST_H

#include "experiments/consistency/measure.h"
#include "experiments/harness/command/run.h"

/* A step per model and dimension, then one per encoding and model, and per context. */
void consistency_cost(const struct run *run, struct cost *cost);

/* Adds what the average over one context takes, without its law. */
void consistency_context_cost(struct cost *cost, const struct encoding *encoding,
                              const struct qk_law *law, enum second_key second, double context,
                              double draws);

#endif
