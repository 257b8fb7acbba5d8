/* What a run of properties takes. */
#ifndef POSBIAS_PROPERTIES_COST_H
#define POSBIAS_PROPERTIES_COST_H

#include "experiments/harness/command/run.h"

/* A step per encoding. */
void properties_cost(const struct run *run, struct cost *cost);

/* The plan of a run for one encoding. */
struct property_plan;
struct property_plan properties_plan(const struct run *run, const struct encoding *encoding,
                                     struct token_stream *tokens);

#endif
