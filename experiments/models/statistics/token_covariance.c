/* Covariances over tokens, from sums of products. */
#include "experiments/models/statistics/token_sums.h"

/* Where the covariances of two sides stand in the joint matrix, and what they are made of. */
static void block(const struct token_sums *s, size_t left, size_t right, const double *product,
                  double *const sum[TOKEN_SIDES], size_t width, double less, double *out)
{
    double count = (double)s->tokens[left];
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < width; j++)
            out[(left * width + i) * 2 * width + right * width + j] =
                (product[i * s->dim + j] - sum[left][i] * sum[right][j] / count) / (count - less);
}

/* The block below the diagonal is the one above it turned over. */
static void mirror(size_t width, double *out)
{
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < width; j++)
            out[(width + j) * 2 * width + i] = out[i * 2 * width + width + j];
}

static void clear(size_t width, double *out)
{
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < width; j++)
            out[i * 2 * width + width + j] = 0.0;
}

void token_covariance(const struct token_sums *s, double less, double *out)
{
    struct token_part part = token_part_at(s->total, s->dim);
    block(s, TOKEN_QUERY, TOKEN_QUERY, s->matrix[MATRIX_QUERY], part.sum, s->dim, less, out);
    block(s, TOKEN_KEY, TOKEN_KEY, s->matrix[MATRIX_KEY], part.sum, s->dim, less, out);
    if (s->joint)
        block(s, TOKEN_QUERY, TOKEN_KEY, s->matrix[MATRIX_MIXED], part.sum, s->dim, less, out);
    else
        clear(s->dim, out);
    mirror(s->dim, out);
}

void token_norm_covariance(const struct token_sums *s, double less, double *out)
{
    struct token_part part = token_part_at(s->total, s->dim);
    const double *norm = s->matrix[MATRIX_NORM];
    size_t pairs = s->pairs;
    block(s, TOKEN_QUERY, TOKEN_QUERY, norm, part.norm, pairs, less, out);
    block(s, TOKEN_KEY, TOKEN_KEY, norm + pairs * s->dim + pairs, part.norm, pairs, less, out);
    if (s->joint)
        block(s, TOKEN_QUERY, TOKEN_KEY, norm + pairs, part.norm, pairs, less, out);
    else
        clear(pairs, out);
    mirror(pairs, out);
}
