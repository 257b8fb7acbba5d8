/* FoPE's mixed waves: the columns they make of a table, and the vectors that a model keeps. */
#ifndef POSBIAS_KERNELS_ENCODINGS_ABSOLUTE_FOPE_WAVES_H
#define POSBIAS_KERNELS_ENCODINGS_ABSOLUTE_FOPE_WAVES_H

#include "kernels/curves/bank.h"
#include "theory/model/shapes/fope_shape.h"

struct fope {
    /* of coefficients: the first `outputs` pairs turn */
    struct frequency_bank *bank;
    /* of every pair's frequency */
    struct frequency_bank *waves;
    struct fope_shape shape;
    double *matrix; /* cosine, then sine */
    double *size;   /* [outputs], bound on cos'^2 + sin'^2 */
};

/* Doubles of scratch for the waves of one strip and their mixtures. */
size_t fope_strip_size(const struct fope *f);

/* A table has a column of A_i and one of B_i per output, and one for the pairs that do not turn, of
 * which there is always one: outputs <= pairs/2. */
size_t fope_columns(const struct fope *f);

/* A query's own mixtures at a position, whole, tokens.
 * Out: work [fope_strip_size]; query [2 outputs], cos'_i and sin'_i in turn. */
void fope_own(const struct fope *f, double position, double *work, double *query);

/* A strip of a bank's table for a query at a position, whose own mixtures are in query: columns of
 * A_i, of B_i, and 2 for the pairs whose cos' and sin' are 1.
 * In:  count distances, whole, none beyond the position; more than PRODUCT_WIDTH are left out.
 * Out: work [fope_strip_size]; strip [fope_columns][PRODUCT_WIDTH]. */
void fope_fill_strip(const struct fope *f, const double *query, double position,
                     const double *distance, size_t count, double *work, double *strip);

/* What a model keeps of a query and of a key. */
extern const struct factor_method fope_factors;

#endif
