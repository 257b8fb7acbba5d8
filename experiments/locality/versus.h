/* Position inversions of encodings beside those of another one, draw by draw. */
#ifndef POSBIAS_LOCALITY_VERSUS_H
#define POSBIAS_LOCALITY_VERSUS_H

#include "experiments/harness/command/experiment.h"
#include "experiments/locality/measure.h"

enum { VERSUS_COLUMN_COUNT = 9 };
extern const struct column locality_versus_columns[VERSUS_COLUMN_COUNT];

/* The table of --versus: a row per encoding, model and context. */
enum status locality_versus(struct run *run);

/* Adds what that takes. */
void locality_versus_cost(const struct run *run, struct cost *cost);

#endif
