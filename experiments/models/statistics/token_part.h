/* What is added up over tokens: sums that are the same whatever the number of tokens. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_PART_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_PART_H

#include "experiments/models/statistics/token_rows.h"

/* Products of a pair's query coordinates with its key's: q0 k0, q0 k1, q1 k0, q1 k1. */
enum { MIXED_PRODUCTS = 4 };

/* Sums over some tokens. Sums and products of coordinates are of their differences from a pivot,
 * [TOKEN_SIDES][dim], near the mean, so that a spread far below it keeps its digits. */
struct token_part {
    double *count;                /* [TOKEN_SIDES] */
    double *sum[TOKEN_SIDES];     /* [dim] x_d */
    double *square[TOKEN_SIDES];  /* [dim] x_d^2 */
    double *cross[TOKEN_SIDES];   /* [pairs] x_2n x_2n+1 */
    double *norm[TOKEN_SIDES];    /* [pairs] |x_n|, from zero */
    double *mixed;                /* [pairs][MIXED_PRODUCTS] of one token */
    double *usage, *usage_square; /* [pairs] |q_n| |k_n| of one token, from zero */
};

/* Doubles of a part, and the part that stands in so many. */
size_t token_part_size(size_t dim);
struct token_part token_part_at(double *block, size_t dim);

/* Adds count rows of one side, [count][dim], to a part.
 * In:   pivot [dim].
 * Out:  shifted [count][dim], the rows less the pivot; norm [count][dim/2], lengths of their
 *       2-vectors. */
void token_part_add(struct token_part *part, size_t side, size_t dim, size_t count,
                    const double *row, const double *pivot, double *shifted, double *norm);

/* Adds what takes both sides of the same tokens. In: as token_part_add leaves it. */
void token_part_add_joint(struct token_part *part, size_t dim, size_t count,
                          double *const shifted[TOKEN_SIDES], double *const norm[TOKEN_SIDES]);

/* The mean of coordinate d of a side, and its mean square. */
static inline double token_mean(const struct token_part *part, size_t side, const double *pivot,
                                size_t d)
{
    return pivot[d] + part->sum[side][d] / part->count[side];
}

static inline double token_variance(const struct token_part *part, size_t side, size_t d)
{
    double mean = part->sum[side][d] / part->count[side],
           variance = part->square[side][d] / part->count[side] - mean * mean;
    return variance > 0.0 ? variance : 0.0;
}

#endif
