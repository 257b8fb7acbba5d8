/* The limiting law against its golden values, against draws of phases, and its own error bound;
 * Kolmogorov's distance. */
#include "theory/limits/score_limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/limits/kolmogorov.h"

enum { PAIRS_MOST = 128 };

static struct score_limit *law_of(size_t pairs, const double *a, double shift)
{
    struct score_limit *law;
    ck_assert_int_eq(score_limit_new(pairs, a, shift, &law), STATUS_OK);
    return law;
}

struct golden {
    struct worst cdf, density;
};

static void golden_row(void *context, char *const cell[GOLDEN_CELLS])
{
    struct golden *g = context;
    double a[PAIRS_MOST], x = strtod(cell[2], NULL);
    size_t pairs = 0;
    for (char *at = cell[0]; *at && pairs < PAIRS_MOST; pairs++)
        a[pairs] = strtod(at, &at);
    struct score_limit *law = law_of(pairs, a, strtod(cell[1], NULL));
    /* 16 digits of the reference, and x - shift rounded */
    double reference = 4e-16 * (2.0 + fabs(x));
    worst_take(&g->cdf, fabs(score_limit_cdf(law, x) - strtod(cell[3], NULL)),
               law->error + reference, "%s at %s", cell[0], cell[2]);
    if (*cell[4])
        worst_take(&g->density, fabs(score_limit_density(law, x) - strtod(cell[4], NULL)),
                   law->density_error + reference, "%s at %s", cell[0], cell[2]);
    score_limit_free(law);
}

TEST(cdf_is_the_golden_values)
{
    struct golden g = {0};
    ck_assert_uint_ge(golden_each("limit.csv", &g, golden_row), 50);
    worst_check(&g.cdf);
    worst_check(&g.density);
}

/* What score_limit.h says of its error, and that it is a law: symmetric, rising, 0 and 1 at the
 * ends. */
TEST(cdf_is_a_law_within_its_error)
{
    static const struct {
        size_t pairs;
        double error;
    } equal[] = {{1, 1e-15}, {2, 4e-6},   {3, 2e-8},   {4, 2e-10},
                 {8, 1e-11}, {64, 1e-11}, {128, 1e-11}};
    double a[PAIRS_MOST];
    for (size_t n = 0; n < PAIRS_MOST; n++)
        a[n] = 0.5;
    for (size_t i = 0; i < TOOLS_COUNT(equal); i++) {
        struct score_limit *law = law_of(equal[i].pairs, a, -2.0);
        double reach = 0.5 * (double)equal[i].pairs, before = 0.0;
        check_le(law->error, equal[i].error);
        ck_assert(law->reach == reach && law->shift == -2.0);
        check_le(fabs(law->variance - 0.125 * (double)equal[i].pairs), 1e-14);
        ck_assert(score_limit_cdf(law, -2.0 - reach) == 0.0 &&
                  score_limit_cdf(law, -2.0 + reach) == 1.0);
        ck_assert(score_limit_density(law, -2.1 - reach) == 0.0 &&
                  isnan(score_limit_cdf(law, NAN)));
        check_le(fabs(score_limit_cdf(law, -2.0) - 0.5), 1e-15);
        for (int k = -100; k <= 100; k++) {
            double x = reach * k / 100.0, f = score_limit_cdf(law, -2.0 + x);
            check_le(fabs(f + score_limit_cdf(law, -2.0 - x) - 1.0),
                     1e-15 * reach + 2.0 * law->error);
            check_le(before - f, 2.0 * law->error);
            before = f;
        }
        score_limit_free(law);
    }
}

/* A pair without amplitude is no pair; neither order nor a common factor matter beyond the error.
 * */
TEST(dead_pairs_order_and_scale_do_not_matter)
{
    static const double a[] = {1.0, 0.0, 0.25, 2.0, 0.0, 1.5, 0.75},
                        b[] = {0.75, 2.0, 1.5, 1.0, 0.25};
    double c[5];
    for (size_t n = 0; n < 5; n++)
        c[n] = 1e-200 * b[n];
    struct score_limit *x = law_of(7, a, 0.0), *y = law_of(5, b, 0.0), *z = law_of(5, c, 0.0);
    for (double at = -5.4; at < 5.5; at += 0.3) {
        check_le(fabs(score_limit_cdf(x, at) - score_limit_cdf(y, at)), x->error + y->error);
        check_le(fabs(score_limit_cdf(z, 1e-200 * at) - score_limit_cdf(y, at)),
                 z->error + y->error);
    }
    score_limit_free(x);
    score_limit_free(y);
    score_limit_free(z);
}

TEST(bad_amplitudes_are_refused)
{
    static const double zero[] = {0.0, 0.0}, negative[] = {1.0, -1.0}, infinite[] = {HUGE_VAL},
                        nan[] = {NAN}, one[] = {1.0};
    struct score_limit *law;
    ck_assert_int_eq(score_limit_new(2, zero, 1.0, &law), STATUS_UNDEFINED);
    ck_assert_ptr_null(law);
    ck_assert_int_eq(score_limit_new(0, NULL, 1.0, &law), STATUS_UNDEFINED);
    ck_assert_int_eq(score_limit_new(2, negative, 0.0, &law), STATUS_DOMAIN);
    ck_assert_int_eq(score_limit_new(1, infinite, 0.0, &law), STATUS_DOMAIN);
    ck_assert_int_eq(score_limit_new(1, nan, 0.0, &law), STATUS_DOMAIN);
    ck_assert_int_eq(score_limit_new(1, one, HUGE_VAL, &law), STATUS_DOMAIN);
    score_limit_free(NULL);
}

static double uniform_cdf(const void *context, double x)
{
    (void)context;
    return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

/* The distance by looking at every jump from both sides, for samples that are near, shifted, coarse
 * and constant. */
TEST(kolmogorov_distance_looks_at_every_jump)
{
    enum { MOST = 1000 };
    double x[MOST];
    uint64_t state = 5;
    for (int round = 0; round < 400; round++) {
        size_t count = round < 5 ? (size_t)round + 1
                                 : 1 + (size_t)((MOST - 1) * tools_uniform(&state));
        for (size_t i = 0; i < count; i++) {
            double u = tools_uniform(&state);
            x[i] = round % 4 == 0   ? u
                   : round % 4 == 1 ? u * u
                   : round % 4 == 2 ? floor(8.0 * u) / 8.0
                                    : 0.3;
        }
        qsort(x, count, sizeof *x, tools_ascending);
        double want = 0.0;
        for (size_t i = 0; i < count; i++) {
            size_t upto = 0, below = 0; /* shares at and before the jump, counted */
            for (size_t k = 0; k < count; k++) {
                upto += x[k] <= x[i];
                below += x[k] < x[i];
            }
            want = fmax(want, fmax(fabs((double)upto / (double)count - x[i]),
                                   fabs((double)below / (double)count - x[i])));
        }
        check_le(fabs(kolmogorov_distance(count, x, uniform_cdf, NULL) - want), 1e-15);
    }
    double nan[] = {NAN};
    ck_assert(isnan(kolmogorov_distance(1, nan, uniform_cdf, NULL)));
}

static double limit_cdf(const void *context, double x) { return score_limit_cdf(context, x); }

/* Sums of cosines of drawn phases: the Kolmogorov distance of n numbers to their own law passes
 * sqrt(ln(2/p)/(2n)) with probability at most p (Dvoretzky, Kiefer, Wolfowitz, Massart). */
TEST(drawn_sums_follow_their_law)
{
    enum { DRAWS = 1 << 17 };
    static double x[DRAWS];
    static const double a[] = {1.0, 0.25, 2.0, 1.5, 0.75};
    uint64_t state = 77;
    for (size_t pairs = 1; pairs <= TOOLS_COUNT(a); pairs++) {
        for (size_t i = 0; i < DRAWS; i++) {
            x[i] = 0.5;
            for (size_t n = 0; n < pairs; n++)
                x[i] += a[n] * cos(2.0 * M_PI * tools_uniform(&state));
        }
        qsort(x, DRAWS, sizeof *x, tools_ascending);
        struct score_limit *law = law_of(pairs, a, 0.5);
        check_le(kolmogorov_distance(DRAWS, x, limit_cdf, law),
                 sqrt(log(2.0 / 1e-10) / (2.0 * DRAWS)) + law->error);
        score_limit_free(law);
    }
}

/* A cdf stays in [0, 1] near the ends too, where 64 amplitudes leave less mass than rounding, and
 * where the interpolation between points alone would pass 1: by 1e-15 for 8 equal amplitudes and
 * 1e-14 for 17. */
TEST(cdf_stays_between_zero_and_one)
{
    static const struct {
        size_t pairs;
        double step;
    } laws[] = {{64, 0.01}, {8, 0.0}, {17, 0.0}};
    double a[64];
    for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
        for (size_t n = 0; n < laws[l].pairs; n++)
            a[n] = 1.0 + laws[l].step * (double)n;
        struct score_limit *law = law_of(laws[l].pairs, a, 0.25);
        for (int i = -10000; i <= 10000; i++) {
            double p = score_limit_cdf(law, 0.25 + law->reach * (double)i / 10000.0);
            ck_assert_msg(p >= 0.0 && p <= 1.0, "%zu amplitudes, %d: %.17g", laws[l].pairs, i, p);
        }
        score_limit_free(law);
    }
}
