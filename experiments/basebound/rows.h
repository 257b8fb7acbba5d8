/* The columns of basebound, and its rows. */
#ifndef POSBIAS_BASEBOUND_ROWS_H
#define POSBIAS_BASEBOUND_ROWS_H

#include "experiments/basebound/measure.h"
#include "experiments/harness/output/table.h"

enum {
    COLUMN_DIM,
    COLUMN_CONTEXT_TOK,
    COLUMN_BASE_INF_LO,
    COLUMN_BASE_INF_HI,
    COLUMN_WINDOW_HI,
    COLUMN_BASE_SAFE,
    COLUMN_BASE_LIMIT,
    COLUMN_PROVED,
    COLUMN_BEYOND_LIMIT,
    COLUMN_WINDOW_FAIL,
    COLUMN_WINDOW_FAIL_TOK,
    COLUMN_BASE_FAIL,
    COLUMN_BASE_FAIL_TOK,
    COLUMN_NEVER_TOK,
    COLUMN_HOPS,
    COLUMN_EVALUATIONS,
    COLUMN_BALLS_SHARE,
    COLUMN_PUBLISHED_MEN,
    COLUMN_MEN_PASSES,
    COLUMN_PUBLISHED_SECOND,
    COLUMN_SECOND_PASSES,
    COLUMN_BASE,
    COLUMN_PASSES,
    COLUMN_FIRST_NEGATIVE_TOK,
    COLUMN_VALUE,
    COLUMN_COUNT
};
extern const struct column basebound_columns[COLUMN_COUNT];

/* Writes the row of a length. */
enum status basebound_row_write(struct table *t, size_t dim, const struct basebound_row *row);

/* Writes the row of one base, judged at one length. */
enum status basebound_check_write(struct table *t, size_t dim, double context, double base);

#endif
