/* The columns of consistency, and its rows. */
#ifndef POSBIAS_CONSISTENCY_ROWS_H
#define POSBIAS_CONSISTENCY_ROWS_H

#include "experiments/consistency/measure.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_DISTANCE_TOK,
    COLUMN_P_INV,
    COLUMN_P_INV_LO,
    COLUMN_P_INV_HI,
    COLUMN_P_EXACT,
    COLUMN_P_LAW,
    COLUMN_PAIRS,
    COLUMN_CONTEXT_TOK,
    COLUMN_P_EXACT_ERR,
    COLUMN_P_TIE,
    COLUMN_COUNT
};
extern const struct column consistency_columns[COLUMN_COUNT];

/* What the rows of one encoding and model share. */
struct consistency_rows {
    struct run *run;
    const struct encoding *encoding;
    const struct qk_model *qk;
    enum second_key second;
};

/* Writes a row per distance, with the exact probability and the law beside the draws counted there
 * [count]. */
enum status consistency_distance_rows(const struct consistency_rows *rows, size_t count,
                                      const double *distance, const struct token_count *counts);

/* Draws and writes the average over each context. */
enum status consistency_context_rows(const struct consistency_rows *rows, size_t count,
                                     const double *context);

#endif
