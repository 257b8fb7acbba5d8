/* Query-key models of files, as draws take them. */
#ifndef POSBIAS_MODELS_VECTORS_VECTORS_READER_H
#define POSBIAS_MODELS_VECTORS_VECTORS_READER_H

#include "experiments/harness/draws/qk_rows.h"

extern const struct qk_reader vectors_reader;

/* The head that rows are made by, or NULL if they are not of this reader. */
const struct vectors_head *vectors_reader_head(const struct qk_rows *rows);

#endif
