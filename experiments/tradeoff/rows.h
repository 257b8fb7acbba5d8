/* The plane of failures, row by row. */
#ifndef POSBIAS_TRADEOFF_ROWS_H
#define POSBIAS_TRADEOFF_ROWS_H

#include "experiments/harness/command/run.h"

enum { TRADEOFF_COLUMN_COUNT = 14 };
extern const struct column tradeoff_columns[TRADEOFF_COLUMN_COUNT];

/* A row per encoding, model and context, in that order, once all are measured: which are on the
 * frontier depends on the others. */
enum status tradeoff_rows(struct run *run);

#endif
