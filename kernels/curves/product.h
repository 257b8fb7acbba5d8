/* Rows of coefficients times a table of columns: a product of matrices whose every sum runs in one
 * order, on any machine. */
#ifndef POSBIAS_KERNELS_CURVES_PRODUCT_H
#define POSBIAS_KERNELS_CURVES_PRODUCT_H

#include "kernels/curves/vector.h"

/* Columns of a strip. A table is held strip by strip, so that what one pass over the rows reads is
 * contiguous and stays in the first-level cache. */
enum { PRODUCT_VECTORS = 3, PRODUCT_WIDTH = PRODUCT_VECTORS * VECTOR_LANES };

/* Seconds of a multiply-add, both operands in the caches, as score_price takes them. */
#define PRODUCT_SECONDS 3.6e-11

/* Doubles of a table of terms rows and count columns, the last strip padded. */
size_t product_table_size(size_t terms, size_t count);

/* The start of row n in the strip that begins with column j, a multiple of PRODUCT_WIDTH. */
static inline double *product_strip(double *table, size_t terms, size_t n, size_t j)
{
    return table + j * terms + n * PRODUCT_WIDTH;
}

/* out[d][i] = sum_n row[d][n] table[n][i], n ascending from 0, each term by vector_fma.
 * In:    row [draws][terms]; table by strips, whose padding is finite.
 * Out:   out[d * stride + i], i < count.
 * Error: terms roundings of the partial sums, and without fused multiply-add one of each product.
 * Cost:  terms multiply-adds per element. */
void product(size_t draws, size_t terms, const double *row, size_t count, const double *table,
             double *out, size_t stride);

/* The same of the first terms of rows and of a table that hold more, to the last bit.
 * In:    row [draws][held]; table of held >= terms rows. */
void product_first(size_t draws, size_t terms, const double *row, size_t held, size_t count,
                   const double *table, double *out, size_t stride);

/* sum_i a[i] b[i] as eight sums of every eighth term, joined pairwise.
 * Error: n/8 + 4 roundings of the terms' absolute sum, one more without fused multiply-add. */
double product_dot(size_t n, const double *a, const double *b);

#endif
