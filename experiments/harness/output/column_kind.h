/* What the numbers of a column are by its name, which means the same in every table. */
#ifndef POSBIAS_HARNESS_OUTPUT_COLUMN_KIND_H
#define POSBIAS_HARNESS_OUTPUT_COLUMN_KIND_H

enum column_kind {
    COLUMN_KIND_REAL,
    COLUMN_KIND_WHOLE, /* an integer in JSON: lengths in tokens, and what is counted */
    COLUMN_KIND_FLAG   /* true or false in JSON, 1 or 0 in a CSV */
};

enum column_kind column_kind(const char *name);

#endif
