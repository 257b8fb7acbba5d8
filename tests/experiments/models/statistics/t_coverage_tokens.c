/* How often limits over tokens hold: samples of a population every value of which is known. */
#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/heads/positional_pairs.h"
#include "experiments/heads/sums.h"
#include "experiments/models/statistics/pair_moments.h"
#include "experiments/models/statistics/spectrum.h"
#include "kernels/encodings/encoding.h"
#include "tests/experiments/models/statistics/population.h"
#include "tests/experiments/models/statistics/statistics_tools.h"
#include "tests/tools/coverage_tools.h"

/* Means well apart from zero, as an error away, and none; directions of unlike spread, and tokens
 * three times as large as most. */
static const struct population_plan populations[] = {
    {"far from zero", {0.6, 0.8}, 0.9, 0.5, 0.0},
    {"near zero", {0.05, 0.05}, 0.9, 0.5, 0.0},
    {"centred", {0.0, 0.0}, 0.9, 0.5, 0.0},
    {"long tail", {0.2, 2.0}, 0.8, 0.8, 0.1},
};
enum { TOKENS = 500, CONTEXT = 32 };

/* What has limits: of each pair, and of all. */
enum { MEAN_A, MEAN_B, USAGE, OFFSET_Q, OFFSET_K, ANGLE, SQUARE, PAIR_LIMITS };
enum {
    USAGE_SLOW = PAIR_LIMITS * POPULATION_PAIRS,
    WHOLE_OFFSET_Q,
    WHOLE_OFFSET_K,
    OFFSET_ANGLE,
    SPREAD_A,
    POSITIONAL_CORR,
    STABLE_RANK,
    FIRST_SHARE,
    DOPE_RANK,
    STABLE_RANK_ROTATED,
    FIRST_SHARE_ROTATED,
    DOPE_RANK_ROTATED,
    LIMITS
};
static const char *const names[] = {"mean_a",
                                    "mean_b",
                                    "usage",
                                    "offset_q",
                                    "offset_k",
                                    "angle_rad",
                                    "product_square",
                                    "usage_slow",
                                    "whole offset_q",
                                    "whole offset_k",
                                    "offset_angle",
                                    "spread_a",
                                    "positional_corr",
                                    "stable_rank",
                                    "first_share",
                                    "dope_rank unrotated",
                                    "stable_rank_rotated",
                                    "first_share_rotated",
                                    "dope_rank"};

static struct token_estimate normal(double value, double error)
{
    return (struct token_estimate){
        .value = value, .lo = value - 1.96 * error, .hi = value + 1.96 * error};
}

static void spectrum_put(const struct spectrum *s, struct token_estimate *out)
{
    out[0] = s->stable;
    out[1] = s->first;
    out[2] = s->truncated;
}

static void take(const struct token_rows *rows, const struct schedule *schedule,
                 struct token_estimate out[LIMITS])
{
    struct pair_moments_of_tokens m[POPULATION_PAIRS];
    struct token_estimate sum[HEAD_SUMS];
    struct spectrum s;
    ck_assert_int_eq(pair_moments_take(rows, m), STATUS_OK);
    for (size_t n = 0; n < POPULATION_PAIRS; n++, out += PAIR_LIMITS) {
        out[MEAN_A] = normal(m[n].mean_a, m[n].mean_a_error);
        out[MEAN_B] = normal(m[n].mean_b, m[n].mean_b_error);
        out[USAGE] = normal(m[n].usage, m[n].usage_error);
        out[OFFSET_Q] = m[n].offset[TOKEN_QUERY];
        out[OFFSET_K] = m[n].offset[TOKEN_KEY];
        out[ANGLE] = m[n].angle;
        out[SQUARE] = m[n].product_square;
    }
    out -= USAGE_SLOW;
    struct token_sums *sums = sums_of(rows, schedule, true);
    ck_assert_int_eq(head_sums_take(sums, schedule, CONTEXT, sum), STATUS_OK);
    out[USAGE_SLOW] = sum[SUM_USAGE_SLOW];
    out[WHOLE_OFFSET_Q] = sum[SUM_OFFSET_Q];
    out[WHOLE_OFFSET_K] = sum[SUM_OFFSET_K];
    out[OFFSET_ANGLE] = sum[SUM_OFFSET_ANGLE];
    ck_assert_int_eq(head_spread_take(sums, schedule, &out[SPREAD_A]), STATUS_OK);
    ck_assert_int_eq(positional_pairs_take(sums, schedule, CONTEXT, &out[POSITIONAL_CORR]),
                     STATUS_OK);
    ck_assert_int_eq(spectrum_take(sums, 0, &s), STATUS_OK);
    spectrum_put(&s, &out[STABLE_RANK]);
    ck_assert_int_eq(spectrum_take(sums, 1, &s), STATUS_OK);
    spectrum_put(&s, &out[STABLE_RANK_ROTATED]);
    token_sums_free(sums);
}

/* Of keys at so many positions: the mean over them of R_t E[k k'] R_t'. */
static void rotated_truth(const struct population *p, const struct schedule *schedule,
                          struct token_estimate *out)
{
    enum { D = POPULATION_DIM };
    double second[D][D] = {{0}}, sum = 0.0, entropy = 0.0;
    gsl_matrix *mean = gsl_matrix_calloc(D, D);
    gsl_vector *eigen = gsl_vector_alloc(D);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(D);
    for (size_t t = 0; t < POPULATION; t++)
        for (size_t i = 0; i < D; i++)
            for (size_t j = 0; j < D; j++)
                second[i][j] += p->row[TOKEN_KEY][t][i] * p->row[TOKEN_KEY][t][j] / POPULATION;
    for (size_t t = 0; t < TOKENS; t++) {
        double r[D][D] = {{0}}, half[D][D] = {{0}};
        for (size_t n = 0; n < D / 2; n++) {
            double x = TWO_PI * (schedule->turn_hi[n] + schedule->turn_lo[n]) * (double)t;
            r[2 * n][2 * n] = r[2 * n + 1][2 * n + 1] = cos(x);
            r[2 * n][2 * n + 1] = -sin(x);
            r[2 * n + 1][2 * n] = sin(x);
        }
        for (size_t i = 0; i < D; i++)
            for (size_t j = 0; j < D; j++)
                half[i][j] = r[i][i] * second[i][j] + r[i][i ^ 1] * second[i ^ 1][j];
        for (size_t i = 0; i < D; i++)
            for (size_t j = 0; j < D; j++)
                *gsl_matrix_ptr(mean, i, j) += half[i][j] * r[j][j] + half[i][j ^ 1] * r[j][j ^ 1];
    }
    gsl_eigen_symm(mean, eigen, work);
    for (size_t i = 0; i < D; i++)
        sum += gsl_vector_get(eigen, i);
    for (size_t i = 0; i < D; i++)
        entropy -= gsl_vector_get(eigen, i) / sum * log(gsl_vector_get(eigen, i) / sum);
    out[0].value = sum / gsl_vector_max(eigen);
    out[1].value = gsl_vector_max(eigen) / sum;
    out[2].value = exp(entropy);
    gsl_eigen_symm_free(work);
    gsl_matrix_free(mean);
    gsl_vector_free(eigen);
}

/* Whether an angle is within limits, whole turns apart. */
static void angle_take(struct misses *m, double truth, const struct token_estimate *got)
{
    double apart = remainder(truth - got->value, TWO_PI);
    misses_take(m, apart, got->lo - got->value, got->hi - got->value);
}

static void sample_take(const struct token_estimate *truth, const struct token_estimate *got,
                        struct misses *m)
{
    for (size_t i = 0; i < LIMITS; i++)
        if (i < USAGE_SLOW && i % PAIR_LIMITS == ANGLE)
            angle_take(&m[i], truth[i].value, &got[i]);
        else
            misses_take(&m[i], truth[i].value, got[i].lo, got[i].hi);
}

/* What has no truth: directions of means that are zero, and of positional_corr the shape of a mean
 * score that is. */
static bool undefined(const struct population_plan *plan, size_t i)
{
    bool angle = i == OFFSET_ANGLE || (i < USAGE_SLOW && i % PAIR_LIMITS == ANGLE);
    return angle && plan->offset[TOKEN_QUERY] == 0.0;
}

/* 95 % limits hold in 92 % at least, a side is missed in 6.5 % at most: skewed statistics of 500
 * tokens. What cannot be under zero has no limit there. */
TEST_EACH(limits_over_tokens_hold_as_often_as_stated, TOOLS_COUNT(populations))
{
    static struct population p;
    const struct population_plan *plan = &populations[_i];
    struct encoding *e = tools_encoding("rope:base=1e3,dim=16");
    const struct schedule *schedule = encoding_schedule(e);
    size_t runs = coverage_amount(100, 4000);
    struct token_estimate truth[LIMITS], got[LIMITS];
    struct misses m[LIMITS] = {{0}};
    struct worst w = {0};
    population_make(&p, plan);
    take(&p.rows, schedule, truth);
    rotated_truth(&p, schedule, &truth[STABLE_RANK_ROTATED]);
    for (size_t r = 0; r < runs; r++) {
        struct population_sample s;
        population_draw(&s, &p, TOKENS, r);
        take(&s.rows, schedule, got);
        ck_assert(got[SPREAD_A].lo >= 0.0 && got[OFFSET_Q].lo >= 0.0 &&
                  got[OFFSET_ANGLE].lo >= 0.0);
        sample_take(truth, got, m);
    }
    for (size_t i = 0; i < LIMITS; i++) {
        char what[96];
        size_t name = i < USAGE_SLOW ? i % PAIR_LIMITS : i - USAGE_SLOW + PAIR_LIMITS;
        snprintf(what, sizeof what, "%s, %s %zu", plan->name, names[name],
                 i < USAGE_SLOW ? i / PAIR_LIMITS : 0);
        if (!undefined(plan, i))
            misses_check(&w, &m[i], (double)runs, 0.92, 0.065, what);
    }
    worst_check(&w);
    encoding_free(e);
}
