/* Result tables: tidy rows to CSV or JSON, complete or not there at all. */
#ifndef POSBIAS_HARNESS_OUTPUT_TABLE_H
#define POSBIAS_HARNESS_OUTPUT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "experiments/harness/output/header.h"
#include "theory/ground/message.h"

struct column {
    const char *name;    /* with its unit: distance_tok */
    const char *meaning; /* one phrase, for `posbias help` */
};

enum table_format { TABLE_CSV, TABLE_JSON };

/* How the line begins that counts a CSV's rows and has their checksum, "ROWS checksum HEX". */
#define TABLE_ROWS "# rows "

struct table;

/* Opens a table on path (NULL: standard output); nothing shows there until table_close succeeds.
 * In:      header, whose lines stand above a CSV behind '#', with one for the number of rows and a
 *          checksum, and which is a member of JSON's object.
 * Returns: NULL with *error set. */
struct table *table_open(const char *path, enum table_format format, struct header *header,
                         size_t column_count, const struct column *columns, struct message *error);

/* Sets a cell of the current row, by the place of its column in the table given to table_open;
 * cells that are not set are empty. Numbers are printed with 17 significant digits. A number that
 * is not finite, a cell set twice and a place that no column has make the table fail when it is
 * closed, since none of them is ever a result.
 * In: text, alive until row_end. */
void row_text(struct table *table, size_t column, const char *text);
void row_number(struct table *table, size_t column, double number);
/* The number, or an empty cell if there is none. */
void row_optional(struct table *table, size_t column, bool present, double number);
/* Ends the current row and begins the next. */
void row_end(struct table *table);

/* Finishes the file and gives it its name. Returns false with *error set, and no file, on any
 * failure so far. */
bool table_close(struct table *table, struct message *error);

/* Forgets the table and its temporary file. */
void table_discard(struct table *table);

#endif
