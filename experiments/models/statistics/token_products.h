/* Matrices of products of the coordinates of a few rows. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_PRODUCTS_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_PRODUCTS_H

#include "experiments/models/statistics/token_rows.h"
#include "theory/model/schedule.h"

/* Rows first, first + 1, .. of one side or of both. */
struct token_chunk {
    size_t dim, count, first;
    const double *key;                  /* [count][dim] from zero; NULL: no keys */
    const double *shifted[TOKEN_SIDES]; /* [count][dim] less the pivot; NULL: not this side */
    const double *norm[TOKEN_SIDES];    /* [count][dim/2] lengths; NULL likewise */
    const size_t *shuffle;              /* other positions of these rows, [count]; NULL: none */
};

/* Doubles of scratch for chunks of count rows. */
size_t token_products_work_size(size_t dim, size_t count);

/* Adds to the matrices [MATRIX_COUNT][dim][dim] of token_sums.h what the chunk has of each.
 * In:    schedule, how keys turn, NULL: they do not.
 * Error: sums of count terms in order; an angle to 1e-16 turns.
 * Cost:  dim^2 multiply-adds a row for each matrix. */
void token_products_add(const struct token_chunk *chunk, const struct schedule *schedule,
                        double *work, double *matrices);

#endif
