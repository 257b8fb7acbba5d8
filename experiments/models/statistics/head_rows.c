#include "experiments/models/statistics/head_rows.h"

#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/models/statistics/token_sums.h"

static enum status file_read(const void *self, size_t side, size_t first, size_t count, double *out)
{
    return qk_rows_read(self, side == TOKEN_KEY ? QK_KEY : QK_QUERY, first, count, out);
}

struct token_rows head_rows(const struct qk_law *law, const struct random_stream *stream,
                            size_t dim, size_t draws, struct head_source *source)
{
    const struct qk_rows *rows = qk_rows_of(law);
    if (rows)
        return (struct token_rows){.self = law,
                                   .dim = rows->dim,
                                   .tokens = {rows->tokens[QK_QUERY], rows->tokens[QK_KEY]},
                                   .read = file_read};
    source->draws = (struct token_draws){law, stream, dim};
    return token_rows_drawn(&source->draws, qk_deterministic(law) ? 1 : draws);
}

void head_rows_cost(struct cost *cost, const struct qk_law *law, const struct encoding *encoding,
                    double draws, bool matrices)
{
    const struct qk_rows *rows = qk_rows_of(law);
    double count = qk_deterministic(law) ? 1.0 : draws, tokens[TOKEN_SIDES] = {count, count};
    if (rows) {
        tokens[TOKEN_QUERY] = (double)rows->tokens[QK_QUERY];
        tokens[TOKEN_KEY] = (double)rows->tokens[QK_KEY];
    }
    double all = tokens[TOKEN_QUERY] + tokens[TOKEN_KEY];
    cost_work(cost, PACE_VECTOR,
              rows ? qk_rows_seconds(law, all, true)
                   : all * price_draw(law, encoding->dim, SECOND_NONE),
              TOKEN_GROUPS);
    token_sums_cost(cost, encoding->dim, tokens, matrices);
}

struct head_place head_place_of(const struct qk_law *law)
{
    const struct qk_rows *rows = qk_rows_of(law);
    if (!rows)
        return (struct head_place){.rows = NULL};
    return (struct head_place){.rows = rows,
                               .has_layer = rows->layered,
                               .has_head = true,
                               .layer = (double)rows->layer,
                               .head = (double)rows->head};
}
