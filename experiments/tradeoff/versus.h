/* Both failures of encodings beside those of another one, draw by draw. */
#ifndef POSBIAS_TRADEOFF_VERSUS_H
#define POSBIAS_TRADEOFF_VERSUS_H

#include "experiments/harness/command/experiment.h"

enum { TRADEOFF_VERSUS_COLUMN_COUNT = 14 };
extern const struct column tradeoff_versus_columns[TRADEOFF_VERSUS_COLUMN_COUNT];

/* The table of --versus: a row per encoding, model and context. */
enum status tradeoff_versus(struct run *run);

/* Adds what that takes. */
void tradeoff_versus_cost(const struct run *run, struct cost *cost);

#endif
