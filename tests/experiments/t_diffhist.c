/* Score differences: closed mean and variance by brute force and against draws, fresh and shared
 * tokens. */
#include "experiments/diffhist/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/sample.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

static const struct random_stream STREAM = {3, 1234};
static const struct difference_plan PLAN = {
    .near_lo = 0, .near_hi = 6, .far_lo = 100, .far_hi = 112, .shared = false};
static const char *const SPECS[] = {"rope:base=1e4,dim=8",
                                    "rope:base=1e4,dim=8,unit=turn,norm=none", "tapa:dim=8",
                                    "alibi:dim=8,slope=0.05"};
static const char *const LAWS[] = {"gauss:mu=0.5,sigma=1", "aligned:rho=0.75", "crossed:c=0.5"};

/* E S^k over a uniform distance, from the closed moments one distance at a time. */
static void mixture(const struct encoding *e, const struct qk_law *law, double lo, double hi,
                    long double *first, long double *second)
{
    long double n = hi - lo + 1.0;
    *first = *second = 0.0L;
    for (double r = lo; r <= hi; r += 1.0) {
        double mean, variance;
        bool has_mean, has_variance;
        ck_assert(closed_moments(e, law, 1, &r, &mean, &variance, &has_mean, &has_variance) ==
                      STATUS_OK &&
                  has_mean && has_variance);
        *first += mean / n;
        *second += (variance + (long double)mean * mean) / n;
    }
}

TEST(closed_by_brute_force)
{
    struct worst w = {0};
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++)
        for (size_t l = 0; l < TOOLS_COUNT(LAWS); l++) {
            struct encoding *encoding = tools_encoding(SPECS[e]);
            struct qk_law law = tools_law(LAWS[l]);
            long double near[2], far[2];
            double mean, variance;
            bool exists = false;
            mixture(encoding, &law, PLAN.near_lo, PLAN.near_hi, &near[0], &near[1]);
            mixture(encoding, &law, PLAN.far_lo, PLAN.far_hi, &far[0], &far[1]);
            ck_assert_int_eq(difference_closed(encoding, &law, &PLAN, &mean, &variance, &exists),
                             STATUS_OK);
            ck_assert(exists);
            /* 13 terms, a list's trigonometric sums against single ones: 200 units */
            double size = (double)(near[1] + far[1]);
            worst_take(&w, (double)fabsl(mean - (near[0] - far[0])),
                       200.0 * UNIT_ROUNDING * sqrt(size), "mean %s %s", SPECS[e], LAWS[l]);
            worst_take(
                &w,
                (double)fabsl(variance - (near[1] - near[0] * near[0] + far[1] - far[0] * far[0])),
                400.0 * UNIT_ROUNDING * size, "variance %s %s", SPECS[e], LAWS[l]);
            encoding_free(encoding);
        }
    worst_check(&w);
    struct encoding *rope = tools_encoding("rope:base=1e4,dim=8");
    struct qk_law moments = tools_law("moments");
    double mean, variance;
    bool exists = true;
    ck_assert_int_eq(difference_closed(rope, &moments, &PLAN, &mean, &variance, &exists),
                     STATUS_OK);
    ck_assert(!exists);
    encoding_free(rope);
}

/* Fresh tokens: both closed moments within 6.5 standard errors of 2^17 draws. Shared tokens: the
 * same mean; the variance is the average over r, r' of Var(S(r) - S(r')), under gauss norm^2 sum
 * g^2 (2 sigma^4 + 4 sigma^2 mu^2), plus that of the means. */
TEST(drawn_moments_are_the_closed_ones)
{
    enum { PAIRS = 1 << 17 };
    static double difference[PAIRS];
    struct worst w = {0};
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++)
        for (size_t l = 0; l < TOOLS_COUNT(LAWS); l++)
            for (int shared = 0; shared < 2; shared++) {
                struct encoding *encoding = tools_encoding(SPECS[e]);
                struct qk_law law = tools_law(LAWS[l]);
                struct difference_plan plan = PLAN;
                double mean, variance;
                bool exists;
                plan.shared = shared;
                ck_assert(difference_closed(encoding, &law, &plan, &mean, &variance, &exists) ==
                          STATUS_OK);
                ck_assert_int_eq(difference_draw(encoding, &law, &STREAM, &plan, PAIRS, difference),
                                 STATUS_OK);
                struct sample s = sample_of(PAIRS, difference);
                worst_take(&w, fabs(s.mean - mean), DEVIATIONS * sample_mean_error(&s),
                           "mean %s %s shared %d", SPECS[e], LAWS[l], shared);
                if (!shared)
                    worst_take(&w, fabs(sample_variance(&s) - variance),
                               DEVIATIONS * sample_variance_error(&s), "variance %s %s", SPECS[e],
                               LAWS[l]);
                else if (l == 0 && e < 2) {
                    const struct schedule *schedule = encoding_schedule(encoding);
                    double sum = 0.0, n = 7.0 * 13.0, square = 0.0, average = 0.0;
                    for (double r = PLAN.near_lo; r <= PLAN.near_hi; r += 1.0)
                        for (double far = PLAN.far_lo; far <= PLAN.far_hi; far += 1.0) {
                            double at[2] = {r, far}, m[2], v[2];
                            bool a, b;
                            ck_assert(closed_moments(encoding, &law, 2, at, m, v, &a, &b) ==
                                      STATUS_OK);
                            average += (m[0] - m[1]) / n,
                                square += (m[0] - m[1]) * (m[0] - m[1]) / n;
                            for (size_t p = 0; p < schedule->pairs; p++) {
                                double g = 2.0 * sin(M_PI * schedule->turn_hi[p] * (far - r));
                                sum += schedule->norm * schedule->norm * g * g *
                                       (2.0 + 4.0 * 0.25) / n;
                            }
                        }
                    worst_take(&w, fabs(sample_variance(&s) - (sum + square - average * average)),
                               DEVIATIONS * sample_variance_error(&s), "shared variance %s",
                               SPECS[e]);
                }
                encoding_free(encoding);
            }
    worst_check(&w);
}

/* Threads do not matter; a shorter request is a prefix; with one near and one far distance each
 * score can be rebuilt. */
TEST(scores_can_be_rebuilt_from_their_address)
{
    enum { PAIRS = 1000 };
    static double one[PAIRS], two[PAIRS];
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    struct qk_law law = tools_law("gauss:mu=0.5,sigma=1");
    run_threads(1);
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &PLAN, PAIRS, one), STATUS_OK);
    run_threads(2);
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &PLAN, PAIRS, two), STATUS_OK);
    ck_assert_mem_eq(one, two, sizeof one);
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &PLAN, 300, two), STATUS_OK);
    ck_assert_mem_eq(one, two, 300 * sizeof *one);
    struct difference_plan same = {.near_lo = 5,
                                   .near_hi = 5,
                                   .far_lo = 5,
                                   .far_hi = 5,
                                   .shared = true},
                           bad = {.near_lo = -3, .near_hi = 2, .far_hi = 1};
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &same, PAIRS, one), STATUS_OK);
    for (size_t i = 0; i < PAIRS; i++)
        ck_assert(one[i] == 0.0);
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &bad, PAIRS, one), STATUS_DOMAIN);
    /* even draws are near, odd ones far; theta is 1, .1, .01, .001 */
    same.far_lo = same.far_hi = 9, same.shared = false;
    ck_assert_int_eq(difference_draw(e, &law, &STREAM, &same, PAIRS, one), STATUS_OK);
    struct worst w = {0};
    for (size_t i = 0; i < PAIRS; i++) {
        double score[2] = {0.0, 0.0}, size = 0.0;
        for (size_t side = 0; side < 2; side++) {
            double work[16], q[8], k[8];
            qk_draw(&law, &STREAM, 2 * i + side, 8, work, q, k);
            for (size_t n = 0; n < 4; n++) {
                double x = (side ? 9.0 : 5.0) * pow(10.0, -(double)n),
                       a = q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1],
                       b = q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n];
                score[side] += (a * cos(x) + b * sin(x)) / sqrt(8.0), size += fabs(a) + fabs(b);
            }
        }
        worst_take(&w, fabs(one[i] - (score[0] - score[1])), 30.0 * UNIT_ROUNDING * size,
                   "pair %zu", i); /* angles to 9: 10 units */
    }
    worst_check(&w);
    encoding_free(e);
}

/* Edges are the extremes of as many other differences, so that the lowest of both samples is
 * either's with probability 1/2, and the first of many bins stays empty nearly as often; it never
 * does between a sample's own extremes, where no limits hold its count. Four binomial deviations,
 * and an expected tenth of a difference in a bin. */
TEST(end_bins_are_empty_in_half_of_the_runs)
{
    enum { RUNS = 64, BINS = 2000 };
    const double deviation = sqrt(RUNS / 4.0);
    double empty[2] = {0.0};
    for (int seed = 0; seed < RUNS; seed++) {
        char word[32];
        snprintf(word, sizeof word, "--seed=%d", seed);
        const char *const words[] = {"--encoding=rope:base=1e4,dim=8",
                                     "--qk=gauss:mu=0.5,sigma=1",
                                     "--near=0:6",
                                     "--far=100:112",
                                     "--pairs=100",
                                     "--bins=2000",
                                     word,
                                     NULL};
        struct outcome out = run_tools(experiment_find("diffhist"), words);
        ck_assert_msg(out.status == 0, "%s", out.error);
        char *line = strtok(out.text, "\n");
        double total = 0.0;
        for (size_t bin = 0; line; line = strtok(NULL, "\n")) {
            double count, rest;
            /* behind the encoding's quotes: model, ends of the bin, count */
            const char *cells = line[0] == '"' ? strstr(line, "\",") : NULL;
            if (!cells ||
                sscanf(strstr(cells + 2, "\",") + 2, "%lf,%lf,%lf", &rest, &rest, &count) != 3)
                continue;
            empty[0] += bin == 0 && count == 0.0;
            empty[1] += bin == BINS - 1 && count == 0.0;
            total += count;
            bin++;
        }
        ck_assert(total == 100.0); /* what is beyond an edge is in the end bin */
        free(out.text);
        free(out.printed);
        free(out.error);
    }
    for (int end = 0; end < 2; end++)
        check_le(fabs(empty[end] - (0.5 - 0.05) * RUNS), 4.0 * deviation + 0.05 * RUNS);
}
