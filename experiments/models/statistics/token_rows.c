#include "experiments/models/statistics/token_rows.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"

bool token_rows_joint(const struct token_rows *rows)
{
    return rows->tokens[TOKEN_QUERY] == rows->tokens[TOKEN_KEY];
}

static enum status drawn_read(const void *self, size_t side, size_t first, size_t count,
                              double *out)
{
    const struct token_draws *draws = self;
    size_t dim = draws->dim;
    double *work = malloc((2 * dim + qk_work_size(dim)) * sizeof *work), *query = work,
           *key = work + dim;
    if (!work)
        return STATUS_MEMORY;
    enum status status = STATUS_OK;
    for (size_t t = 0; status == STATUS_OK && t < count; t++) {
        status = qk_draw(draws->law, draws->stream, first + t, dim, key + dim, query, key);
        memcpy(out + t * dim, side == TOKEN_QUERY ? query : key, dim * sizeof *out);
    }
    free(work);
    return status;
}

struct token_rows token_rows_drawn(const struct token_draws *draws, size_t tokens)
{
    return (struct token_rows){.self = draws,
                               .dim = draws->dim,
                               .tokens = {tokens, tokens},
                               .coupled = true,
                               .read = drawn_read};
}

/* A pair's number where the key is 1, from the rows of its two sides; out is the query's. The
 * second coordinate waits in the key's row: of two side by side gcc makes vfmsubadd, which rounds
 * once whatever -ffp-contract says. */
static void combine(const struct token_pairs *pairs, size_t count, double *key, double *out)
{
    size_t size = count * pairs->rows->dim;
    for (size_t i = 0; i < size; i += 2) {
        double q0 = out[i], q1 = out[i + 1], k0 = key[i], k1 = key[i + 1];
        bool products = pairs->value == PAIR_PRODUCTS;
        out[i] = products ? q0 * k0 : q0 * k0 + q1 * k1;
        key[i] = products ? q1 * k1 : q1 * k0 - q0 * k1;
    }
    for (size_t i = 0; i < size; i += 2)
        out[i + 1] = key[i];
}

static enum status paired_read(const void *self, size_t side, size_t first, size_t count,
                               double *out)
{
    const struct token_pairs *pairs = self;
    const struct token_rows *rows = pairs->rows;
    size_t size = count * rows->dim;
    for (size_t i = 0; side == TOKEN_KEY && i < size; i++)
        out[i] = pairs->value == PAIR_PRODUCTS || i % 2 == 0 ? 1.0 : 0.0;
    if (side == TOKEN_KEY)
        return STATUS_OK;
    double *key = malloc(size * sizeof *key);
    enum status status = key ? rows->read(rows->self, TOKEN_QUERY, first, count, out)
                             : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = rows->read(rows->self, TOKEN_KEY, first, count, key);
    if (status == STATUS_OK)
        combine(pairs, count, key, out);
    free(key);
    return status;
}

struct token_rows token_rows_paired(const struct token_pairs *pairs)
{
    if (!pairs->rows->coupled)
        return *pairs->rows;
    return (struct token_rows){
        .self = pairs,
        .dim = pairs->rows->dim,
        .tokens = {pairs->rows->tokens[TOKEN_QUERY], pairs->rows->tokens[TOKEN_KEY]},
        .read = paired_read};
}
