/* The columns of a report card, and its rows. */
#ifndef POSBIAS_REPORTCARD_ROWS_H
#define POSBIAS_REPORTCARD_ROWS_H

#include "experiments/harness/command/run.h"
#include "experiments/reportcard/criteria.h"
#include "experiments/reportcard/drawn.h"
#include "experiments/reportcard/drift.h"
#include "experiments/reportcard/means.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_CRITERION,
    COLUMN_VALUE,
    COLUMN_VALUE_LO,
    COLUMN_VALUE_HI,
    COLUMN_RANK_LO,
    COLUMN_RANK_HI,
    COLUMN_BETTER,
    COLUMN_PAIRS,
    COLUMN_REASON,
    COLUMN_SHADE,
    COLUMN_LABEL,
    COLUMN_RANKS,
    COLUMN_PLACE,
    COLUMN_CRITERION_PLACE,
    COLUMN_COUNT
};
extern const struct column card_columns[COLUMN_COUNT];

/* What is drawn of an encoding and a model at a context. */
struct card_plan card_plan_of(const struct run *run, const struct encoding *encoding,
                              const struct qk_model *qk, double context);

/* Measures every encoding under one model at one context and writes their rows.
 * Returns: what failed first, with run->where set. */
enum status card_rows(struct run *run, const struct qk_model *qk, double context);

#endif
