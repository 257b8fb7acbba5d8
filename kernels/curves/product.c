#include "kernels/curves/product.h"

/* Rows that are summed at once: with three vectors of columns each, as many sums as registers hold.
 * Rows that stay in the second-level cache while a table passes by. */
enum { ROWS = VECTOR_LANES == 8 || VECTOR_LANES == 2 ? 8 : 4, BAND = 128, DOT_SUMS = 8 };

_Static_assert(DOT_SUMS % VECTOR_LANES == 0, "a dot product's sums are whole vectors");

size_t product_table_size(size_t terms, size_t count)
{
    return terms * ((count + PRODUCT_WIDTH - 1) / PRODUCT_WIDTH * PRODUCT_WIDTH);
}

/* The first columns of a strip for some rows; rows and vectors are constants where it is called. */
static inline __attribute__((always_inline)) void block(size_t rows, size_t vectors, size_t terms,
                                                        const double *row, size_t held,
                                                        size_t count, const double *strip,
                                                        double *out, size_t stride)
{
    vector_double sum[ROWS][PRODUCT_VECTORS];
    for (size_t r = 0; r < rows; r++)
        for (size_t v = 0; v < vectors; v++)
            sum[r][v] = vector_broadcast(0.0);
    for (size_t n = 0; n < terms; n++) {
        vector_double column[PRODUCT_VECTORS];
        for (size_t v = 0; v < vectors; v++)
            column[v] = vector_load(strip + n * PRODUCT_WIDTH + v * VECTOR_LANES);
        for (size_t r = 0; r < rows; r++) {
            vector_double a = vector_broadcast(row[r * held + n]);
            for (size_t v = 0; v < vectors; v++)
                sum[r][v] = vector_fma(a, column[v], sum[r][v]);
        }
    }
    for (size_t r = 0; r < rows; r++) {
        if (count >= vectors * VECTOR_LANES) {
            for (size_t v = 0; v < vectors; v++)
                vector_store(out + r * stride + v * VECTOR_LANES, sum[r][v]);
        } else {
            double last[PRODUCT_WIDTH];
            for (size_t v = 0; v < vectors; v++)
                vector_store(last + v * VECTOR_LANES, sum[r][v]);
            memcpy(out + r * stride, last, count * sizeof *out);
        }
    }
}

/* A strip's columns for all rows of a band; vectors is a constant where it is called. */
static inline __attribute__((always_inline)) void band(size_t vectors, size_t draws, size_t terms,
                                                       const double *row, size_t held, size_t count,
                                                       const double *strip, double *out,
                                                       size_t stride)
{
    size_t d = 0;
    for (; d + ROWS <= draws; d += ROWS)
        block(ROWS, vectors, terms, row + d * held, held, count, strip, out + d * stride, stride);
    for (; d + 2 <= draws; d += 2)
        block(2, vectors, terms, row + d * held, held, count, strip, out + d * stride, stride);
    if (d < draws)
        block(1, vectors, terms, row + d * held, held, count, strip, out + d * stride, stride);
}

void product_first(size_t draws, size_t terms, const double *row, size_t held, size_t count,
                   const double *table, double *out, size_t stride)
{
    for (size_t d = 0; d < draws; d += BAND, row += BAND * held, out += BAND * stride)
        for (size_t j = 0; j < count; j += PRODUCT_WIDTH) {
            size_t rows = draws - d < BAND ? draws - d : BAND, left = count - j;
            const double *strip = table + j * held;
            if (left > 2 * VECTOR_LANES)
                band(3, rows, terms, row, held, left, strip, out + j, stride);
            else if (left > VECTOR_LANES)
                band(2, rows, terms, row, held, left, strip, out + j, stride);
            else
                band(1, rows, terms, row, held, left, strip, out + j, stride);
        }
}

void product(size_t draws, size_t terms, const double *row, size_t count, const double *table,
             double *out, size_t stride)
{
    product_first(draws, terms, row, terms, count, table, out, stride);
}

double product_dot(size_t n, const double *a, const double *b)
{
    double sum[DOT_SUMS] = {0.0};
    vector_double part[DOT_SUMS / VECTOR_LANES];
    size_t whole = n - n % DOT_SUMS;
    for (size_t v = 0; v < DOT_SUMS / VECTOR_LANES; v++)
        part[v] = vector_broadcast(0.0);
    for (size_t i = 0; i < whole; i += DOT_SUMS)
        for (size_t v = 0; v < DOT_SUMS / VECTOR_LANES; v++)
            part[v] = vector_fma(vector_load(a + i + v * VECTOR_LANES),
                                 vector_load(b + i + v * VECTOR_LANES), part[v]);
    if (whole < n) { /* terms of zero complete the last eight */
        double last[2][DOT_SUMS] = {{0.0}};
        memcpy(last[0], a + whole, (n - whole) * sizeof *a);
        memcpy(last[1], b + whole, (n - whole) * sizeof *b);
        for (size_t v = 0; v < DOT_SUMS / VECTOR_LANES; v++)
            part[v] = vector_fma(vector_load(last[0] + v * VECTOR_LANES),
                                 vector_load(last[1] + v * VECTOR_LANES), part[v]);
    }
    memcpy(sum, part, sizeof sum);
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}
