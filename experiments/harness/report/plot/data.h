/* A table as the scripts of gnuplot read it. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_DATA_H
#define POSBIAS_HARNESS_REPORT_PLOT_DATA_H

#include "experiments/harness/output/csv.h"
#include "experiments/harness/report/plot/script.h"

/* What a script reads of a table. Between tabs, with a backslash for each that gnuplot takes for
 * the start of something: the cells of its columns, labels (encoding_label, qk_label, series), and
 * of any table x, y, lo, hi and se; and in the environment the columns' names, what the axes are
 * called, what all rows have in common, and what to do about too many of them. */
struct plot_data {
    int cells; /* a descriptor, -1: none */
    char *columns, *axes, *common, *advice;
};

/* Prepares it from the table of an experiment, NULL if that is not known.
 * Out:     *out, to be released with plot_data_free whatever this returns.
 * Returns: false with *error set: there is nothing to draw, or a cell cannot be. */
bool plot_data_make(const struct csv *csv, const struct plot_script *script, const char *experiment,
                    struct plot_data *out, struct message *error);
void plot_data_free(struct plot_data *data);

#endif
