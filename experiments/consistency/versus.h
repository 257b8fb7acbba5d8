/* Token inversions of encodings beside those of another one, draw by draw. */
#ifndef POSBIAS_CONSISTENCY_VERSUS_H
#define POSBIAS_CONSISTENCY_VERSUS_H

#include "experiments/harness/command/experiment.h"

enum { CONSISTENCY_VERSUS_COLUMN_COUNT = 10 };
extern const struct column consistency_versus_columns[CONSISTENCY_VERSUS_COLUMN_COUNT];

/* The table of --versus: a row per encoding, model and distance, and then one per encoding, model
 * and context. */
enum status consistency_versus(struct run *run);

#endif
