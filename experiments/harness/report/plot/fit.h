/* Whether a table can be drawn at all, said before gnuplot sees it. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_FIT_H
#define POSBIAS_HARNESS_REPORT_PLOT_FIT_H

#include "experiments/harness/report/plot/axes.h"
#include "experiments/harness/report/plot/script.h"

/* What makes fewer rows of a table: "filter column NAME, which has N values". */
struct message plot_advice(const struct csv *csv, const struct plot_axes *axes);

/* Whether there is something to draw. Returns: false with *error set. */
bool plot_has_rows(const struct csv *csv, struct message *error);

/* Whether there are not too many rows, the cells of columns that have numbers are all numbers that
 * an axis can hold, and those that say what a row is are of a length that a label can have.
 * Returns: false with *error naming row and column. */
bool plot_fits(const struct csv *csv, const struct plot_script *script,
               const struct plot_axes *axes, struct message *error);

#endif
