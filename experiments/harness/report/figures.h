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

/* What a drawing may be, up to a NULL; by default the first two are made. */
extern const char *const figures_formats[];
enum { FIGURES_DEFAULT = 3 };

/* What is to be drawn, and where. */
struct figures_request {
    /* a stem, an experiment with all its figures, "all", or the path of a CSV, "FILE.csv" */
    const char *what;
    const char *folder; /* of CSVs and drawings of stems, NULL: "out"; of a path's drawings alone */
    const char *output; /* one drawing's file; NULL: beside its CSV */
    bool printed;       /* it goes to standard output */
    const char *figure; /* the stem of the script that draws FILE.csv; NULL: the one that fits */
    unsigned formats;   /* 1u << place for each; 0: the default, or what output ends in */
};

/* Draws DIR/STEM.csv or FILE.csv in each format. Which experiment FILE.csv is from its first line
 * says, else its name, which is then a figure's.
 * Returns: the exit status; 3 with one line on stderr if gnuplot is missing or a CSV is. */
int figures_plot(size_t list_count, const struct figure_list *lists,
                 const struct figures_request *request);

#endif
