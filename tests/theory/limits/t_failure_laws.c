/* The derived laws against exact counts over curves, exact averages over phases, and sums over all
 * numbers of a format. */
#include "theory/limits/alias_law.h"
#include "theory/limits/failure_laws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sum_n cos(r theta_n), r < count, by the engine: q = k = (1, 0, 1, 0, ..). */
static double *unit_curve(const struct encoding *e, size_t count)
{
    double *q = calloc(e->dim, sizeof *q), *score = malloc(count * sizeof *score),
           *window = malloc(curve_window_size(e, count) * sizeof *window),
           *work = malloc(curve_work_size(e, 1, count) * sizeof *work);
    ck_assert(q && score && window && work);
    for (size_t c = 0; c < e->dim; c += 2)
        q[c] = 1.0;
    struct score_input input = {.draws = 1, .query = q, .key = q};
    ck_assert_int_eq(curve_window_fill(e, 0.0, count, window), STATUS_OK);
    ck_assert_int_eq(curve_scores(e, count, window, &input, work, score), STATUS_OK);
    free(q);
    free(window);
    free(work);
    return score;
}

/* Share of pairs, near half against far half, with S(near) < S(far). */
static double inversions(size_t context, const double *score)
{
    size_t half = context / 2, below = 0;
    double *sorted = malloc(context * sizeof *sorted), count = 0.0;
    memcpy(sorted, score, context * sizeof *sorted);
    qsort(sorted, half, sizeof *sorted, ascending);
    qsort(sorted + half, half, sizeof *sorted, ascending);
    for (size_t far = 0; far < half; far++) {
        while (below < half && sorted[below] < sorted[half + far])
            below++;
        count += (double)below;
    }
    free(sorted);
    return count / ((double)half * (double)half);
}

/* The ranges its comment states, at pairs, bases and contexts not used to find them as well. */
TEST(position_counts_stay_in_their_ranges)
{
    struct worst wide = {0}, near = {0};
    static const struct {
        const char *spec;
        double base, limit;
    } banks[] = {{"rope:base=1e4,dim=128,norm=none", 1e4, 0.05},
                 {"rope:base=3.3e4,dim=160,norm=none", 3.3e4, 0.05},
                 {"rope:base=5e5,dim=128,norm=none", 5e5, 0.05},
                 {"rope:base=2e6,dim=256,norm=none", 2e6, 0.05},
                 {"rope:base=1e8,dim=128,norm=none", 1e8, 0.05},
                 {"rope:base=1e8,dim=192,norm=none", 1e8, 0.05},
                 {"rope:base=2.5e5,dim=64,norm=none", 2.5e5, 0.1}};
    for (size_t i = 0; i < TOOLS_COUNT(banks); i++) {
        struct encoding *e = tools_encoding(banks[i].spec);
        size_t most = banks[i].base < 32768.0 ? (size_t)banks[i].base & ~(size_t)1 : 32768;
        double *score = unit_curve(e, most);
        for (double m = 64.0; m <= (double)most; m *= 2.2) {
            size_t context = (size_t)m & ~(size_t)1;
            double law, count = inversions(context, score);
            ck_assert_int_eq(law_position_unit(encoding_schedule(e), (double)context, &law),
                             STATUS_OK);
            worst_take(&wide, fabs(law - count), banks[i].limit, "%s M %zu: %.4f, counted %.4f",
                       banks[i].spec, context, law, count);
            if (context >= 256 && m <= 0.25 * banks[i].base)
                worst_take(&near, fabs(law - count), banks[i].limit > 0.05 ? 0.055 : 0.035,
                           "%s M %zu: %.4f, counted %.4f", banks[i].spec, context, law, count);
        }
        free(score);
        encoding_free(e);
    }
    worst_check(&wide);
    worst_check(&near);
}

/* P(sum of h cosines of independent uniform phases > c) at cells + 1 points from -h to h:
 * characteristic function J0(t)^h, as a Fourier series of period 2(h + 1), which holds the whole
 * law; terms beyond t = 20 are below 0.18^64. */
static void cosines_above(double h, int cells, double *table)
{
    enum { MOST = 1024 };
    double coefficient[MOST];
    int count = 0;
    for (int n = 1; M_PI * n / (h + 1.0) < 20.0 && n < MOST; n++)
        coefficient[count++] = pow(j0(M_PI * n / (h + 1.0)), h) / (M_PI * n);
    for (int i = 0; i <= cells; i++) {
        double c = h * (2.0 * i / cells - 1.0);
        table[i] = 0.5 - 0.5 * c / (h + 1.0);
        for (int n = 1; n <= count; n++)
            table[i] -= coefficient[n - 1] * sin(M_PI * n * c / (h + 1.0));
    }
}

/* Averages over r < M, and over r within a tenth of M, of P(S2(r) > S1(r)), exact up to the table's
 * interpolation (1e-5). */
TEST(token_averages_are_exact)
{
    enum { CELLS = 2000 };
    struct worst context_law = {0}, slow_law = {0}, plain_law = {0};
    double table[CELLS + 1], largest_ratio = 0.0;
    static const char *const specs[] = {
        "rope:base=1e4,dim=128,norm=none", "rope:base=7e4,dim=128,norm=none",
        "rope:base=5e5,dim=128,norm=none", "rope:base=1e4,dim=256,norm=none"};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++) {
        struct encoding *e = tools_encoding(specs[i]);
        double h = (double)e->dim / 2.0, base = encoding_schedule(e)->rule.base, sum = 0.0;
        cosines_above(h, CELLS, table);
        size_t most = 65536, r = 0;
        double *score = unit_curve(e, most + most / 10 + 1),
               *above = malloc((most + most / 10 + 1) * sizeof *above);
        for (size_t at = 0; at <= most + most / 10; at++) {
            double x = (score[at] / h + 1.0) * 0.5 * CELLS;
            size_t cell = x < CELLS ? (size_t)x : CELLS - 1;
            above[at] = table[cell] + (x - (double)cell) * (table[cell + 1] - table[cell]);
        }
        for (double m = 64.0; m <= (double)most && m * exp(0.5772156649015329) < base; m *= 1.6) {
            double local = 0.0, count = 0.0, law;
            for (; r < (size_t)m; r++)
                sum += above[r];
            double average = sum / (double)(size_t)m;
            for (size_t at = (size_t)(m / 1.1); at <= (size_t)(m * 1.1); at++, count += 1.0)
                local += above[at];
            local /= count;
            ck_assert_int_eq(law_token_aligned_context(encoding_schedule(e), m, &law), STATUS_OK);
            worst_take(&context_law, fabs(law - average), 0.02, "%s M %.0f: %.5f, average %.5f",
                       specs[i], m, law, average);
            ck_assert_int_eq(law_token_aligned_slow(encoding_schedule(e), m, &law), STATUS_OK);
            worst_take(&slow_law, fabs(law - local), 0.12, "%s r %.0f: %.5f, average %.5f",
                       specs[i], m, law, local);
            ck_assert_int_eq(law_token_aligned(encoding_schedule(e), m, &law), STATUS_OK);
            worst_take(&plain_law, law - average, 1e-6, "%s M %.0f: %.5f, average %.5f", specs[i],
                       m, law, average);
            if (average > 0.01)
                largest_ratio = fmax(largest_ratio, average / law);
        }
        free(score);
        free(above);
        encoding_free(e);
    }
    worst_check(&context_law);
    worst_check(&slow_law);
    worst_check(&plain_law);
    /* the law as usually derived is orders of magnitude too small */
    check_lt(100.0, largest_ratio);
}

/* Values computed apart, and where the laws end. */
TEST(values_known_apart_and_ends)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=128"),
                    *turn = tools_encoding("rope:base=1e4,dim=128,unit=turn"),
                    *scaled = tools_encoding("rope:base=1e4,dim=128,scaling=linear,factor=2"),
                    *nope = tools_encoding("nope:dim=8");
    double p;
    ck_assert(law_position_unit(encoding_schedule(e), 1024.0, &p) == STATUS_OK);
    check_le(fabs(p - 0.08256589150694582), 1e-14);
    ck_assert(law_token_aligned(encoding_schedule(e), 1024.0, &p) == STATUS_OK);
    check_le(fabs(p / 7.609936724414844e-07 - 1.0), 1e-11);
    ck_assert(law_token_aligned_slow(encoding_schedule(e), 1024.0, &p) == STATUS_OK);
    check_le(fabs(p - 0.06039915227044547), 1e-14);
    ck_assert_int_eq(law_position_unit(encoding_schedule(e), 1.0, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_position_unit(encoding_schedule(e), 1e4, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_token_aligned(encoding_schedule(e), 6.28, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_token_aligned(encoding_schedule(e), 62832.0, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_token_aligned(encoding_schedule(e), 62831.0, &p), STATUS_OK);
    ck_assert_int_eq(law_token_aligned_slow(encoding_schedule(e), 5615.0, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_token_aligned_context(encoding_schedule(e), 5614.0, &p), STATUS_OK);
    ck_assert_int_eq(law_token_aligned_context(encoding_schedule(e), 5615.0, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(law_position_unit(encoding_schedule(turn), 100.0, &p), STATUS_DOMAIN);
    ck_assert_int_eq(law_token_aligned(encoding_schedule(scaled), 100.0, &p), STATUS_DOMAIN);
    ck_assert_int_eq(law_position_unit(encoding_schedule(nope), 100.0, &p), STATUS_DOMAIN);
    ck_assert_int_eq(law_position_unit(encoding_schedule(e), NAN, &p), STATUS_DOMAIN);
    encoding_free(e);
    encoding_free(turn);
    encoding_free(scaled);
    encoding_free(nope);
}

/* P(lo < S < hi) from the nearer tail. */
static long double normal_mass(long double lo, long double hi)
{
    return lo > 0.0L ? 0.5L * (erfcl(lo / sqrtl(2.0L)) - erfcl(hi / sqrtl(2.0L)))
                     : 0.5L * (erfcl(-hi / sqrtl(2.0L)) - erfcl(-lo / sqrtl(2.0L)));
}

/* Sum over all numbers of a format in order of size, each cell from midpoint to midpoint; top to
 * the rounding point of infinity. */
static double collisions(const struct float_format *f, double mean, double sd)
{
    size_t count = 0, binade = (size_t)1 << (f->precision - 1);
    size_t most = 2 * binade * (size_t)(f->exponent_max - f->exponent_min + 2) + 1;
    double *x = malloc(most * sizeof *x);
    ck_assert(x != NULL);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int e = f->exponent_min; e <= f->exponent_max; e++)
            for (size_t m = 0; m < binade; m++)
                x[count++] = sign * ldexp((double)(binade + m), e - f->precision + 1);
        for (size_t m = 1; m < binade; m++)
            x[count++] = sign * ldexp((double)m, f->exponent_min - f->precision + 1);
    }
    x[count++] = 0.0;
    qsort(x, count, sizeof *x, ascending);
    double over = x[count - 1] + 0.5 * (x[count - 1] - x[count - 2]);
    long double sum = 0.0L, last = (-over - (long double)mean) / sd,
                mass = normal_mass(-HUGE_VALL, last);
    sum += mass * mass;
    for (size_t i = 0; i < count; i++) {
        long double next =
            ((i + 1 < count ? 0.5L * x[i] + 0.5L * x[i + 1] : over) - (long double)mean) / sd;
        mass = normal_mass(last, next);
        sum += mass * mass;
        last = next;
    }
    mass = normal_mass(last, HUGE_VALL);
    free(x);
    return (double)(sum + mass * mass);
}

TEST(alias_probability_is_the_share_of_equal_codes)
{
    static const struct float_format formats[] = {
        {2, -2, 2}, {3, -6, 7}, {8, -126, 127}, {11, -14, 15}, {19, -1, 1}};
    static const double means[] = {0.0, 0.37, -1.5, 6.0, 1.0}, sds[] = {1e-6, 1e-3, 0.05, 1.0, 8.0};
    struct worst w = {0};
    struct estimate got;
    for (size_t f = 0; f < TOOLS_COUNT(formats); f++)
        for (size_t i = 0; i < TOOLS_COUNT(means); i++)
            for (size_t j = 0; j < TOOLS_COUNT(sds); j++) {
                if (formats[f].precision > 11 && !(i == 1 && j > 0))
                    continue; /* two million numbers: four cases */
                double want = collisions(&formats[f], means[i], sds[j]);
                ck_assert_int_eq(alias_law_probability(&formats[f], means[i], sds[j], &got),
                                 STATUS_OK);
                worst_take(&w, fabs(got.val - want), got.err,
                           "precision %d mean %g sd %g: %.17g, %.17g +- %.3g", formats[f].precision,
                           means[i], sds[j], want, got.val, got.err);
                worst_take(&w, got.err, 1e-9 * want, "idle error %.3g, precision %d mean %g sd %g",
                           got.err, formats[f].precision, means[i], sds[j]);
            }
    worst_check(&w);
    /* binary32 and binary64: one number in 2^29 times as many */
    static const struct float_format single = {24, -126, 127}, twice = {53, -1022, 1023};
    struct estimate other;
    ck_assert(alias_law_probability(&single, 0.7, 0.6, &got) == STATUS_OK);
    ck_assert(alias_law_probability(&twice, 0.7, 0.6, &other) == STATUS_OK);
    check_le(fabs(other.val / got.val * 0x1p29 - 1.0), 1e-6);
    ck_assert(alias_law_pairs(8192.0, 0.5) == 0.25 * 8192.0 * 8191.0);
    struct float_format bad[] = {{1, -2, 2}, {54, -2, 2}, {8, 3, 3}, {8, -1023, 2}, {8, -2, 1024}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(alias_law_probability(&bad[i], 0.0, 1.0, &got), STATUS_DOMAIN);
    ck_assert_int_eq(alias_law_probability(&single, 0.0, 0.0, &got), STATUS_DOMAIN);
    ck_assert_int_eq(alias_law_probability(&single, NAN, 1.0, &got), STATUS_DOMAIN);
}

/* Equal pairs along whole curves, with each curve's own mean and deviation: the range its comment
 * states. */
TEST(equal_pairs_of_curves_stay_in_their_range)
{
    enum { COUNT = 32768 };
    static const struct float_format formats[] = {{8, -126, 127}, {11, -14, 15}};
    static const char *const specs[] = {"rope:base=1e4,dim=128", "rope:base=5e5,dim=128",
                                        "rope:base=1e4,dim=64"};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++) {
        struct encoding *e = tools_encoding(specs[i]);
        double *score = unit_curve(e, COUNT), *rounded = malloc(COUNT * sizeof *rounded),
               mean = 0.0, square = 0.0;
        for (size_t r = 0; r < COUNT; r++)
            mean += score[r] / COUNT;
        for (size_t r = 0; r < COUNT; r++)
            square += (score[r] - mean) * (score[r] - mean) / COUNT;
        for (size_t f = 0; f < TOOLS_COUNT(formats); f++) {
            struct estimate p;
            double pairs = 0.0, run = 0.0;
            for (size_t r = 0; r < COUNT; r++) {
                int exponent;
                frexp(score[r], &exponent);
                double step = ldexp(1.0, (exponent - 1 > formats[f].exponent_min
                                              ? exponent - 1
                                              : formats[f].exponent_min) -
                                             formats[f].precision + 1);
                rounded[r] = rint(score[r] / step) * step;
            }
            qsort(rounded, COUNT, sizeof *rounded, ascending);
            for (size_t r = 1; r < COUNT; r++) {
                run = rounded[r] == rounded[r - 1] ? run + 1.0 : 0.0;
                pairs += run;
            }
            ck_assert_int_eq(alias_law_probability(&formats[f], mean, sqrt(square), &p), STATUS_OK);
            worst_take(&w, fabs(pairs / alias_law_pairs(COUNT, p.val) - 1.0), 0.1,
                       "%s precision %d: %.0f pairs, law %.0f", specs[i], formats[f].precision,
                       pairs, alias_law_pairs(COUNT, p.val));
        }
        free(score);
        free(rounded);
        encoding_free(e);
    }
    worst_check(&w);
}
