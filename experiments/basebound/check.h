/* The rows of --encoding --check: MEN's criterion for the frequencies of any encoding. */
#ifndef POSBIAS_BASEBOUND_CHECK_H
#define POSBIAS_BASEBOUND_CHECK_H

#include "experiments/harness/command/experiment.h"

enum { CHECK_COLUMN_COUNT = 6 };
extern const struct column basebound_check_columns[CHECK_COLUMN_COUNT];

/* The table of --encoding: a row per encoding and length. */
enum status basebound_check_encodings(struct run *run);

#endif
