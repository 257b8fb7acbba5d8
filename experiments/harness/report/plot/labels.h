/* What a drawing says of its table's rows: what varies is in the legend, what does not in the
 * title. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_LABELS_H
#define POSBIAS_HARNESS_REPORT_PLOT_LABELS_H

#include <stdio.h>

#include "experiments/harness/report/plot/axes.h"

/* A column of strings "TYPE:key=value,..": which keys all of them have in common. */
struct plot_shared {
    const char *first; /* a cell */
    bool number;       /* its cells are numbers instead */
    bool constant;     /* all cells are this one */
    bool with[64];     /* the part at that place stands in all */
};
void plot_shared_find(const struct csv *csv, size_t column, struct plot_shared *out);

/* Writes a text as part of one field of a line: what would end either is a space, a quote, in which
 * gnuplot puts fields and our scripts words, is a single one, and what no drawing can show is
 * printable text. */
void plot_text(FILE *out, size_t length, const char *text);

/* Writes a cell without what all have in common, "rope:base=1e4"; its type alone if it is
 * constant. */
void plot_label(FILE *out, const struct plot_shared *shared, const char *cell);

/* Writes what sets a row's series apart: labels of the keys that vary, but for x. */
void plot_series(FILE *out, const struct csv *csv, const struct plot_axes *axes,
                 const struct plot_shared *shared, size_t row);

/* Writes what all rows have in common: "locality; dim=128; qk gauss; context 8192 tokens".
 * In: shared [column], of the keys; experiment, NULL if not known. */
void plot_common(FILE *out, const struct csv *csv, const struct plot_axes *axes,
                 const struct plot_shared *shared, const char *experiment);

#endif
