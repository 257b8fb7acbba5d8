/* The inner product of score curves: a few rows of coefficients times two narrow tables, sums kept
 * in registers. */
#ifndef POSBIAS_KERNELS_CURVES_TILE_H
#define POSBIAS_KERNELS_CURVES_TILE_H

#include "kernels/curves/vector.h"

/* Rows and columns of a tile: four vectors of even sums and four of odd ones at least, as many as
 * hide a multiply-add's latency; more would not fit sixteen registers. A machine of eight lanes has
 * thirty-two. */
enum {
    TILE_ROWS = 4,
    TILE_VECTORS = VECTOR_LANES < 8 ? 1 : 2,
    TILE_WIDTH = TILE_VECTORS * VECTOR_LANES
};

struct tile {
    vector_double even[TILE_ROWS][TILE_VECTORS], odd[TILE_ROWS][TILE_VECTORS];
};

/* even[r][j] = start[r] + sum_n even_row_r[n] even_table[n][j] and
 * odd[r][j] = sum_n odd_row_r[n] odd_table[n][j], n ascending.
 * In:    terms; table, terms rows of TILE_WIDTH even and TILE_WIDTH odd values; row, TILE_ROWS rows
 *        of terms even and terms odd coefficients; start [TILE_ROWS].
 * Error: terms roundings of the partial sums, and without fused multiply-add one of each
 *        product. */
static inline struct tile tile_product(size_t terms, const double *table, const double *row,
                                       const double *start)
{
    struct tile sum;
    for (size_t r = 0; r < TILE_ROWS; r++)
        for (size_t v = 0; v < TILE_VECTORS; v++) {
            sum.even[r][v] = vector_broadcast(start[r]);
            sum.odd[r][v] = vector_broadcast(0.0);
        }
    for (size_t n = 0; n < terms; n++) {
        vector_double even[TILE_VECTORS], odd[TILE_VECTORS];
        for (size_t v = 0; v < TILE_VECTORS; v++) {
            even[v] = vector_load(table + 2 * TILE_WIDTH * n + v * VECTOR_LANES);
            odd[v] = vector_load(table + 2 * TILE_WIDTH * n + TILE_WIDTH + v * VECTOR_LANES);
        }
        for (size_t r = 0; r < TILE_ROWS; r++) {
            vector_double a = vector_broadcast(row[2 * terms * r + n]),
                          b = vector_broadcast(row[2 * terms * r + terms + n]);
            for (size_t v = 0; v < TILE_VECTORS; v++) {
                sum.even[r][v] = vector_fma(a, even[v], sum.even[r][v]);
                sum.odd[r][v] = vector_fma(b, odd[v], sum.odd[r][v]);
            }
        }
    }
    return sum;
}

#endif
