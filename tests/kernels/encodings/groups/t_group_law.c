/* What makes an encoding a group: A(r + s) A(0) = A(r) A(s), every type of the kind by its
 * specimen. */
#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 6, FIRST = 3 };

/* A distance, and sums of two. */
static const double distances[COUNT] = {0, 3, 40, 6, 43, 80};

/* The score of every pair of unit vectors: entry (i, j) of A at each distance, and the bound. */
static void matrices(const struct encoding *e, double (*a)[DIM][DIM], double *error)
{
    double q[DIM * DIM * DIM] = {0}, k[DIM * DIM * DIM] = {0};
    *error = 0.0;
    for (size_t d = 0; d < DIM * DIM; d++) {
        q[d * DIM + d / DIM] = k[d * DIM + d % DIM] = 1.0;
        *error = fmax(*error, encoding_error_level(e, q + d * DIM, k + d * DIM, 80.0));
    }
    double *score = tools_scores(e, COUNT, distances, DIM * DIM, q, k);
    for (size_t d = 0; d < DIM * DIM; d++)
        for (size_t i = 0; i < COUNT; i++)
            a[i][d / DIM][d % DIM] = score[d * COUNT + i];
    free(score);
}

/* Each entry of a product is off by 2 e sum |A| and its own roundings, e the bound on an entry. */
TEST(distances_add_up_as_matrices_multiply)
{
    struct worst w = {0};
    size_t seen = 0;
    for (size_t t = 0; t < encoding_type_count; t++) {
        static double a[COUNT][DIM][DIM];
        double error;
        if (encoding_types[t]->kind != ENCODING_GROUP)
            continue;
        struct encoding *e = tools_encoding(encoding_types[t]->specimen);
        seen++;
        matrices(e, a, &error);
        for (size_t x = 0; x < FIRST; x++)
            for (size_t y = 1; y <= x; y++) {
                size_t both = x == 1 ? 3 : y == 1 ? 4 : 5;
                ck_assert(distances[both] == distances[x] + distances[y]);
                for (size_t i = 0; i < DIM * DIM; i++) {
                    double off = 0.0, size = 0.0;
                    for (size_t k = 0; k < DIM; k++) {
                        double l = a[both][i / DIM][k] * a[0][k][i % DIM],
                               r = a[x][i / DIM][k] * a[y][k][i % DIM];
                        off += l - r;
                        size += fabs(a[both][i / DIM][k]) + fabs(a[0][k][i % DIM]) +
                                fabs(a[x][i / DIM][k]) + fabs(a[y][k][i % DIM]);
                    }
                    worst_take(&w, fabs(off), size * (error + 20.0 * UNIT_ROUNDING), "%s %g %g",
                               e->text, distances[x], distances[y]);
                }
            }
        encoding_free(e);
    }
    ck_assert_uint_ge(seen, 4);
    worst_check(&w);
}
