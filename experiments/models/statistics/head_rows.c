#include "experiments/models/statistics/head_rows.h"

#include "experiments/harness/draws/prices.h"
#include "experiments/models/statistics/token_sums.h"

struct token_rows head_rows(const struct qk_law *law, const struct random_stream *stream,
                            size_t dim, size_t draws, struct head_source *source)
{
    source->draws = (struct token_draws){law, stream, dim};
    return token_rows_drawn(&source->draws, qk_deterministic(law) ? 1 : draws);
}

void head_rows_cost(struct cost *cost, const struct qk_law *law, const struct encoding *encoding,
                    double draws, bool matrices)
{
    double count = qk_deterministic(law) ? 1.0 : draws, tokens[TOKEN_SIDES] = {count, count};
    cost_work(cost, PACE_VECTOR, TOKEN_SIDES * count * price_draw(law, encoding->dim, SECOND_NONE),
              TOKEN_GROUPS);
    token_sums_cost(cost, encoding->dim, tokens, matrices);
}

struct head_place head_place_of(const struct qk_law *law)
{
    (void)law;
    return (struct head_place){0};
}
