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
    return (struct token_rows){
        .self = draws, .dim = draws->dim, .tokens = {tokens, tokens}, .read = drawn_read};
}
