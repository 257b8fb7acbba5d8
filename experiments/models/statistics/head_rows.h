/* The queries and keys of a query-key model as rows of tokens: those of its files, or draws. */
#ifndef POSBIAS_MODELS_STATISTICS_HEAD_ROWS_H
#define POSBIAS_MODELS_STATISTICS_HEAD_ROWS_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/models/statistics/token_rows.h"

/* Largest dimension of which matrices of all coordinates are made. */
enum { HEAD_DIM_MOST = 1024 };

/* The option's row: how many tokens a model without rows has. */
#define HEAD_TOKENS_ROW                                                                        \
    {                                                                                          \
        .name = "tokens", .type = OPTION_WHOLE, .fallback = {"512", "4096", "65536"}, .lo = 1, \
        .hi = 1e9,                                                                             \
        .meaning = "draws of q and k that stand for tokens, of a model that reads no files"    \
    }

/* What rows are read from; must live as long as they. */
struct head_source {
    struct token_draws draws;
};

/* The rows of a law: all there are, or so many draws, coupled; one of a deterministic law. */
struct token_rows head_rows(const struct qk_law *law, const struct random_stream *stream,
                            size_t dim, size_t draws, struct head_source *source);

/* Adds one pass over them, or over their drawn pairs. */
void head_rows_cost(struct cost *cost, const struct qk_law *law, const struct encoding *encoding,
                    double draws, bool matrices);

/* Where in a model's files the rows of a law stand. */
struct head_place {
    const struct qk_rows *rows; /* NULL: draws */
    bool has_layer, has_head;
    double layer, head;
};
struct head_place head_place_of(const struct qk_law *law);

#endif
