/* Which figure shows a table that nobody named a figure for. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_CHOICE_H
#define POSBIAS_HARNESS_REPORT_PLOT_CHOICE_H

#include "experiments/harness/output/csv.h"
#include "experiments/harness/output/figure.h"

/* Of an experiment's figures one that shows a table: all columns that its script names are there,
 * and those that it needs have cells that are not empty. Of several that of the file's name, else
 * that with most such columns among the others that it uses, then with most of its arguments in the
 * table's header.
 * In:      scripts, the folder of STEM.gp.
 * Returns: its stem; plot_any if none does; NULL with *error set. */
const char *plot_choice(const char *scripts, size_t count, const struct figure *figures,
                        const char *name, const struct csv *csv, struct message *error);

#endif
