/* Moments of pairs over tokens against sums over all pairs of tokens, written from the
 * definitions, and how often their errors hold. */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/random.h"
#include "experiments/models/statistics/pair_moments.h"
#include "tests/experiments/models/statistics/statistics_tools.h"
#include "tests/tools/coverage_tools.h"

enum { DIM = 6, PAIRS = DIM / 2 };

/* Numbers of queries and keys; 3 leave groups of one, 500 more than a chunk to a group of 16. */
static const size_t sizes[][TOKEN_SIDES] = {{3, 3}, {40, 40}, {500, 500}, {37, 61}};

/* A hundred roundings of numbers up to ten. */
#define ROUNDING 1e-13

static const double *row_of(const struct array_rows *a, size_t side, size_t t)
{
    return a->row[side] + t * DIM;
}

static double coefficient(const double *q, const double *k, size_t n, bool turned)
{
    return turned ? q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n]
                  : q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1];
}

static double length(const double *x, size_t n) { return hypot(x[2 * n], x[2 * n + 1]); }

/* The error of a mean coefficient: the influences of both sides' tokens, one by one. */
static double error_of(const struct array_rows *a, size_t n, bool turned)
{
    double mean[TOKEN_SIDES][DIM], variance = 0.0;
    bool joint = token_rows_joint(&a->rows);
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t d = 0; d < DIM; d++)
            mean[side][d] = array_mean(a, side, d);
    double whole = coefficient(mean[0], mean[1], n, turned);
    for (size_t side = 0; side < (joint ? 1 : 2); side++) {
        double tokens = (double)a->rows.tokens[side];
        for (size_t t = 0; t < a->rows.tokens[side]; t++) {
            double q = joint || side == 0 ? coefficient(row_of(a, 0, t), mean[1], n, turned) - whole
                                          : 0.0,
                   k = joint || side == 1 ? coefficient(mean[0], row_of(a, 1, t), n, turned) - whole
                                          : 0.0;
            variance += (q + k) * (q + k) / (tokens * (tokens - 1.0));
        }
    }
    return sqrt(variance);
}

static void check_offset(struct worst *w, const struct array_rows *a, size_t side, size_t n,
                         double got)
{
    double x = array_mean(a, side, 2 * n), y = array_mean(a, side, 2 * n + 1), square = 0.0;
    for (size_t t = 0; t < a->rows.tokens[side]; t++) {
        const double *row = row_of(a, side, t);
        square += pow(row[2 * n] - x, 2.0) + pow(row[2 * n + 1] - y, 2.0);
    }
    worst_take(w, got - hypot(x, y) / sqrt(square / (double)a->rows.tokens[side]), ROUNDING,
               "offset %zu of side %zu", n, side);
}

TEST_EACH(moments_are_those_of_all_pairs_of_tokens, TOOLS_COUNT(sizes))
{
    struct array_rows a;
    struct pair_moments_of_tokens got[PAIRS];
    struct worst w = {0};
    array_rows_make(&a, DIM, sizes[_i][0], sizes[_i][1], 11);
    double all = (double)sizes[_i][0] * (double)sizes[_i][1];
    bool joint = token_rows_joint(&a.rows);
    ck_assert_int_eq(pair_moments_take(&a.rows, got), STATUS_OK);
    for (size_t n = 0; n < PAIRS; n++) {
        double mean[2] = {0.0}, drawn = 0.0, square = 0.0, usage = 0.0, usage_square = 0.0;
        for (size_t s = 0; s < sizes[_i][0]; s++)
            for (size_t t = 0; t < sizes[_i][1]; t++) {
                const double *q = row_of(&a, 0, s), *k = row_of(&a, 1, t);
                mean[0] += coefficient(q, k, n, false) / all;
                mean[1] += coefficient(q, k, n, true) / all;
                drawn += hypot(coefficient(q, k, n, false), coefficient(q, k, n, true)) / all;
                square += (pow(q[2 * n] * k[2 * n], 2.0) + pow(q[2 * n + 1] * k[2 * n + 1], 2.0)) /
                          (2.0 * all);
            }
        worst_take(&w, got[n].mean_a - mean[0], ROUNDING, "mean a %zu", n);
        worst_take(&w, got[n].mean_b - mean[1], ROUNDING, "mean b %zu", n);
        worst_take(&w, got[n].permuted - drawn, ROUNDING, "drawn %zu", n);
        worst_take(&w, got[n].product_square.value - square, ROUNDING, "square %zu", n);
        worst_take(&w, got[n].mean_a_error - error_of(&a, n, false), ROUNDING, "error a %zu", n);
        worst_take(&w, got[n].mean_b_error - error_of(&a, n, true), ROUNDING, "error b %zu", n);
        worst_take(&w, got[n].angle.value - atan2(mean[1], mean[0]), ROUNDING, "angle %zu", n);
        for (size_t side = 0; side < TOKEN_SIDES; side++)
            check_offset(&w, &a, side, n, got[n].offset[side].value);
        if (!joint) {
            ck_assert(isnan(got[n].usage) && isnan(got[n].usage_error));
            continue;
        }
        double tokens = (double)sizes[_i][0];
        for (size_t t = 0; t < sizes[_i][0]; t++)
            usage += length(row_of(&a, 0, t), n) * length(row_of(&a, 1, t), n) / tokens;
        for (size_t t = 0; t < sizes[_i][0]; t++)
            usage_square += pow(length(row_of(&a, 0, t), n) * length(row_of(&a, 1, t), n) - usage,
                                2.0);
        worst_take(&w, got[n].usage - usage, ROUNDING, "usage %zu", n);
        worst_take(&w, got[n].usage_error - sqrt(usage_square / (tokens * (tokens - 1.0))),
                   ROUNDING, "error of usage %zu", n);
    }
    worst_check(&w);
    array_rows_free(&a);
}

/* Far from zero the spread keeps its digits: a shift of all rows moves no covariance. */
TEST(distance_from_zero_costs_no_digits)
{
    struct array_rows a;
    double near[4 * DIM * DIM], far[4 * DIM * DIM];
    array_rows_make(&a, DIM, 300, 300, 3);
    struct token_sums *sums = sums_of(&a.rows, NULL, true);
    token_covariance(sums, 1.0, near);
    token_sums_free(sums);
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t i = 0; i < 300 * DIM; i++)
            a.row[side][i] += 0x1p20; /* leaves 2^-33 of each number */
    sums = sums_of(&a.rows, NULL, true);
    token_covariance(sums, 1.0, far);
    for (size_t i = 0; i < 4 * DIM * DIM; i++)
        ck_assert_double_eq_tol(near[i], far[i], 1e-8);
    token_sums_free(sums);
    array_rows_free(&a);
}

/* Normal queries and keys of one token, correlated. */
static enum status normal_read(const void *self, size_t side, size_t first, size_t count,
                               double *out)
{
    const struct random_stream *stream = self;
    for (size_t t = 0; t < count; t++) {
        double z[2 * DIM];
        random_normals(stream, first + t, 2 * DIM, z);
        for (size_t d = 0; d < DIM; d++)
            out[t * DIM + d] = side == TOKEN_QUERY
                                   ? z[d] + (d < 4 ? 0.6 : 0.0)
                                   : 0.8 * z[d ^ 1] + 0.6 * z[DIM + d] - (d < 2 ? 0.4 : 0.0);
    }
    return STATUS_OK;
}

/* Means 0.6 and -0.4 in the first pair, 0.6 and 0 in the second, none in the third: errors are of
 * two means, of one, and of a product of errors, where limits are too wide. */
TEST(errors_hold_as_often_as_stated)
{
    enum { TOKENS = 200, Z_RUNS = 1000 };
    static const double truth[PAIRS] = {-0.48, 0.0, 0.0};
    size_t runs = coverage_amount(Z_RUNS, 20000);
    struct misses a[PAIRS] = {{0}}, offset = {0};
    struct worst w = {0};
    for (size_t r = 0; r < runs; r++) {
        struct random_stream stream = {r, 77};
        struct token_rows rows = {&stream, DIM, {TOKENS, TOKENS}, false, normal_read};
        struct pair_moments_of_tokens got[PAIRS];
        ck_assert_int_eq(pair_moments_take(&rows, got), STATUS_OK);
        for (size_t n = 0; n < PAIRS; n++) /* 1.972: Student's at 199 degrees of freedom */
            misses_take(&a[n], truth[n], got[n].mean_a - 1.972 * got[n].mean_a_error,
                        got[n].mean_a + 1.972 * got[n].mean_a_error);
        misses_take(&offset, 0.6, got[0].offset[0].lo, got[0].offset[0].hi);
    }
    for (size_t n = 0; n < PAIRS; n++)
        misses_check(&w, &a[n], (double)runs, 0.95, 0.025, "mean a");
    misses_check(&w, &offset, (double)runs, 0.95, 0.03, "offset");
    worst_check(&w);
}

/* Bytes do not depend on threads. */
TEST(sums_are_the_same_on_any_number_of_threads)
{
    struct array_rows a;
    int threads = omp_get_max_threads();
    array_rows_make(&a, DIM, 333, 333, 8);
    omp_set_num_threads(1);
    struct token_sums *one = sums_of(&a.rows, NULL, true);
    omp_set_num_threads(3);
    struct token_sums *three = sums_of(&a.rows, NULL, true);
    omp_set_num_threads(threads);
    ck_assert_mem_eq(one->total, three->total, token_part_size(DIM) * sizeof(double));
    for (size_t m = 0; m < MATRIX_COUNT; m++)
        ck_assert_mem_eq(one->matrix[m], three->matrix[m], DIM * DIM * sizeof(double));
    ck_assert_mem_eq(one->gram, three->gram, one->groups * 2 * packed_size(DIM) * sizeof(double));
    token_sums_free(one);
    token_sums_free(three);
    array_rows_free(&a);
}
