/* Reading back the CSVs this program writes: '#' lines, column names, rows of cells. */
#ifndef POSBIAS_HARNESS_OUTPUT_CSV_H
#define POSBIAS_HARNESS_OUTPUT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* A CSV as RFC 4180 has it, after header lines that start with '#'. */
struct csv {
    size_t header_count, column_count, row_count;
    char **header; /* the lines without "# " */
    char **names;  /* [column_count] */
    char **cells;  /* [row_count * column_count], row by row */
    char *text;    /* what all of them point into */
};

/* Reads a CSV whose rows all have as many cells as there are column names.
 * Out:     *out, to be released with csv_free whatever this returns.
 * Returns: false with *error naming the file, and the line at fault. */
bool csv_read(const char *path, struct csv *out, struct message *error);
void csv_free(struct csv *csv);

/* The rest of the first header line "KEY rest", or NULL. */
const char *csv_header(const struct csv *csv, const char *key);

/* The cell in a row and a column below their counts. */
const char *csv_cell(const struct csv *csv, size_t row, size_t column);

#endif
