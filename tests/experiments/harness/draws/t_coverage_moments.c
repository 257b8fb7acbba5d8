/* How often limits that assume something of a law hold the moments of scores, and the expected
 * counts of a histogram. POSBIAS_SLOW=1 takes more runs of more encodings; POSBIAS_SHOW=1 prints
 * every share. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/bias/measure.h"
#include "experiments/diffhist/measure.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/montecarlo.h"
#include "tests/tools/check_tools.h"

SUITE_SECONDS(3600);

static size_t amount(size_t quick, size_t slow) { return getenv("POSBIAS_SLOW") ? slow : quick; }

static const struct random_stream STREAM = {72, 9};

/* Not held less often than stated by more than chance, four binomial deviations. */
static void check_held(struct worst *w, double held, double runs, double stated, const char *what)
{
    if (getenv("POSBIAS_SHOW"))
        printf("%.4f of %.0f, stated %.2f: %s\n", held / runs, runs, stated, what);
    worst_take(w, fmax(stated - held / runs, 0.0), 4.0 * sqrt(stated * (1.0 - stated) / runs),
               "%s: %.0f of %.0f, stated %.2f", what, held, runs, stated);
}

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

/* How often limits miss, on either side. */
struct misses {
    double below, above;
};

static void take_miss(struct misses *m, double truth, double lo, double hi)
{
    m->below += hi < truth;
    m->above += lo > truth;
}

/* Held as often as stated, and of all runs no more than so many missed on one side. */
static void check_misses(struct worst *w, const struct misses *m, double runs, double stated,
                         double side, const char *what)
{
    check_held(w, runs - m->below - m->above, runs, stated, what);
    double most = fmax(m->below, m->above);
    if (getenv("POSBIAS_SHOW"))
        printf("  missed %.4f below, %.4f above\n", m->below / runs, m->above / runs);
    worst_take(w, fmax(most / runs - side, 0.0), 4.0 * sqrt(side * (1.0 - side) / runs),
               "%s: %.0f below and %.0f above of %.0f, at most %.3f on a side", what, m->below,
               m->above, runs, side);
}

/* Runs of so many draws at one distance, by seeds; truth is the moments of all together. The
 * variance's shares are what bias says of var_mc_lo, by the law's own kurtosis and by Bonett's
 * limits. */
TEST(moments_of_a_score_hold_as_often_as_bias_says)
{
    static const struct {
        size_t draws;
        double bonett;
    } at[] = {{10, 0.91}, {30, 0.91}, {100, 0.93}};
    size_t rows = amount(2, TOOLS_COUNT(drawn)), runs = amount(1000, 10000);
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
            take_miss(&mean, all.mean, sample[r].mean - half, sample[r].mean + half);
            ck_assert_int_eq(interval_variance(&sample[r], 0.95, &lo, &hi), STATUS_OK);
            take_miss(&bonett, sample_variance(&all), lo, hi);
            ck_assert_int_eq(interval_variance_known(&sample[r], excess, 0.95, &lo, &hi),
                             STATUS_OK);
            take_miss(&own, sample_variance(&all), lo, hi);
        }
        struct message what;
        message_set(&what, "%s %s, %zu draws", drawn[i % rows].encoding, drawn[i % rows].law,
                    at[i / rows].draws);
        check_misses(&w, &mean, (double)runs, 0.95, 0.025, what.text);
        check_misses(&w, &own, (double)runs, 0.94, 0.035, what.text);
        check_misses(&w, &bonett, (double)runs, at[i / rows].bonett, 0.09, what.text);
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
    size_t rows = amount(1, 8), runs = amount(400, 2000);
    double *many = malloc(MANY * sizeof *many), own[PAIRS];
    struct worst w = {0};
    ck_assert_ptr_nonnull(many);
    for (size_t i = 0; i < rows * 2; i++) {
        struct encoding *e = tools_encoding(drawn[i % rows].encoding);
        struct qk_law law = tools_law(drawn[i % rows].law);
        size_t count = bins[i / rows];
        double held[2] = {0.0}, lo, hi;
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
                held[end] += lo <= truth[end] / MANY && truth[end] / MANY <= hi;
            }
        }
        for (int end = 0; end < 2; end++) {
            struct message what;
            message_set(&what, "%s bin of %zu, %s %s", end ? "last" : "first", count,
                        drawn[i % rows].encoding, drawn[i % rows].law);
            check_held(&w, held[end], (double)runs, 0.95, what.text);
        }
        encoding_free(e);
    }
    free(many);
    worst_check(&w);
}
