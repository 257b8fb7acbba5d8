/* Products and dot products against long doubles, and the one order they are summed in. */
#include "kernels/curves/product.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

enum { TERMS_MOST = 33, COUNT_MOST = 5 * PRODUCT_WIDTH + 3, DRAWS_MOST = 275, STRIDE = 200 };

static double *uniforms(size_t count, uint64_t seed)
{
    double *x = malloc(count * sizeof *x);
    ck_assert_ptr_nonnull(x);
    for (size_t i = 0; i < count; i++)
        x[i] = 2.0 * tools_uniform(&seed) - 1.0;
    return x;
}

/* Column i of a product's table is its columns' number i + shift. */
static double *table_of(size_t terms, size_t count, const double *column, size_t shift)
{
    double *table = calloc(product_table_size(terms, count), sizeof *table);
    ck_assert_ptr_nonnull(table);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < terms; n++)
            product_strip(table, terms, n, i - i % PRODUCT_WIDTH)[i % PRODUCT_WIDTH] =
                column[(i + shift) * TERMS_MOST + n];
    return table;
}

/* Every element of many shapes, in the stated order with separate rounding or one of each term; not
 * a double beyond the shape is written. */
TEST(sums_run_over_the_terms_in_ascending_order)
{
    static const size_t draws[] = {1, 2, 3, 7, 8, 9, 13, 128, 129, DRAWS_MOST},
                        terms[] = {1, 2, 8, TERMS_MOST}, counts[] = {1,
                                                                     VECTOR_LANES,
                                                                     VECTOR_LANES + 1,
                                                                     2 * VECTOR_LANES + 1,
                                                                     PRODUCT_WIDTH,
                                                                     PRODUCT_WIDTH + 1,
                                                                     COUNT_MOST};
    double *row = uniforms(DRAWS_MOST * TERMS_MOST, 1),
           *column = uniforms(COUNT_MOST * TERMS_MOST, 2), *out = malloc(DRAWS_MOST * STRIDE * 8);
    size_t wrong = 0, spilled = 0;
    for (size_t a = 0; a < TOOLS_COUNT(draws); a++)
        for (size_t b = 0; b < TOOLS_COUNT(terms); b++)
            for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
                double *table = table_of(terms[b], counts[c], column, 0);
                for (size_t i = 0; i < DRAWS_MOST * STRIDE; i++)
                    out[i] = 7.0;
                product(draws[a], terms[b], row, counts[c], table, out, STRIDE);
                for (size_t i = 0; i < DRAWS_MOST * STRIDE; i++) {
                    size_t d = i / STRIDE, j = i % STRIDE;
                    double sum = 0.0;
                    for (size_t n = 0; n < terms[b]; n++) {
                        double x = row[d * terms[b] + n],
                               y = column[j % COUNT_MOST * TERMS_MOST + n];
#if VECTOR_LANES > 1 || defined __FMA__
                        sum = fma(x, y, sum);
#else
                        sum += x * y;
#endif
                    }
                    if (d < draws[a] && j < counts[c])
                        wrong += out[i] != sum;
                    else
                        spilled += out[i] != 7.0;
                }
                free(table);
            }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(spilled, 0);
    free(row), free(column), free(out);
}

TEST(a_dot_product_is_within_its_error)
{
    struct worst w = {0};
    for (size_t n = 0; n <= 300; n++) {
        double *a = uniforms(n + 1, 3 + n), *b = uniforms(n + 1, 1000 + n);
        long double sum = 0.0L, size = 0.0L;
        for (size_t i = 0; i < n; i++) {
            sum += (long double)a[i] * b[i];
            size += fabsl((long double)a[i] * b[i]);
        }
        a[n] = b[n] = NAN; /* beyond the end */
        worst_take(&w, fabs(product_dot(n, a, b) - (double)sum),
                   ((double)n / 8.0 + 5.0) * UNIT_ROUNDING * (double)size, "%zu terms", n);
        free(a), free(b);
    }
    worst_check(&w);
}

/* Terms of 2^53, 1 and -2^53 in places that meet in different order: which sums are lost says which
 * are joined. */
TEST(a_dot_product_joins_eight_sums_pairwise)
{
    double one[16];
    for (size_t i = 0; i < 16; i++)
        one[i] = 1.0;
    double beside[16] = {[0] = 0x1p53, [8] = 1.0, [4] = -0x1p53}, /* 1 joins 2^53 first: lost */
        apart[16] = {[0] = 0x1p53, [4] = -0x1p53, [2] = 1.0},     /* after 0 and 4 have met */
        across[16] = {[0] = 0x1p53, [1] = 1.0, [2] = -0x1p53}, /* even sums meet before odd ones */
        crossed[16] = {[0] = 0x1p53, [1] = 1.0, [3] = -0x1p54, [2] = 0x1p53}; /* -2^54 + 1: lost */
    ck_assert(product_dot(16, one, beside) == 0.0);
    ck_assert(product_dot(16, one, apart) == 1.0);
    ck_assert(product_dot(16, one, across) == 1.0);
    ck_assert(product_dot(16, one, crossed) == 0.0);
}
