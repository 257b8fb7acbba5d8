/* Spectra of keys against the singular values of their matrix, normal vectors against the moments
 * they are made of, and corrected p-values. */
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/models/statistics/holm.h"
#include "experiments/models/statistics/normal_law.h"
#include "experiments/models/statistics/spectrum.h"
#include "kernels/encodings/encoding.h"
#include "tests/experiments/models/statistics/statistics_tools.h"

enum { DIM = 8, PAIRS = DIM / 2, ROTATING = 3 };
#define ENCODING "rope:base=100,dim=8,rotary=6"
#define ROUNDING 1e-12

static double theta(size_t n) { return n < ROTATING ? pow(100.0, -(double)n / ROTATING) : 0.0; }

static const double *row_of(const struct array_rows *a, size_t side, size_t t)
{
    return a->row[side] + t * DIM;
}

/* Singular values of the keys themselves, [tokens][DIM], rotated or not: squares, descending. */
static void squares(const struct array_rows *a, size_t from, size_t to, bool rotated, double *out)
{
    size_t tokens = a->rows.tokens[TOKEN_KEY];
    gsl_matrix *m = gsl_matrix_calloc(tokens, DIM), *v = gsl_matrix_alloc(DIM, DIM);
    gsl_vector *s = gsl_vector_alloc(DIM), *work = gsl_vector_alloc(DIM);
    for (size_t t = 0; t < tokens; t++)
        for (size_t n = 0; n < PAIRS && (t < from || t >= to); n++) {
            const double *k = row_of(a, TOKEN_KEY, t) + 2 * n;
            double x = rotated ? (double)t * theta(n) : 0.0;
            gsl_matrix_set(m, t, 2 * n, k[0] * cos(x) - k[1] * sin(x));
            gsl_matrix_set(m, t, 2 * n + 1, k[0] * sin(x) + k[1] * cos(x));
        }
    gsl_linalg_SV_decomp(m, v, s, work);
    for (size_t i = 0; i < DIM; i++)
        out[i] = pow(gsl_vector_get(s, i), 2.0);
    gsl_matrix_free(m);
    gsl_matrix_free(v);
    gsl_vector_free(s);
    gsl_vector_free(work);
}

static double stable(const double *square)
{
    double sum = 0.0;
    for (size_t i = 0; i < DIM; i++)
        sum += square[i];
    return sum / square[0];
}

/* The errors are to first order in what a group of a 32nd of the tokens changes. */
TEST(spectrum_is_that_of_the_keys)
{
    enum { TOKENS = 1600 };
    struct array_rows a;
    struct encoding *e = tools_encoding(ENCODING);
    array_rows_make(&a, DIM, TOKENS, TOKENS, 4);
    struct token_sums *sums = sums_of(&a.rows, encoding_schedule(e), true);
    for (size_t rotated = 0; rotated < 2; rotated++) {
        struct spectrum got;
        double square[DIM], sum = 0.0, entropy = 0.0, without[TOKEN_GROUPS];
        ck_assert_int_eq(spectrum_take(sums, rotated, &got), STATUS_OK);
        squares(&a, 0, 0, rotated, square);
        for (size_t i = 0; i < DIM; i++)
            sum += square[i];
        for (size_t i = 0; i < DIM; i++)
            entropy -= square[i] / sum * log(square[i] / sum);
        ck_assert_double_eq_tol(got.stable.value, stable(square), ROUNDING * 10.0);
        ck_assert_double_eq_tol(got.first.value, square[0] / sum, ROUNDING);
        ck_assert_double_eq_tol(got.truncated.value, exp(entropy), ROUNDING * 10.0);
        for (size_t g = 0; g < TOKEN_GROUPS; g++) {
            squares(&a, g * 50, (g + 1) * 50, rotated, square);
            without[g] = stable(square);
        }
        struct token_estimate want = token_estimate_of(SCALE_OWN, got.stable.value, TOKEN_GROUPS,
                                                       without);
        ck_assert_double_eq_tol(got.stable.error / want.error, 1.0, 0.1);
    }
    token_sums_free(sums);
    encoding_free(e);
    array_rows_free(&a);
}

/* A shuffle that leaves every key in its place leaves the rotated matrix. */
TEST(shuffle_places_keys)
{
    enum { TOKENS = 300 };
    struct array_rows a;
    struct encoding *e = tools_encoding(ENCODING);
    size_t place[TOKENS];
    array_rows_make(&a, DIM, TOKENS, TOKENS, 4);
    for (size_t moved = 0; moved < 2; moved++) {
        struct token_sums *sums;
        for (size_t t = 0; t < TOKENS; t++)
            place[t] = moved ? TOKENS - 1 - t : t;
        struct token_plan plan = {&a.rows, encoding_schedule(e), true, place};
        ck_assert_int_eq(token_sums_take(&plan, &sums), STATUS_OK);
        double apart = 0.0;
        for (size_t i = 0; i < DIM * DIM; i++)
            apart += fabs(sums->matrix[MATRIX_ROTATED][i] - sums->matrix[MATRIX_SHUFFLED][i]);
        ck_assert(moved ? apart > 1.0 : apart == 0.0);
        token_sums_free(sums);
    }
    encoding_free(e);
    array_rows_free(&a);
}

/* Normal vectors have the head's moments, and a row is the same however it is asked for. */
TEST(normal_vectors_have_the_moments)
{
    enum { TOKENS = 20000 };
    struct array_rows a;
    struct normal_law normal;
    static double want[4 * DIM * DIM], got[4 * DIM * DIM];
    struct worst w = {0};
    array_rows_make(&a, DIM, 90, 90, 6);
    struct token_sums *sums = sums_of(&a.rows, NULL, true), *drawn;
    ck_assert_int_eq(normal_law_make(sums, 1, &normal), STATUS_OK);
    struct token_rows rows = normal_law_rows(&normal,
                                             &(struct token_rows){.tokens = {TOKENS, TOKENS}});
    drawn = sums_of(&rows, NULL, true);
    token_covariance(sums, 0.0, want);
    token_covariance(drawn, 1.0, got);
    for (size_t i = 0; i < 2 * DIM; i++)
        for (size_t j = 0; j < 2 * DIM; j++) {
            bool apart = i / DIM != j / DIM; /* query and key are independent */
            double truth = apart ? 0.0 : want[i * 2 * DIM + j],
                   size = want[i * 2 * DIM + i] * want[j * 2 * DIM + j];
            worst_take(&w, got[i * 2 * DIM + j] - truth, DEVIATIONS * sqrt(2.0 * size / TOKENS),
                       "%zu %zu", i, j);
        }
    struct token_part part = token_part_at(drawn->total, DIM);
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t d = 0; d < DIM; d++) {
            size_t i = side * DIM + d;
            worst_take(
                &w, token_mean(&part, side, drawn->pivot + side * DIM, d) - array_mean(&a, side, d),
                DEVIATIONS * sqrt(want[i * 2 * DIM + i] / TOKENS), "mean %zu", i);
        }
    double many[5 * DIM], one[DIM];
    ck_assert_int_eq(rows.read(rows.self, TOKEN_KEY, 10, 5, many), STATUS_OK);
    ck_assert_int_eq(rows.read(rows.self, TOKEN_KEY, 13, 1, one), STATUS_OK);
    ck_assert_mem_eq(one, many + 3 * DIM, sizeof one);
    worst_check(&w);
    token_sums_free(drawn);
    token_sums_free(sums);
    normal_law_free(&normal);
    array_rows_free(&a);
}

/* The example of Holm's procedure: 0.01, 0.04, 0.03, 0.005 of four. */
TEST(p_values_are_corrected_from_the_smallest)
{
    double p[] = {0.01, 0.04, 0.03, 0.005, 0.9};
    ck_assert_int_eq(holm(4, p), STATUS_OK);
    ck_assert_double_eq_tol(p[0], 0.03, 1e-15);
    ck_assert_double_eq_tol(p[1], 0.06, 1e-15);
    ck_assert_double_eq_tol(p[2], 0.06, 1e-15);
    ck_assert_double_eq_tol(p[3], 0.02, 1e-15);
    ck_assert_double_eq(p[4], 0.9);
    ck_assert_int_eq(holm(1, p + 4), STATUS_OK);
    ck_assert_double_eq(p[4], 0.9);
}
