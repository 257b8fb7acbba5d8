/* The columns of gap, and its rows. */
#ifndef POSBIAS_GAP_ROWS_H
#define POSBIAS_GAP_ROWS_H

#include "experiments/harness/command/run.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_NEAR_LO_TOK,
    COLUMN_NEAR_HI_TOK,
    COLUMN_FAR_LO_TOK,
    COLUMN_FAR_HI_TOK,
    COLUMN_GAP_MIN,
    COLUMN_THRESHOLD,
    COLUMN_HOLDS,
    COLUMN_HORIZON_TOK,
    COLUMN_PROVED,
    COLUMN_BASE,
    COLUMN_DIM,
    COLUMN_BASE_REQUIRED,
    COLUMN_BASE_HYPOTHESIS,
    COLUMN_GAP_LIMIT,
    COLUMN_WITNESS_TOK,
    COLUMN_GAP_ERROR,
    COLUMN_COMPARISONS,
    COLUMN_BY_BALLS,
    COLUMN_OPEN_TOK,
    COLUMN_COUNT
};
extern const struct column gap_columns[COLUMN_COUNT];

/* Writes the row of an encoding under a model. */
/* Near and far ends of an encoding, from the options or the theorem; *near_empty: there is no near
 * distance.
 * Returns: false with the run's error set. */
bool gap_ends(struct run *run, const struct encoding *encoding, double near_ends[2],
              double far_ends[2], bool *near_empty);

enum status gap_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk);

#endif
