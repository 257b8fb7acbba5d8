/* Drawing figures. */
#ifndef POSBIAS_HARNESS_REPORT_FIGURES_H
#define POSBIAS_HARNESS_REPORT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "experiments/harness/output/figure.h"

/* The figures of an experiment. */
struct figure_list {
    const char *experiment;
    size_t count;
    const struct figure *figures;
    /* columns that the report shows as a table under the first figure, up to a NULL; or NULL */
    const char *const *tabulated;
};

/* Draws DIR/STEM.svg and .png from DIR/STEM.csv for one stem ("STEM.csv", or "STEM" unless an
 * experiment has that name), for every figure of an experiment, or for all.
 * Returns: the exit status; 3 with one line on stderr if gnuplot is missing or a CSV is. */
int figures_plot(size_t list_count, const struct figure_list *lists, const char *what,
                 const char *folder);

#endif
