/* Confidence limits of means: known quantiles, coverage of rare events, values that do not vary.
 * Binomial limits: t_claims.c; draws of the experiments: t_coverage.c. */
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
    }
    worst_check(&w);
    double mean, lo, hi; /* any size and sign; no spread, no width */
    ck_assert_int_eq(interval_mean(2, (const double[]){-3e10, 1e10}, 0.5, &mean, &lo, &hi),
                     STATUS_OK);
    /* t is 1 at level 1/2 */
    ck_assert(fabs(mean + 1e10) <= 1e-5 && fabs(lo + 3e10) <= 1.0 && fabs(hi - 1e10) <= 1.0);
    ck_assert_int_eq(interval_mean(3, (const double[]){7, 7, 7}, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert(mean == 7.0 && lo == 7.0 && hi == 7.0);
}

/* Zeros and ones are coins: Clopper and Pearson's limits, by the beta integral. */
TEST(coins_have_beta_limits)
{
    static const size_t counts[] = {1, 2, 7, 64, 1000};
    static const double levels[] = {0.5, 0.95, 1.0 - 1e-6};
    struct worst w = {0};
    for (size_t c = 0; c < TOOLS_COUNT(counts); c++)
        for (size_t v = 0; v < TOOLS_COUNT(levels); v++)
            for (size_t k = 0; k <= counts[c]; k += k < 4 ? 1 : counts[c] / 5 + 1) {
                size_t n = counts[c];
                double x[1000], mean, lo, hi, coin_lo, coin_hi;
                for (size_t i = 0; i < n; i++) /* in no order */
                    x[i] = (i * 7 + 3) % n < k || (n == 7 && i < k);
                double ones = 0.0;
                for (size_t i = 0; i < n; i++)
                    ones += x[i];
                ck_assert_int_eq(interval_fraction(n, x, levels[v], &mean, &lo, &hi), STATUS_OK);
                ck_assert_int_eq(interval_binomial(ones, (double)n, levels[v], &coin_lo, &coin_hi),
                                 STATUS_OK);
                /* 1e-10 of the limit each */
                worst_take(&w, fabs(lo - coin_lo), 2e-10 * coin_lo, "lo %zu of %zu", k, n);
                worst_take(&w, fabs(hi - coin_hi), 2e-10 * coin_hi, "hi %zu of %zu", k, n);
            }
    worst_check(&w);
}

/* P(sum of w_i z_i > h) = sum over z_j > h of (z_j - h)^n over prod (z_j - z_i), i other than j,
 * for n + 1 different numbers, by partial fractions: at the limits it is the tail. */
TEST(limits_leave_the_tail_that_partial_fractions_give)
{
    enum { MOST = 9 };
    struct worst w = {0};
    for (size_t n = 1; n < MOST; n++)
        for (uint64_t state = 1; state < 200000; state = 3 * state + n) {
            double x[MOST], mean, limit[2];
            uint64_t seed = state;
            for (size_t i = 0; i < n; i++) /* apart, so that no denominator is small */
                x[i] = ((double)i + 0.2 + 0.6 * tools_uniform(&seed)) / (double)n;
            ck_assert_int_eq(interval_fraction(n, x, 0.9, &mean, &limit[0], &limit[1]), STATUS_OK);
            for (int end = 0; end < 2; end++) {
                long double sum = 0.0L;
                x[n] = end;
                for (size_t j = 0; j <= n; j++) {
                    long double far = end ? x[j] - limit[1] : limit[0] - x[j], part = 1.0L;
                    for (size_t i = 0; i <= n && far > 0.0L; i++)
                        part *= i == j ? 1.0L : far / (end ? x[j] - x[i] : x[i] - x[j]);
                    sum += far > 0.0L ? part : 0.0L;
                }
                /* the limit's 1e-10 of its distances, times n for the power */
                worst_take(&w, fabs((double)sum - 0.05), 1e-10 * (double)n, "end %d of %zu values",
                           end, n);
            }
        }
    worst_check(&w);
}

/* What an end bounds from one side it bounds from the other: x and 1 - x. And what is between two
 * samples has the lower limit of the lower. */
TEST(limits_mirror_and_nest)
{
    enum { N = 50 };
    uint64_t state = 5;
    double x[N], mirror[N], more[N], mean, lo, hi, other, low, high;
    for (size_t i = 0; i < N; i++) {
        x[i] = pow(tools_uniform(&state), 4.0);
        mirror[i] = 1.0 - x[i];
        more[i] = fmin(1.0, x[i] + 0.1);
    }
    ck_assert_int_eq(interval_fraction(N, x, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert_int_eq(interval_fraction(N, mirror, 0.95, &other, &low, &high), STATUS_OK);
    check_le(fabs(mean + other - 1.0) + fabs(lo + high - 1.0) + fabs(hi + low - 1.0), 1e-9);
    ck_assert_int_eq(interval_fraction(N, more, 0.95, &other, &low, &high), STATUS_OK);
    double got_mean, got_lo, got_hi;
    ck_assert_int_eq(interval_between(N, x, more, 0.95, &got_mean, &got_lo, &got_hi), STATUS_OK);
    ck_assert(got_mean == mean && got_lo == lo && got_hi == high);
}

/* Rare events: a value of 1/4 in one draw of twenty, as often in 64 draws as Student's upper limit
 * misses the mean 13 % of the time instead of 2.5. */
TEST(rare_events_are_inside_as_often_too)
{
    if (tools_spared("rare_events_are_inside_as_often_too",
                     "a law is sampled, by code that smaller tests run"))
        return;
    enum { TRIALS = 4000, N = 64 };
    uint64_t state = 43;
    size_t below = 0, above = 0;
    for (int i = 0; i < TRIALS; i++) {
        double x[N], mean, lo, hi;
        for (size_t j = 0; j < N; j++)
            x[j] = tools_uniform(&state) < 0.05 ? 0.25 : 0.0;
        ck_assert_int_eq(interval_fraction(N, x, 0.95, &mean, &lo, &hi), STATUS_OK);
        below += hi < 0.0125;
        above += lo > 0.0125;
    }
    double spread = DEVIATIONS * sqrt(0.025 * 0.975 / TRIALS);
    check_le((double)below / TRIALS, 0.025 + spread);
    check_le((double)above / TRIALS, 0.025 + spread);
}

/* Equal values and an end: one weight, a beta variable, decides. */
TEST(equal_values_have_powers_as_limits)
{
    static const double values[] = {0.0,  1.0,  0.5,    0.25,       0.9,        0.03,
                                    1e-3, 1e-9, 1e-300, 1.0 - 1e-3, 1.0 - 1e-15};
    static const size_t counts[] = {1, 2, 7, 100};
    struct worst w = {0};
    for (size_t v = 0; v < TOOLS_COUNT(values); v++)
        for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
            double x[100], mean, lo, hi, left = pow(0.025, 1.0 / (double)counts[c]);
            for (size_t i = 0; i < counts[c]; i++)
                x[i] = values[v];
            ck_assert_int_eq(interval_fraction(counts[c], x, 0.95, &mean, &lo, &hi), STATUS_OK);
            ck_assert(mean == values[v] && lo >= 0.0 && lo <= mean && hi >= mean && hi <= 1.0);
            double want = values[v] > 1e-100 ? values[v] * left : 0.0;
            worst_take(&w, fabs(lo - want), 2e-10 * want, "lo %zu of %g", counts[c], values[v]);
            want = values[v] + (1.0 - values[v]) * (1.0 - left);
            worst_take(&w, fabs(hi - want), 2e-10 * want, "hi %zu of %g", counts[c], values[v]);
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

/* Of n zeros the best stake against a mean m below is all: the gain is -n log(1 - m), and the limit
 * where it is log(R/(1 - level)). R from its product, 2/1 4/3 6/5 .. */
TEST(proved_limits_of_zeros_and_coins)
{
    static const size_t counts[] = {1, 10, 64, 1000};
    struct worst w = {0};
    for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
        size_t n = counts[c];
        double x[1000] = {0.0}, mean, lo, hi, regret = 0.0;
        for (size_t i = 1; i <= n; i++)
            regret += log(2.0 * (double)i / (2.0 * (double)i - 1.0));
        double enough = regret + log(1e9), want = -expm1(-enough / (double)n);
        ck_assert_int_eq(interval_bounded(n, x, 1.0 - 1e-9, &mean, &lo, &hi), STATUS_OK);
        ck_assert(mean == 0.0 && lo == 0.0);
        worst_take(&w, fabs(hi - want), 1e-7 * want, "%zu zeros", n); /* 1 - level has 8 digits */
        if (n < 10)
            continue;
        for (size_t i = 0; i < n; i++) /* k ones of n: the gain is n times the relative entropy */
            x[i] = i % 5 == 0;
        ck_assert_int_eq(interval_bounded(n, x, 0.95, &mean, &lo, &hi), STATUS_OK);
        for (int end = 0; end < 2; end++) {
            double m = end ? hi : lo,
                   gain = mean * log(mean / m) + (1.0 - mean) * log((1.0 - mean) / (1.0 - m));
            worst_take(&w, fabs((double)n * gain - regret - log(20.0)), 1e-6, "coins, end %d", end);
        }
    }
    worst_check(&w);
}

/* Order statistics: at 1 - 1e-9, none of 30 draws; the ends of 31; of 5 at 93 % the ends. Skewed or
 * not, the median is inside as often. */
TEST(medians_have_order_statistics_as_limits)
{
    double x[64], median, lo, hi;
    for (size_t i = 0; i < 64; i++)
        x[i] = exp((double)((i * 37) % 64));
    ck_assert_int_eq(interval_median(30, x, 1.0 - 1e-9, &median, &lo, &hi), STATUS_OK);
    ck_assert(lo == -HUGE_VAL && hi == HUGE_VAL);
    ck_assert_int_eq(interval_median(64, x, 1.0 - 1e-9, &median, &lo, &hi), STATUS_OK);
    /* P(8 heads of 64 or fewer) = 2.8e-10, of 9 or fewer 1.8e-9 */
    ck_assert(median == 0.5 * (exp(31.0) + exp(32.0)) && lo == exp(8.0) && hi == exp(55.0));
    static const double five[] = {4.0, -1.0, 3.0, 9.0, 0.0};
    ck_assert_int_eq(interval_median(5, five, 0.93, &median, &lo, &hi), STATUS_OK);
    ck_assert(median == 3.0 && lo == -1.0 && hi == 9.0);
    ck_assert_int_eq(interval_median(5, five, 0.95, &median, &lo, &hi), STATUS_OK);
    ck_assert(lo == -HUGE_VAL && hi == HUGE_VAL);
    ck_assert_int_eq(interval_median(0, five, 0.95, &median, &lo, &hi), STATUS_DOMAIN);
    ck_assert_int_eq(interval_median(2, (const double[]){0.0, NAN}, 0.95, &median, &lo, &hi),
                     STATUS_DOMAIN);
    ck_assert_int_eq(interval_bounded(2, (const double[]){0.0, 1.1}, 0.95, &median, &lo, &hi),
                     STATUS_DOMAIN);
}

/* Limits that are proved hold: of squares of uniforms and of rare events, at 90 %. */
TEST(proved_limits_hold)
{
    enum { TRIALS = 1000, N = 40 };
    uint64_t state = 91;
    double missed = 0.0, out = 0.0;
    for (int i = 0; i < TRIALS; i++) {
        double x[N], rare[N], mean, lo, hi;
        for (size_t j = 0; j < N; j++) {
            double u = tools_uniform(&state);
            x[j] = u * u;
            rare[j] = u < 0.02 ? 1.0 : 0.0;
        }
        ck_assert_int_eq(interval_bounded(N, x, 0.9, &mean, &lo, &hi), STATUS_OK);
        missed += !(lo <= 1.0 / 3.0 && 1.0 / 3.0 <= hi);
        ck_assert_int_eq(interval_bounded(N, rare, 0.9, &mean, &lo, &hi), STATUS_OK);
        missed += !(lo <= 0.02 && 0.02 <= hi);
        ck_assert_int_eq(interval_median(N, x, 0.9, &mean, &lo, &hi), STATUS_OK);
        out += !(lo <= 0.25 && 0.25 <= hi);
    }
    check_le(missed / (2.0 * TRIALS), 0.1);
    check_le(out / TRIALS, 0.1 + DEVIATIONS * sqrt(0.09 / TRIALS));
}

/* Of a normal law n - 1 degrees, with the tables' quantiles; at 10^7 draws the cube's. */
TEST(variance_of_known_kurtosis_is_a_chi_square)
{
    struct sample s = {.count = 10.0, .m2 = 9.0};
    double lo, hi, half = 1.959963984540054 * sqrt(2.0 / 1e7);
    ck_assert_int_eq(interval_variance_known(&s, 0.0, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(lo - 9.0 / 19.0228), 9.0 / 19.0228 * 3e-6);
    check_le(fabs(hi - 9.0 / 2.7004), 9.0 / 2.7004 * 2e-5);
    /* -10/9 takes half of 2/9 away: 18 degrees, 8.2307 and 31.5264 */
    ck_assert_int_eq(interval_variance_known(&s, -10.0 / 9.0, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(lo - 18.0 / 31.5264), 18.0 / 31.5264 * 2e-6);
    check_le(fabs(hi - 18.0 / 8.2307), 18.0 / 8.2307 * 7e-6);
    /* 8/37 and 1/10 of a degree: SciPy's chi2.ppf(0.025, r), which GSL has no number for */
    s = (struct sample){.count = 2.0, .m2 = 1.0};
    ck_assert_int_eq(interval_variance_known(&s, 14.5, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(hi * 1.853584257078072e-15 * 37.0 / 8.0 - 1.0), 1e-9);
    ck_assert_int_eq(interval_variance_known(&s, 36.0, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(hi * 1.063132377982872e-32 * 10.0 - 1.0), 1e-9);
    s = (struct sample){.count = 1e7, .m2 = 1e7 - 1.0};
    ck_assert_int_eq(interval_variance_known(&s, 0.0, 0.95, &lo, &hi), STATUS_OK);
    check_le(fabs(1.0 / lo - 1.0 - half), half * half); /* the square of what is first order */
    check_le(fabs(1.0 - 1.0 / hi - half), half * half);
    s = (struct sample){.count = 10.0};
    ck_assert_int_eq(interval_variance_known(&s, 0.0, 0.95, &lo, &hi), STATUS_UNDEFINED);
    s = (struct sample){.count = 1.0, .m2 = 1.0};
    ck_assert_int_eq(interval_variance_known(&s, 0.0, 0.95, &lo, &hi), STATUS_DOMAIN);
    s.count = 10.0;
    ck_assert_int_eq(interval_variance_known(&s, -2.1, 0.95, &lo, &hi), STATUS_DOMAIN);
}
