/* The table of tests of whether a model's pairs are alike. */
#ifndef POSBIAS_MOMENTS_ALIKE_H
#define POSBIAS_MOMENTS_ALIKE_H

#include "experiments/harness/command/experiment.h"

enum { ALIKE_COLUMNS = 14 };
extern const struct column alike_columns[ALIKE_COLUMNS];

/* Every encoding with every model that is allowed. */
enum status alike_run(struct run *run,
                      bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                      struct message *error));

#endif
