/* Result tables: tidy rows to CSV or JSON, complete or not there at all. */
#ifndef POSBIAS_HARNESS_OUTPUT_TABLE_H
#define POSBIAS_HARNESS_OUTPUT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/text.h"

struct column {
    const char *name;    /* with its unit: distance_tok */
    const char *meaning; /* one phrase, for `posbias help` */
};

enum table_format { TABLE_CSV, TABLE_JSON };

struct table;

/* Opens a table on path (NULL: standard output); nothing shows there until table_close succeeds.
 * In:      header, lines without '#', each ending in a newline. A line with the number of rows and
 *          a checksum is added.
 * Returns: NULL with *error set. */
struct table *table_open(const char *path, enum table_format format, const char *header,
                         size_t column_count, const struct column *columns, struct message *error);

/* The cells of a row, left to right; a row ends by itself after its last column. Numbers are
 * printed with 17 significant digits; a number that is not finite makes the table fail, since it is
 * never a result. */
void table_text(struct table *table, const char *text);
void table_number(struct table *table, double number);
void table_empty(struct table *table);
/* The number, or an empty cell if there is none. */
void table_optional(struct table *table, bool present, double number);

/* Finishes the file and gives it its name. Returns false with *error set, and no file, on any
 * failure so far. */
bool table_close(struct table *table, struct message *error);

/* Forgets the table and its temporary file. */
void table_discard(struct table *table);

/* True if path holds a CSV whose header lines are exactly these and whose rows are those it was
 * finished with. */
bool table_matches(const char *path, const char *header);

#endif
