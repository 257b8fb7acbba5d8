/* What a table has for axes, where no figure knows it: its keys, and a column for each axis. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_AXES_H
#define POSBIAS_HARNESS_REPORT_PLOT_AXES_H

#include <stdint.h>

#include "experiments/harness/output/csv.h"

enum { PLOT_KEYS_MOST = 64 };

struct plot_axes {
    /* 1 << column, of the first PLOT_KEYS_MOST: keys, and those among them that tell rows apart
     * which the keys before do not */
    uint64_t keys, telling;
    size_t x; /* of them that with most values; of lengths, or else numbers, if any varies */
    bool x_is_number;
    /* a quantity that depends on x, one with limits if there is any; column_count: no number is */
    size_t y;
    /* columns of its limits, or of its standard error; column_count where there are none */
    size_t lo, hi, se;
    size_t series;                /* combinations of the other keys, of rows that have a y */
    size_t widest, widest_values; /* the key with most values, and how many; 0 values: none tells */
};

/* Whether all cells of a column that are not empty are numbers, and one is there. */
bool plot_is_number(const struct csv *csv, size_t column);

/* Whether all cells of a column are the same. */
bool plot_is_constant(const struct csv *csv, size_t column);

/* Finds them in a table of one row or more.
 * Returns: false: no memory.
 * Cost:    a few sorts of the rows for each column. */
bool plot_axes_find(const struct csv *csv, struct plot_axes *out);

#endif
