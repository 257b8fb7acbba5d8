/* The derived laws against exact counts over curves and exact averages over phases. */
#include "theory/limits/failure_laws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"

/* Share of pairs, near half against far half, with S(near) < S(far). */
static double inversions(size_t context, const double *score)
{
    size_t half = context / 2, below = 0;
    double *sorted = malloc(context * sizeof *sorted), count = 0.0;
    memcpy(sorted, score, context * sizeof *sorted);
    qsort(sorted, half, sizeof *sorted, tools_ascending);
    qsort(sorted + half, half, sizeof *sorted, tools_ascending);
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
        double *score = tools_unit_curve(e, most);
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
        double *score = tools_unit_curve(e, most + most / 10 + 1),
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
