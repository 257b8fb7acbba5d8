/* The columns of precision, and the rows of an encoding and a query-key model. */
#ifndef POSBIAS_PRECISION_ROWS_H
#define POSBIAS_PRECISION_ROWS_H

#include "experiments/harness/command/run.h"
#include "kernels/precision/pipeline.h"

enum { PRECISION_COLUMN_COUNT = 28 };
extern const struct column precision_columns[PRECISION_COLUMN_COUNT];

/* The pipelines of a run that an encoding has: those asked for, or all that fit.
 * Out: type [PIPELINE_COUNT]. Returns how many. */
size_t precision_types(const struct run *run, const struct encoding *encoding, size_t *type);

enum status precision_rows(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk);

#endif
