/* Confidence limits of means: known quantiles, coverage, and values that do not vary. Binomial
 * limits: t_claims.c. */
#include "experiments/harness/draws/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "tests/tools/check_tools.h"

/* Student's t with n - 1 degrees of freedom, from tables: 12.706 at 1, 4.303 at 2, 2.262 at 9,
 * 2.576 at level 0.99 and many. */
TEST(quantiles_are_those_of_the_tables)
{
    static const struct {
        size_t n;
        double level, t;
    } cases[] = {{2, 0.95, 12.706204736174707},
                 {3, 0.95, 4.3026527297494639},
                 {10, 0.95, 2.2621571627982049},
                 {10, 0.99, 3.2498355415921254},
                 {31, 0.9, 1.6972608865939578}};
    struct worst w = {0};
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        double x[31], mean, lo, hi, sum = 0.0, square = 0.0;
        uint64_t state = 31 + c;
        for (size_t i = 0; i < cases[c].n; i++) {
            x[i] = 0.4 + 0.2 * tools_uniform(&state);
            sum += x[i];
        }
        double want = sum / (double)cases[c].n;
        for (size_t i = 0; i < cases[c].n; i++)
            square += (x[i] - want) * (x[i] - want);
        double half = cases[c].t * sqrt(square / (double)(cases[c].n - 1) / (double)cases[c].n);
        ck_assert_int_eq(interval_mean(cases[c].n, x, cases[c].level, &mean, &lo, &hi), STATUS_OK);
        worst_take(&w, fabs(mean - want), 1e-15, "mean of %zu", cases[c].n);
        /* the quantile's own digits */
        worst_take(&w, fabs(lo - (want - half)), 1e-10 * half, "lo of %zu", cases[c].n);
        worst_take(&w, fabs(hi - (want + half)), 1e-10 * half, "hi of %zu", cases[c].n);
        /* so many effective coins that the limits are Student's but for a hundredth */
        double f_mean, f_lo, f_hi;
        ck_assert_int_eq(interval_fraction(cases[c].n, x, cases[c].level, &f_mean, &f_lo, &f_hi),
                         STATUS_OK);
        if (cases[c].n >= 100) {
            worst_take(&w, fabs(f_lo - lo), 0.05 * half, "lo of %zu fractions", cases[c].n);
            worst_take(&w, fabs(f_hi - hi), 0.05 * half, "hi of %zu fractions", cases[c].n);
        }
        worst_take(&w, fabs(f_mean - mean), 1e-15, "mean of %zu fractions", cases[c].n);
    }
    worst_check(&w);
    double mean, lo, hi; /* any size and sign; no spread, no width */
    ck_assert_int_eq(interval_mean(2, (const double[]){-3e10, 1e10}, 0.5, &mean, &lo, &hi),
                     STATUS_OK);
    /* t is 1 at level 1/2 */
    ck_assert(fabs(mean + 1e10) <= 1e-5 && fabs(lo + 3e10) <= 1.0 && fabs(hi - 1e10) <= 1.0);
    ck_assert_int_eq(interval_mean(3, (const double[]){7, 7, 7}, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert(mean == 7.0 && lo == 7.0 && hi == 7.0);
    ck_assert_int_eq(interval_fraction(2, (const double[]){0, 1}, 0.95, &mean, &lo, &hi),
                     STATUS_OK);
    ck_assert(mean == 0.5 && lo >= 0.0 && lo < 1e-3 && hi > 0.999 && hi <= 1.0);
    /* 4096 zeros and ones are Clopper and Pearson's but for the estimated variance, n/(n - 1), and
     * (z/t)^2 */
    double coin[4096], coin_lo, coin_hi;
    for (size_t i = 0; i < 4096; i++)
        coin[i] = i < 4;
    ck_assert_int_eq(interval_fraction(4096, coin, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert_int_eq(interval_binomial(4.0, 4096.0, 0.95, &coin_lo, &coin_hi), STATUS_OK);
    ck_assert(fabs(lo - coin_lo) <= 2e-3 * coin_lo && fabs(hi - coin_hi) <= 2e-3 * coin_hi);
    /* a quarter of each: the same events, limits a quarter as high but for the p of 1 - p */
    for (size_t i = 0; i < 4096; i++)
        coin[i] *= 0.25;
    ck_assert_int_eq(interval_fraction(4096, coin, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert(fabs(lo - 0.25 * coin_lo) <= 5e-3 * coin_lo &&
              fabs(hi - 0.25 * coin_hi) <= 5e-3 * coin_hi);
}

/* Rare events: a value of 1/4 in one draw of a hundred. Student's upper limit misses the mean 11 %
 * of the time instead of 2.5. */
TEST(rare_events_are_inside_as_often_too)
{
    enum { TRIALS = 20000, N = 400 };
    uint64_t state = 43;
    size_t below = 0, above = 0;
    for (int i = 0; i < TRIALS; i++) {
        double x[N], mean, lo, hi;
        for (size_t j = 0; j < N; j++)
            x[j] = tools_uniform(&state) < 0.01 ? 0.25 : 0.0;
        ck_assert_int_eq(interval_fraction(N, x, 0.95, &mean, &lo, &hi), STATUS_OK);
        below += hi < 0.0025;
        above += lo > 0.0025;
    }
    double spread = DEVIATIONS * sqrt(0.025 * 0.975 / TRIALS);
    check_le((double)below / TRIALS, 0.025 + spread);
    check_le((double)above / TRIALS, 0.025 + spread);
}

/* The expectation is inside as often as the level says, for fractions like those of draws: of
 * 20,000 intervals, within 6.5 deviations of 95 % for uniform values or beyond it, at n = 16 by up
 * to 2 %: the beta limits' half counts. */
TEST(expectation_is_inside_as_often_as_the_level_says)
{
    enum { TRIALS = 20000, N = 16 };
    uint64_t state = 41;
    size_t inside = 0, below = 0;
    for (int i = 0; i < TRIALS; i++) {
        double x[N], mean, lo, hi;
        for (size_t j = 0; j < N; j++)
            x[j] = 0.2 + 0.5 * tools_uniform(&state);
        ck_assert_int_eq(interval_fraction(N, x, 0.95, &mean, &lo, &hi), STATUS_OK);
        inside += lo <= 0.45 && 0.45 <= hi;
        below += hi < 0.45;
    }
    double spread = DEVIATIONS * sqrt(0.95 * 0.05 / TRIALS);
    check_le(fabs((double)inside / TRIALS - 0.96), spread + 0.01);
    check_le((double)below / TRIALS, 0.025 + DEVIATIONS * sqrt(0.025 * 0.975 / TRIALS));
}

/* Equal values are n x successes of n: the beta tails at the limits are (1 - level)/2 each. */
TEST(equal_values_have_beta_limits)
{
    static const double values[] = {0.0,  1.0,  0.5,    0.25,       0.9,        0.03,
                                    1e-3, 1e-9, 1e-300, 1.0 - 1e-3, 1.0 - 1e-15};
    static const size_t counts[] = {1, 2, 7, 100};
    struct worst w = {0};
    for (size_t v = 0; v < TOOLS_COUNT(values); v++)
        for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
            size_t n = counts[c];
            double x[100], mean, lo, hi, k = values[v] * (double)n;
            for (size_t i = 0; i < n; i++)
                x[i] = values[v];
            enum status status = interval_fraction(n, x, 0.95, &mean, &lo, &hi);
            ck_assert_msg(status == STATUS_OK, "%zu times %.17g: status %d", n, values[v], status);
            ck_assert_msg(mean == values[v] && lo >= 0.0 && lo <= mean &&
                              hi >= mean * (1.0 - 1e-12) && hi <= 1.0,
                          "%zu times %.17g: %.17g %.17g", n, mean, lo, hi);
            ck_assert((k > 0.0 || lo == 0.0) && (values[v] < 1.0 || hi == 1.0) && hi > 0.0 &&
                      lo < 1.0);
            if (lo > 1e-300 && k < (double)n) /* else nearer to 0 than can be told */
                worst_take(&w, fabs(gsl_cdf_beta_P(lo, k, (double)n - k + 1.0) - 0.025), 1e-9,
                           "lo of %zu times %.17g", n, values[v]);
            if (hi < 1.0 - 1e-12)
                worst_take(&w, fabs(gsl_cdf_beta_Q(hi, k + 1.0, (double)n - k) - 0.025), 1e-9,
                           "hi of %zu times %.17g", n, values[v]);
        }
    worst_check(&w);
}

TEST(bad_samples_are_refused)
{
    double mean, lo, hi;
    static const double bad[][2] = {
        {-0.1, 0.5}, {0.5, 1.1}, {NAN, 0.5}, {0.5, NAN}, {HUGE_VAL, 0.5}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(interval_fraction(2, bad[i], 0.95, &mean, &lo, &hi), STATUS_DOMAIN);
    ck_assert_int_eq(interval_fraction(0, bad[0], 0.95, &mean, &lo, &hi), STATUS_DOMAIN);
    static const double good[] = {0.25, 0.5}, same[] = {0.5, 0.5}, levels[] = {0.0, 1.0, -1.0, NAN};
    for (size_t i = 0; i < TOOLS_COUNT(levels); i++) {
        ck_assert_int_eq(interval_fraction(2, good, levels[i], &mean, &lo, &hi), STATUS_DOMAIN);
        ck_assert_int_eq(interval_fraction(2, same, levels[i], &mean, &lo, &hi), STATUS_DOMAIN);
        ck_assert_int_eq(interval_mean(2, good, levels[i], &mean, &lo, &hi), STATUS_DOMAIN);
    }
    ck_assert_int_eq(interval_mean(1, good, 0.95, &mean, &lo, &hi), STATUS_DOMAIN);
    ck_assert_int_eq(interval_mean(0, good, 0.95, &mean, &lo, &hi), STATUS_DOMAIN);
    ck_assert_int_ne(interval_mean(2, (const double[]){1e308, -1e308}, 0.95, &mean, &lo, &hi),
                     STATUS_OK);
    ck_assert_int_ne(interval_mean(2, (const double[]){1.0, NAN}, 0.95, &mean, &lo, &hi),
                     STATUS_OK);
}

/* A mean share far below one event: its lower limit is 0, not a failure. */
TEST(tiny_share_has_lower_limit_zero)
{
    double x[2] = {1e-3, 1e-3}, mean, lo, hi;
    ck_assert_int_eq(interval_fraction(2, x, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert(mean == 1e-3 && lo == 0.0 && hi > 0.5 && hi < 1.0);
}
