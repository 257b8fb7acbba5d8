/* Rows of tokens in memory, and what is said of them written out from its definition. */
#ifndef POSBIAS_TESTS_EXPERIMENTS_MODELS_STATISTICS_STATISTICS_TOOLS_H
#define POSBIAS_TESTS_EXPERIMENTS_MODELS_STATISTICS_STATISTICS_TOOLS_H

#include "experiments/models/statistics/token_sums.h"
#include "tests/tools/check_tools.h"

/* Rows of both sides, [tokens][dim] each. */
struct array_rows {
    struct token_rows rows;
    double *row[TOKEN_SIDES];
};

/* Uniform coordinates about means that differ, of unlike spreads; a key's follow its query's where
 * there are as many of both. */
void array_rows_make(struct array_rows *a, size_t dim, size_t queries, size_t keys, uint64_t seed);
void array_rows_free(struct array_rows *a);

/* The sums of rows; the test fails if they cannot be taken. */
struct token_sums *sums_of(const struct token_rows *rows, const struct schedule *schedule,
                           bool matrices);

/* Mean over the rows of a side of coordinate d. */
double array_mean(const struct array_rows *a, size_t side, size_t d);

#endif
