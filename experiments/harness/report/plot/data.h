/* A table as the scripts of gnuplot read it. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_DATA_H
#define POSBIAS_HARNESS_REPORT_PLOT_DATA_H

#include "experiments/harness/output/csv.h"

/* What a script reads of a table: its cells between tabs, behind them its labels (encoding_label,
 * qk_label, series), and in the environment its columns, its axes and what all rows have in
 * common. */
struct plot_data {
    int cells; /* a descriptor, -1: none */
    char *columns, *axes, *common;
};

/* Prepares it from the table of an experiment, NULL if that is not known.
 * Out:     *out, to be released with plot_data_free whatever this returns.
 * Returns: false with *error set: there is nothing to draw. */
bool plot_data_make(const struct csv *csv, const char *experiment, struct plot_data *out,
                    struct message *error);
void plot_data_free(struct plot_data *data);

#endif
