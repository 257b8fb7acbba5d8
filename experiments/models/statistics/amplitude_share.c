#include "experiments/models/statistics/amplitude_share.h"

#include <math.h>
#include <stdlib.h>

/* The lengths of the pairs of some tokens of a side, [count][pairs]. */
static enum status lengths(const struct token_rows *rows, size_t side, size_t count, double *out)
{
    size_t pairs = rows->dim / 2;
    double *row = malloc(rows->dim * sizeof *row);
    enum status status = row ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        /* i tokens/count, rounded down */
        size_t token = (size_t)((double)i * (double)rows->tokens[side] / (double)count);
        status = rows->read(rows->self, side, token, 1, row);
        for (size_t n = 0; status == STATUS_OK && n < pairs; n++)
            out[i * pairs + n] = hypot(row[2 * n], row[2 * n + 1]);
    }
    free(row);
    return status;
}

/* The share of one query and one key. */
static double share_of(size_t pairs, const double *query, const double *key)
{
    double sum = 0.0, most = 0.0;
    for (size_t n = 0; n < pairs; n++) {
        double z = query[n] * key[n];
        sum += z;
        most = fmax(most, z);
    }
    return sum > 0.0 ? most / sum : 1.0 / (double)pairs;
}

enum status amplitude_share(const struct token_rows *rows, double *share, size_t *tokens)
{
    size_t pairs = rows->dim / 2, count[TOKEN_SIDES];
    double *length[TOKEN_SIDES], total = 0.0;
    enum status status = STATUS_OK;
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        size_t all = rows->tokens[side];
        count[side] = all < AMPLITUDE_TOKENS ? all : AMPLITUDE_TOKENS;
        length[side] = malloc(count[side] * pairs * sizeof **length);
        if (!length[side])
            status = STATUS_MEMORY;
        if (status == STATUS_OK)
            status = lengths(rows, side, count[side], length[side]);
    }
    for (size_t q = 0; status == STATUS_OK && q < count[TOKEN_QUERY]; q++) {
        double sum = 0.0;
        for (size_t k = 0; k < count[TOKEN_KEY]; k++)
            sum += share_of(pairs, length[TOKEN_QUERY] + q * pairs, length[TOKEN_KEY] + k * pairs);
        total += sum / (double)count[TOKEN_KEY];
    }
    *share = total / (double)count[TOKEN_QUERY];
    *tokens = count[TOKEN_QUERY] < count[TOKEN_KEY] ? count[TOKEN_QUERY] : count[TOKEN_KEY];
    free(length[TOKEN_QUERY]);
    free(length[TOKEN_KEY]);
    return status;
}
