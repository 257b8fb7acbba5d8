/* Matrices of products over tokens, and the tests made of them, against loops over tokens. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/random.h"
#include "experiments/models/statistics/equality.h"
#include "kernels/encodings/encoding.h"
#include "tests/experiments/models/statistics/statistics_tools.h"
#include "tests/tools/coverage_tools.h"

enum { DIM = 8, PAIRS = DIM / 2, BOTH = 2 * DIM };

static const size_t sizes[][TOKEN_SIDES] = {{50, 50}, {700, 700}, {90, 41}};

/* A token's coordinates of both sides, and its lengths. */
static double variable(const struct array_rows *a, size_t t, size_t i, bool lengths)
{
    size_t width = lengths ? PAIRS : DIM, side = i / width, n = i % width;
    const double *row = a->row[side] + t * DIM;
    return lengths ? hypot(row[2 * n], row[2 * n + 1]) : row[n];
}

static double covariance(const struct array_rows *a, size_t i, size_t j, bool lengths)
{
    size_t width = lengths ? PAIRS : DIM;
    double tokens = (double)a->rows.tokens[i / width], mean[2] = {0.0}, sum = 0.0;
    if (!token_rows_joint(&a->rows) && i / width != j / width)
        return 0.0;
    for (size_t t = 0; t < a->rows.tokens[i / width]; t++) {
        mean[0] += variable(a, t, i, lengths) / tokens;
        mean[1] += variable(a, t, j, lengths) / tokens;
    }
    for (size_t t = 0; t < a->rows.tokens[i / width]; t++)
        sum += (variable(a, t, i, lengths) - mean[0]) * (variable(a, t, j, lengths) - mean[1]);
    return sum / (tokens - 1.0);
}

TEST_EACH(covariances_are_those_of_the_rows, TOOLS_COUNT(sizes))
{
    struct array_rows a;
    double got[BOTH * BOTH];
    struct worst w = {0};
    array_rows_make(&a, DIM, sizes[_i][0], sizes[_i][1], 21);
    struct token_sums *sums = sums_of(&a.rows, NULL, true);
    for (int lengths = 0; lengths < 2; lengths++) {
        size_t width = lengths ? DIM : BOTH;
        if (lengths)
            token_norm_covariance(sums, 1.0, got);
        else
            token_covariance(sums, 1.0, got);
        for (size_t i = 0; i < width; i++)
            for (size_t j = 0; j < width; j++)
                worst_take(&w, got[i * width + j] - covariance(&a, i, j, lengths), 1e-13,
                           "%zu %zu, lengths %d", i, j, lengths);
    }
    worst_check(&w);
    token_sums_free(sums);
    array_rows_free(&a);
}

/* By group, and over all, each row turned by its own position; angles of a few hundred radians. */
TEST_EACH(grams_are_those_of_keys_at_their_positions, TOOLS_COUNT(sizes))
{
    struct array_rows a;
    struct worst w = {0};
    struct encoding *e = tools_encoding("rope:base=100,dim=8,rotary=6");
    const struct schedule *schedule = encoding_schedule(e);
    array_rows_make(&a, DIM, sizes[_i][0], sizes[_i][1], 2);
    struct token_sums *sums = sums_of(&a.rows, schedule, true);
    double gram[2][DIM][DIM] = {{{0.0}}}, *key = a.row[TOKEN_KEY];
    for (size_t t = 0; t < sizes[_i][1]; t++) {
        double turned[DIM];
        for (size_t n = 0; n < PAIRS; n++) {
            double x = n < 3 ? (double)t * pow(100.0, -(double)n / 3.0) : 0.0,
                   *at = key + t * DIM + 2 * n;
            turned[2 * n] = at[0] * cos(x) - at[1] * sin(x);
            turned[2 * n + 1] = at[0] * sin(x) + at[1] * cos(x);
        }
        for (size_t i = 0; i < DIM; i++)
            for (size_t j = 0; j < DIM; j++) {
                gram[0][i][j] += key[t * DIM + i] * key[t * DIM + j];
                gram[1][i][j] += turned[i] * turned[j];
            }
    }
    for (size_t which = 0; which < 2; which++)
        for (size_t i = 0, at = 0; i < DIM; i++)
            for (size_t j = 0; j <= i; j++, at++) {
                double sum = 0.0;
                for (size_t g = 0; g < sums->groups; g++)
                    sum += sums->gram[(2 * g + which) * packed_size(DIM) + at];
                worst_take(&w, sum - gram[which][i][j], 1e-13 * (double)sizes[_i][1] * 10.0,
                           "%zu: %zu %zu", which, i, j);
            }
    worst_check(&w);
    token_sums_free(sums);
    encoding_free(e);
    array_rows_free(&a);
}

/* The mean coefficients' influences, token by token, and Gauss elimination of their covariance. */
static double slow_statistic(const struct array_rows *a, enum equality equality, size_t rotating)
{
    enum { MOST = 2 * PAIRS };
    size_t runs = equality == EQUALITY_ASSUMPTION ? 2 : 1, count = 0;
    double v[MOST][MOST + 1] = {{0.0}}, mean[TOKEN_SIDES][DIM], statistic = 0.0;
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t d = 0; d < DIM; d++)
            mean[side][d] = array_mean(a, side, d);
    bool joint = token_rows_joint(&a->rows);
    for (size_t side = 0; side < (joint ? 1 : TOKEN_SIDES); side++)
        for (size_t t = 0; t < a->rows.tokens[side]; t++) {
            double x[MOST], tokens = (double)a->rows.tokens[side];
            count = 0;
            for (size_t run = 0; run < runs; run++) {
                bool turned = equality == EQUALITY_B || run == 1;
                double first = 0.0;
                for (size_t n = 0; n < rotating; n++) {
                    double *mq = mean[0] + 2 * n, *mk = mean[1] + 2 * n, influence = 0.0,
                           *q = a->row[0] + t * DIM + 2 * n, *k = a->row[1] + t * DIM + 2 * n;
                    if (joint || side == 0)
                        influence += turned ? (q[0] - mq[0]) * mk[1] - (q[1] - mq[1]) * mk[0]
                                            : (q[0] - mq[0]) * mk[0] + (q[1] - mq[1]) * mk[1];
                    if (joint || side == 1)
                        influence += turned ? mq[0] * (k[1] - mk[1]) - mq[1] * (k[0] - mk[0])
                                            : mq[0] * (k[0] - mk[0]) + mq[1] * (k[1] - mk[1]);
                    double value = turned ? mq[0] * mk[1] - mq[1] * mk[0]
                                          : mq[0] * mk[0] + mq[1] * mk[1];
                    if (n == 0) {
                        first = influence;
                        statistic = value;
                    } else {
                        x[count] = influence - first;
                        v[count++][MOST] = value - statistic;
                    }
                }
            }
            for (size_t i = 0; i < count; i++)
                for (size_t j = 0; j < count; j++)
                    v[i][j] += x[i] * x[j] / (tokens * (tokens - 1.0));
        }
    statistic = 0.0;
    double solved[MOST], contrast[MOST];
    for (size_t i = 0; i < count; i++)
        contrast[i] = v[i][MOST];
    for (size_t i = 0; i < count; i++)
        for (size_t r = i + 1; r < count; r++) {
            double factor = v[r][i] / v[i][i];
            for (size_t j = i; j < count; j++)
                v[r][j] -= factor * v[i][j];
            v[r][MOST] -= factor * v[i][MOST];
        }
    for (size_t i = count; i-- > 0;) {
        solved[i] = v[i][MOST];
        for (size_t j = i + 1; j < count; j++)
            solved[i] -= v[i][j] * solved[j];
        solved[i] /= v[i][i];
        statistic += solved[i] * contrast[i];
    }
    return statistic;
}

TEST_EACH(statistic_is_the_contrasts_by_their_covariance, TOOLS_COUNT(sizes))
{
    struct array_rows a;
    struct equality_test got;
    array_rows_make(&a, DIM, sizes[_i][0], sizes[_i][1], 14);
    struct token_sums *sums = sums_of(&a.rows, NULL, true);
    for (int e = 0; e < EQUALITY_AMPLITUDE; e++)
        for (size_t rotating = 2; rotating <= PAIRS; rotating++) {
            ck_assert_int_eq(equality_test(sums, (enum equality)e, rotating, &got), STATUS_OK);
            double want = slow_statistic(&a, (enum equality)e, rotating);
            ck_assert_double_eq_tol(got.statistic / want, 1.0, 1e-9);
            double p = (double)(rotating - 1) * (e == EQUALITY_ASSUMPTION ? 2.0 : 1.0),
                   t = fmin((double)sizes[_i][0], (double)sizes[_i][1]);
            ck_assert_double_eq_tol(
                got.p, gsl_cdf_fdist_Q(want * (t - p) / (p * (t - 1.0)), p, t - p), 1e-8);
        }
    token_sums_free(sums);
    array_rows_free(&a);
}

/* Pairs alike but for `tilt` in the last of the keys. */
struct alike {
    struct random_stream stream;
    double tilt;
};

static enum status alike_read(const void *self, size_t side, size_t first, size_t count,
                              double *out)
{
    const struct alike *alike = self;
    for (size_t t = 0; t < count; t++) {
        double z[2 * DIM];
        random_normals(&alike->stream, first + t, 2 * DIM, z);
        for (size_t d = 0; d < DIM; d++)
            out[t * DIM + d] = 0.7 * (d % 2 == 0) + 0.2 + z[side * DIM + d] + 0.5 * z[d] +
                               (side == TOKEN_KEY && d >= DIM - 2 ? alike->tilt : 0.0);
    }
    return STATUS_OK;
}

/* Where pairs are alike a p-value falls under 5 % in 5 % of samples; the last pair of keys that
 * is off raises that. */
TEST(p_values_hold_and_notice)
{
    enum { TOKENS = 300 };
    size_t runs = coverage_amount(1000, 20000);
    struct worst w = {0};
    for (int tilted = 0; tilted < 2; tilted++) {
        double under[EQUALITY_COUNT] = {0.0};
        for (size_t r = 0; r < runs; r++) {
            struct alike alike = {{r, 5}, tilted ? 0.5 : 0.0};
            struct token_rows rows = {&alike, DIM, {TOKENS, TOKENS}, false, alike_read};
            struct token_sums *sums = sums_of(&rows, NULL, true);
            for (int e = 0; e < EQUALITY_COUNT; e++) {
                struct equality_test got;
                ck_assert_int_eq(equality_test(sums, (enum equality)e, PAIRS, &got), STATUS_OK);
                under[e] += got.p < 0.05;
            }
            token_sums_free(sums);
        }
        for (int e = 0; e < EQUALITY_COUNT; e++) {
            double share = under[e] / (double)runs,
                   chance = DEVIATIONS * sqrt(0.05 * 0.95 / (double)runs);
            if (!tilted)
                worst_take(&w, share - 0.05, chance, "%s", equality_names[e]);
            else
                ck_assert_msg(share >= 0.05 + 2.0 * chance, "%s: %g", equality_names[e], share);
        }
    }
    worst_check(&w);
}

/* Too few tokens, pairs or ranks: nothing is said. */
TEST(nothing_is_said_without_enough_tokens)
{
    struct array_rows a;
    struct equality_test got;
    array_rows_make(&a, DIM, 7, 7, 14);
    struct token_sums *sums = sums_of(&a.rows, NULL, true);
    ck_assert_int_eq(equality_test(sums, EQUALITY_ASSUMPTION, 4, &got), STATUS_UNDEFINED);
    ck_assert_int_eq(equality_test(sums, EQUALITY_A, 1, &got), STATUS_UNDEFINED);
    ck_assert_int_eq(equality_test(sums, EQUALITY_A, 4, &got), STATUS_OK);
    token_sums_free(sums);
    for (size_t t = 0; t < 7; t++)
        for (size_t side = 0; side < TOKEN_SIDES; side++)
            for (size_t i = 0; i < 2; i++) /* the second pair repeats the first */
                a.row[side][t * DIM + 2 + i] = a.row[side][t * DIM + i];
    sums = sums_of(&a.rows, NULL, true);
    ck_assert_int_eq(equality_test(sums, EQUALITY_A, 4, &got), STATUS_UNDEFINED);
    token_sums_free(sums);
    array_rows_free(&a);
}
