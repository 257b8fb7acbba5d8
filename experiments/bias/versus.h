/* Expected scores of encodings less those of another one, on the same draws. */
#ifndef POSBIAS_BIAS_VERSUS_H
#define POSBIAS_BIAS_VERSUS_H

#include "experiments/harness/command/experiment.h"

enum { BIAS_VERSUS_COLUMN_COUNT = 10 };
extern const struct column bias_versus_columns[BIAS_VERSUS_COLUMN_COUNT];

/* The table of --versus: a row per encoding, model and distance. */
enum status bias_versus(struct run *run);

/* Adds what that takes. */
void bias_versus_cost(const struct run *run, struct cost *cost);

#endif
