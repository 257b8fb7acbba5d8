#include "experiments/models/statistics/token_products.h"

#include <string.h>

#include "experiments/models/statistics/token_sums.h"
#include "kernels/curves/product.h"
#include "kernels/curves/turns.h"

/* A thread's scratch. */
struct scratch {
    double *across; /* [dim][count], rows of the left factor */
    double *table;  /* the right factor, by strips */
    double *out;    /* [dim][dim] */
    double *row;    /* [count][dim] */
    double *angle;  /* [3][dim/2] */
};

size_t token_products_work_size(size_t dim, size_t count)
{
    return 2 * dim * count + product_table_size(count, dim) + dim * dim + 3 * (dim / 2);
}

static struct scratch scratch_at(double *work, size_t dim, size_t count)
{
    struct scratch s;
    s.across = work;
    s.row = s.across + dim * count;
    s.table = s.row + dim * count;
    s.out = s.table + product_table_size(count, dim);
    s.angle = s.out + dim * dim;
    return s;
}

/* matrix[i][j] += sum_t left[t][i] right[t][j]. */
static void add(size_t dim, size_t count, const double *left, const double *right,
                const struct scratch *s, double *matrix)
{
    memset(s->table, 0, product_table_size(count, dim) * sizeof *s->table);
    for (size_t t = 0; t < count; t++) {
        for (size_t i = 0; i < dim; i++)
            s->across[i * count + t] = left[t * dim + i];
        for (size_t j = 0; j < dim; j += PRODUCT_WIDTH)
            memcpy(product_strip(s->table, count, t, j), right + t * dim + j,
                   (dim - j < PRODUCT_WIDTH ? dim - j : PRODUCT_WIDTH) * sizeof *right);
    }
    product(dim, count, s->across, dim, s->table, s->out, dim);
    for (size_t i = 0; i < dim * dim; i++)
        matrix[i] += s->out[i];
}

/* Keys as they stand at positions first, first + 1, .. or at those of a shuffle: pair n turned by
 * position theta_n. */
static void rotate(const struct token_chunk *chunk, const struct schedule *schedule,
                   const size_t *shuffle, const struct scratch *s)
{
    size_t dim = chunk->dim, turning = schedule ? schedule->rotating : 0;
    double *turns = s->angle, *sine = turns + dim / 2, *cosine = sine + dim / 2;
    memcpy(s->row, chunk->key, chunk->count * dim * sizeof *s->row);
    for (size_t t = 0; turning > 0 && t < chunk->count; t++) {
        double *row = s->row + t * dim;
        size_t position = shuffle ? shuffle[t] : chunk->first + t;
        for (size_t n = 0; n < turning; n++)
            turns[n] = turns_at(turns_from(schedule->turn_hi[n], schedule->turn_lo[n]),
                                (double)position);
        vector_sincos_turns(turning, turns, sine, cosine);
        for (size_t n = 0; n < turning; n++) {
            double x = row[2 * n], y = row[2 * n + 1];
            row[2 * n] = x * cosine[n] - y * sine[n];
            row[2 * n + 1] = x * sine[n] + y * cosine[n];
        }
    }
}

/* Lengths of both sides in one row; zero for a side that is not there. */
static void lengths(const struct token_chunk *chunk, const struct scratch *s)
{
    size_t pairs = chunk->dim / 2;
    for (size_t t = 0; t < chunk->count; t++)
        for (size_t side = 0; side < TOKEN_SIDES; side++)
            for (size_t n = 0; n < pairs; n++)
                s->row[t * chunk->dim + side * pairs + n] = chunk->norm[side]
                                                                ? chunk->norm[side][t * pairs + n]
                                                                : 0.0;
}

void token_products_add(const struct token_chunk *chunk, const struct schedule *schedule,
                        double *work, double *matrices)
{
    size_t dim = chunk->dim, count = chunk->count, square = dim * dim;
    struct scratch s = scratch_at(work, dim, count);
    const double *q = chunk->shifted[TOKEN_QUERY], *k = chunk->shifted[TOKEN_KEY];
    if (q)
        add(dim, count, q, q, &s, matrices + MATRIX_QUERY * square);
    if (k)
        add(dim, count, k, k, &s, matrices + MATRIX_KEY * square);
    if (q && k)
        add(dim, count, q, k, &s, matrices + MATRIX_MIXED * square);
    lengths(chunk, &s);
    add(dim, count, s.row, s.row, &s, matrices + MATRIX_NORM * square);
    if (chunk->key) {
        rotate(chunk, schedule, NULL, &s);
        add(dim, count, s.row, s.row, &s, matrices + MATRIX_ROTATED * square);
    }
    if (chunk->key && chunk->shuffle) {
        rotate(chunk, schedule, chunk->shuffle, &s);
        add(dim, count, s.row, s.row, &s, matrices + MATRIX_SHUFFLED * square);
    }
}
