/* Reading back the CSVs this program writes: '#' lines, column names, rows of cells. */
#ifndef POSBIAS_HARNESS_OUTPUT_CSV_READ_H
#define POSBIAS_HARNESS_OUTPUT_CSV_READ_H

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

/* Reads a whole file, with a '\0' after it. Out: *size, bytes before that.
 * Returns: to be freed; NULL with *error set. */
char *file_read(const char *path, size_t *size, struct message *error);

/* Reads a CSV whose rows all have as many cells as there are column names.
 * Out:     *out, to be released with csv_free whatever this returns.
 * Returns: false with *error naming the file, and the line at fault. */
bool csv_read(const char *path, struct csv *out, struct message *error);
void csv_free(struct csv *csv);

/* The rest of the first header line "KEY rest", or NULL. */
const char *csv_header(const struct csv *csv, const char *key);

/* Position of the column, or column_count if there is none of that name. */
size_t csv_column(const struct csv *csv, const char *name);

/* Positions of many columns; returns false with *error naming the first that is absent from path.
 * */
bool csv_columns(const struct csv *csv, const char *path, size_t count, const char *const *names,
                 size_t *at, struct message *error);

/* The cell in a row and a column below their counts. */
const char *csv_cell(const struct csv *csv, size_t row, size_t column);

#endif
