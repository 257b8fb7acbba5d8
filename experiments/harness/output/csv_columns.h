/* Columns of a CSV by their names. */
#ifndef POSBIAS_HARNESS_OUTPUT_CSV_COLUMNS_H
#define POSBIAS_HARNESS_OUTPUT_CSV_COLUMNS_H

#include "experiments/harness/output/csv.h"

/* Position of the column, or column_count if there is none of that name. */
size_t csv_column(const struct csv *csv, const char *name);

/* Positions of many columns; returns false with *error naming the first that is absent from
 * path. */
bool csv_columns(const struct csv *csv, const char *path, size_t count, const char *const *names,
                 size_t *at, struct message *error);

#endif
