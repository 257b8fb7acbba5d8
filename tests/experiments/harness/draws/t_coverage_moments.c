/* How often limits that assume something of a law hold the moments of scores, and the expected
 * counts of a histogram. POSBIAS_SLOW=1 takes more runs of more encodings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/bias/measure.h"
#include "experiments/diffhist/measure.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/montecarlo.h"
#include "experiments/normality/summary.h"
#include "tests/tools/coverage_tools.h"

SUITE_SECONDS(3600);

static const struct random_stream STREAM = {72, 9};

/* The first rows are the quick ones; TAPA's scores have the longest tails. */
static const struct {
    const char *encoding, *law;
} drawn[] = {{"tapa:dim=128,alpha=0.1,split=0.5", "gauss"},
             {"rope:base=1e4,dim=8", "gauss"},
             {"rope:base=1e4,dim=128", "gauss"},
             {"alibi:dim=128,slope=0.004", "gauss"},
             {"rope:base=1e4,dim=8", "aligned:rho=0.5"},
             {"rope:base=1e4,dim=128", "aligned:rho=0.5"},
             {"tapa:dim=128,alpha=0.1,split=0.5", "aligned:rho=0.5"},
             {"alibi:dim=128,slope=0.004", "aligned:rho=0.5"},
             {"rope:base=1e4,dim=8", "crossed:c=0.5"},
             {"rope:base=1e4,dim=128", "crossed:c=0.5"},
             {"tapa:dim=128,alpha=0.1,split=0.5", "crossed:c=0.5"},
             {"alibi:dim=128,slope=0.004", "crossed:c=0.5"},
             {"rope:base=1e4,dim=8", "phase"},
             {"rope:base=1e4,dim=128", "phase"}};

/* Runs of so many draws at one distance, by seeds; truth is the moments of all together. The
 * variance's shares are what bias says of var_mc_lo, by the law's own kurtosis and by Bonett's
 * limits. */
TEST(moments_of_a_score_hold_as_often_as_bias_says)
{
    static const struct {
        size_t draws;
        double bonett;
    } at[] = {{10, 0.91}, {30, 0.91}, {100, 0.93}};
    size_t rows = coverage_amount(2, TOOLS_COUNT(drawn)), runs = coverage_amount(1000, 10000);
    const double distance = 100.0;
    struct worst w = {0};
    struct sample *sample = malloc(runs * sizeof *sample);
    ck_assert_ptr_nonnull(sample);
    for (size_t i = 0; i < rows * TOOLS_COUNT(at); i++) {
        struct encoding *e = tools_encoding(drawn[i % rows].encoding);
        const struct encoding *const group[] = {e};
        struct qk_law law = tools_law(drawn[i % rows].law);
        struct sample all = {0};
        struct misses mean = {0}, own = {0}, bonett = {0};
        double lo, hi, excess;
        ck_assert_int_eq(bias_kurtosis(e, &law, distance, &excess), STATUS_OK);
        for (size_t r = 0; r < runs; r++) {
            struct random_stream stream = {r, STREAM.stream};
            struct sample *out = &sample[r];
            ck_assert_int_eq(
                montecarlo_scores(1, group, &law, &stream, at[i / rows].draws, 1, &distance, &out),
                STATUS_OK);
            sample_join(&all, &sample[r]);
        }
        for (size_t r = 0; r < runs; r++) {
            double half = interval_student(&sample[r], 0.95);
            misses_take(&mean, all.mean, sample[r].mean - half, sample[r].mean + half);
            ck_assert_int_eq(interval_variance(&sample[r], 0.95, &lo, &hi), STATUS_OK);
            misses_take(&bonett, sample_variance(&all), lo, hi);
            ck_assert_int_eq(interval_variance_known(&sample[r], excess, 0.95, &lo, &hi),
                             STATUS_OK);
            misses_take(&own, sample_variance(&all), lo, hi);
        }
        struct message what;
        message_set(&what, "%s %s, %zu draws", drawn[i % rows].encoding, drawn[i % rows].law,
                    at[i / rows].draws);
        misses_check(&w, &mean, (double)runs, 0.95, 0.025, what.text);
        misses_check(&w, &own, (double)runs, 0.94, 0.035, what.text);
        misses_check(&w, &bonett, (double)runs, at[i / rows].bonett, 0.09, what.text);
        encoding_free(e);
    }
    free(sample);
    worst_check(&w);
}

/* Closed bins between the sample's own extremes held an end bin's count in 6 of 100 runs. */
TEST(end_bins_of_a_histogram_hold)
{
    static const struct difference_plan plan = {0.0, 0.0, 1000.0, 1000.0, false};
    enum { PAIRS = 100, MANY = 200000 };
    const size_t bins[] = {1000, 10};
    size_t rows = coverage_amount(1, 8), runs = coverage_amount(400, 2000);
    double *many = malloc(MANY * sizeof *many), own[PAIRS];
    struct worst w = {0};
    ck_assert_ptr_nonnull(many);
    for (size_t i = 0; i < rows * 2; i++) {
        struct encoding *e = tools_encoding(drawn[i % rows].encoding);
        struct qk_law law = tools_law(drawn[i % rows].law);
        size_t count = bins[i / rows];
        struct misses missed[2] = {{0}};
        double lo, hi;
        ck_assert_int_eq(difference_draw(e, &law, &STREAM, &plan, MANY, many), STATUS_OK);
        for (size_t r = 0; r < runs; r++) {
            struct random_stream stream = {1000 + r, STREAM.stream};
            double from = HUGE_VAL, to = -HUGE_VAL, seen[2] = {0.0}, truth[2] = {0.0};
            ck_assert_int_eq(difference_span(e, &law, &stream, &plan, PAIRS, &from, &to),
                             STATUS_OK);
            ck_assert_int_eq(difference_draw(e, &law, &stream, &plan, PAIRS, own), STATUS_OK);
            double width = (to - from) / (double)count;
            for (size_t k = 0; k < PAIRS; k++) {
                size_t bin = difference_bin(own[k], from, width, count);
                seen[0] += bin == 0, seen[1] += bin == count - 1;
            }
            for (size_t k = 0; k < MANY; k++)
                truth[0] += many[k] < from + width, truth[1] += many[k] >= to - width;
            for (int end = 0; end < 2; end++) {
                ck_assert_int_eq(interval_binomial(seen[end], PAIRS, 0.95, &lo, &hi), STATUS_OK);
                misses_take(&missed[end], truth[end] / MANY, lo, hi);
            }
        }
        for (int end = 0; end < 2; end++) {
            struct message what;
            message_set(&what, "%s bin of %zu, %s %s", end ? "last" : "first", count,
                        drawn[i % rows].encoding, drawn[i % rows].law);
            misses_check(&w, &missed[end], (double)runs, 0.95, 0.025, what.text);
        }
        encoding_free(e);
    }
    free(many);
    worst_check(&w);
}

/* Of the mean square, which the median stands for, Student's limits held 83 to 96 %. */
TEST(size_of_the_split_error_holds_at_few_draws)
{
    if (tools_spared("size_of_the_split_error_holds_at_few_draws",
                     "a law is sampled, by code that smaller tests run"))
        return;
    static const struct {
        const char *encoding, *law;
    } rows[] = {{"rope:base=1e8,dim=4", "aligned:rho=0.9"},
                {"rope:base=1e4,dim=16", "gauss"},
                {"rope:base=1e7,dim=128", "phase"},
                {"rope:base=5e5,dim=128", "aligned:rho=0.5"}};
    enum { DRAWS = 16 };
    size_t count = coverage_amount(2, TOOLS_COUNT(rows)), runs = coverage_amount(300, 2000),
           all = runs * DRAWS;
    double *value = malloc(all * NORMALITY_VALUES * sizeof *value),
           *size = malloc(all * sizeof *size), truth, lo, hi;
    struct worst w = {0};
    ck_assert(value && size);
    for (size_t i = 0; i < count; i++) {
        struct encoding *e = tools_encoding(rows[i].encoding);
        struct qk_law law = tools_law(rows[i].law);
        struct misses missed = {0};
        ck_assert_int_eq(normality_measure(e, &law, &STREAM, all, 256.0, false, value), STATUS_OK);
        for (size_t d = 0; d < all; d++) {
            const double *v = value + d * NORMALITY_VALUES;
            size[d] = fabs(v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
        }
        ck_assert_int_eq(interval_median(all, size, 0.95, &truth, &lo, &hi), STATUS_OK);
        for (size_t r = 0; r < runs; r++) {
            struct summary s = {.draws = DRAWS};
            ck_assert_int_eq(summary_fill(value + r * DRAWS * NORMALITY_VALUES, false, &s),
                             STATUS_OK);
            ck_assert(s.mean_error.bounded);
            misses_take(&missed, truth, s.mean_error.lo, s.mean_error.hi);
        }
        misses_check(&w, &missed, (double)runs, 0.95, 0.025, rows[i].encoding);
        encoding_free(e);
    }
    free(value);
    free(size);
    worst_check(&w);
}
