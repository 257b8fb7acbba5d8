/* The columns of heads. */
#ifndef POSBIAS_HEADS_COLUMNS_H
#define POSBIAS_HEADS_COLUMNS_H

#include "experiments/harness/output/table.h"
#include "experiments/heads/quantities.h"

/* What stands of a quantity, column by column. */
enum { PART_VALUE, PART_LO, PART_HI, PART_NULL, PART_NULL_NORMAL, PART_DIFFERS, PARTS };

enum heads_column {
    HEADS_ENCODING,
    HEADS_QK,
    HEADS_LAYER,
    HEADS_HEAD,
    HEADS_FIRST, /* PARTS of each quantity */
    HEADS_CONTEXT_TOK = HEADS_FIRST + (int)PARTS * (int)HEAD_QUANTITIES,
    HEADS_TOKENS,
    HEADS_PAIRS,
    HEADS_COLUMNS
};
extern const struct column heads_columns[HEADS_COLUMNS];

#endif
