/* The columns of normality, and its rows. */
#ifndef POSBIAS_NORMALITY_ROWS_H
#define POSBIAS_NORMALITY_ROWS_H

#include "experiments/harness/command/experiment.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_MEAN,
    COLUMN_SD,
    COLUMN_KS_NORMAL,
    COLUMN_KS_LIMIT,
    COLUMN_LAW_MEAN,
    COLUMN_LAW_SD,
    COLUMN_PAIRS,
    COLUMN_MEAN_LO,
    COLUMN_MEAN_HI,
    COLUMN_SD_LO,
    COLUMN_SD_HI,
    COLUMN_KS_NORMAL_LO,
    COLUMN_KS_NORMAL_HI,
    COLUMN_KS_LIMIT_LO,
    COLUMN_KS_LIMIT_HI,
    COLUMN_LAW_MEAN_LO,
    COLUMN_LAW_MEAN_HI,
    COLUMN_LAW_SD_LO,
    COLUMN_LAW_SD_HI,
    COLUMN_KS_SPLIT,
    COLUMN_KS_SPLIT_LO,
    COLUMN_KS_SPLIT_HI,
    COLUMN_LAW_MEAN_ERROR,
    COLUMN_LAW_MEAN_ERROR_LO,
    COLUMN_LAW_MEAN_ERROR_HI,
    COLUMN_LAW_SD_RATIO,
    COLUMN_LAW_SD_RATIO_LO,
    COLUMN_LAW_SD_RATIO_HI,
    COLUMN_FOLLOW_EPS,
    COLUMN_FOLLOW_PAIRS,
    COLUMN_FOLLOW_MEAN,
    COLUMN_FOLLOW_VAR,
    COLUMN_BIN_LO,
    COLUMN_BIN_HI,
    COLUMN_DENSITY,
    COLUMN_DENSITY_NORMAL,
    COLUMN_DENSITY_LIMIT,
    COLUMN_DENSITY_SPLIT,
    COLUMN_COUNT
};
extern const struct column normality_columns[COLUMN_COUNT];

/* Writes the rows of an encoding under a model. */
enum status normality_rows(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk);

#endif
