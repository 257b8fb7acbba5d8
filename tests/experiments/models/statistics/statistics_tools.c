#include "tests/experiments/models/statistics/statistics_tools.h"

#include <stdlib.h>
#include <string.h>

static enum status array_read(const void *self, size_t side, size_t first, size_t count,
                              double *out)
{
    const struct array_rows *a = self;
    memcpy(out, a->row[side] + first * a->rows.dim, count * a->rows.dim * sizeof *out);
    return STATUS_OK;
}

void array_rows_make(struct array_rows *a, size_t dim, size_t queries, size_t keys, uint64_t seed)
{
    a->rows = (struct token_rows){
        .self = a, .dim = dim, .tokens = {queries, keys}, .read = array_read};
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        size_t tokens = a->rows.tokens[side];
        a->row[side] = malloc(tokens * dim * sizeof *a->row[side]);
        ck_assert_ptr_nonnull(a->row[side]);
        for (size_t i = 0; i < tokens * dim; i++) {
            size_t d = i % dim;
            double own = tools_uniform(&seed) - 0.5;
            if (side == TOKEN_KEY && queries == keys)
                own += 0.7 * a->row[TOKEN_QUERY][i ^ 1];
            a->row[side][i] = (1.0 + 0.3 * (double)d) * own + 0.2 * (double)(d % 3) - 0.1;
        }
    }
}

void array_rows_free(struct array_rows *a)
{
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        free(a->row[side]);
}

struct token_sums *sums_of(const struct token_rows *rows, const struct schedule *schedule,
                           bool matrices)
{
    struct token_sums *sums;
    struct token_plan plan = {rows, schedule, matrices, NULL};
    ck_assert_int_eq(token_sums_take(&plan, &sums), STATUS_OK);
    return sums;
}

double array_mean(const struct array_rows *a, size_t side, size_t d)
{
    double sum = 0.0;
    for (size_t t = 0; t < a->rows.tokens[side]; t++)
        sum += a->row[side][t * a->rows.dim + d];
    return sum / (double)a->rows.tokens[side];
}
