/* Mean, variance and slope of a bank's score against golden values and the definitions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/moments/bank_moments.h"
#include "theory/trig/trig_sums.h"

struct tally {
    struct worst mean, variance;
};

/* Rounding besides the trigonometric sum's: a law's parameters (half a unit each where the decimal
 * is no double) and the products that make E A from them, the weight, the norm: at most 8 units of
 * each term; the final product, the slope and their sum another 3 of the result. */
static double mean_tolerance(const struct encoding *e, const struct pair_moments *m, double mean,
                             double distance)
{
    const struct schedule *s = encoding_schedule(e);
    double terms = fabs(m->mean_a) + fabs(m->mean_b);
    return s->norm * terms *
               (trig_sums_error(s, s->weight, NULL) +
                8.0 * UNIT_ROUNDING * s->weight[0] * (double)s->pairs) +
           3.0 * UNIT_ROUNDING * (fabs(mean) + encoding_bank(e)->slope * distance);
}

/* norm^2 sum w^2 (flat + cos2 cos^2): the trigonometric sum at twice the distance, h + 2 roundings
 * of flat and its sum, and 16 for the parameters' fourth powers and the products. flat counts as 2
 * where aligned subtracts from it. */
static double variance_tolerance(const struct schedule *s, const struct pair_moments *m)
{
    double squares[512], total = 0.0;
    for (size_t n = 0; n < s->pairs; n++)
        total += squares[n] = s->weight[n] * s->weight[n];
    double flat = m->var_cos2 != 0.0 ? 2.0 : m->var_flat;
    return s->norm * s->norm *
           (0.5 * fabs(m->var_cos2) * trig_sums_error(s, squares, NULL) +
            ((double)s->pairs + 18.0) * UNIT_ROUNDING * total * (flat + fabs(m->var_cos2)));
}

static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    if (strncmp(cell[0], "bank_", 5) != 0)
        return;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct pair_moments m = qk_pair_moments(&law);
    double r = atof(cell[3]), want = atof(cell[4]), got;
    if (strcmp(cell[0], "bank_mean") == 0) {
        ck_assert_int_eq(
            bank_mean(encoding_schedule(e), encoding_bank(e)->slope, &law, 1, &r, &got), STATUS_OK);
        worst_take(&t->mean, fabs(got - want), mean_tolerance(e, &m, want, r), "%s %s r %s",
                   cell[1], cell[2], cell[3]);
    } else {
        ck_assert_int_eq(bank_variance(encoding_schedule(e), &law, 1, &r, &got), STATUS_OK);
        worst_take(&t->variance, fabs(got - want), variance_tolerance(encoding_schedule(e), &m),
                   "%s %s r %s", cell[1], cell[2], cell[3]);
    }
    encoding_free(e);
}

TEST(moments_are_the_golden_values)
{
    struct tally t = {.mean = {0}};
    golden_each("moments.csv", &t, take_golden);
    ck_assert_uint_eq(t.mean.count, 936);
    ck_assert_uint_eq(t.variance.count, 780);
    worst_check(&t.mean);
    worst_check(&t.variance);
}

static const char *const SPECS[] = {
    "rope:base=1e4,dim=16,norm=none",
    "rope:base=1e4,dim=16,rotary=6,scaling=yarn,factor=4,orig=64,attn=1.5",
    "rope:base=5e5,dim=8,unit=turn", "alibi:dim=8,slope=0.75", "nope:dim=6,norm=sqrt"};
static const char *const LAWS[] = {"unit",
                                   "phase",
                                   "gauss:mu=0.5,sigma=2",
                                   "aligned:rho=-0.5",
                                   "crossed:c=0.75",
                                   "moments:mu0=2,nu0=-3"};

/* r d E S/dr, term by term in long double at distances where the angles' rounding (2^-63 relative)
 * does not count. */
static long double slope_of(const struct encoding *e, const struct pair_moments *m, double r)
{
    const struct schedule *s = encoding_schedule(e);
    long double total = 0.0L;
    for (size_t n = 0; n < s->pairs; n++) {
        long double x = 6.283185307179586476925L * ((long double)s->turn_hi[n] + s->turn_lo[n]) * r;
        total += s->weight[n] * x * (m->mean_b * cosl(x) - m->mean_a * sinl(x));
    }
    return s->norm * total - (long double)encoding_bank(e)->slope * r;
}

TEST(slopes_are_the_golden_values)
{
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(SPECS); i++)
        for (size_t j = 0; j < TOOLS_COUNT(LAWS); j++) {
            struct encoding *e = tools_encoding(SPECS[i]);
            struct qk_law law = tools_law(LAWS[j]);
            struct pair_moments m = qk_pair_moments(&law);
            double r[100], got[100], size = 0.0;
            for (size_t k = 0; k < 100; k++)
                r[k] = k < 60 ? (double)k : floor(60.0 * pow(1.1, (double)k - 60.0));
            for (size_t n = 0; n < encoding_schedule(e)->pairs; n++)
                size += 2.0 * M_PI * encoding_schedule(e)->turn_hi[n] *
                        encoding_schedule(e)->weight[n] * (fabs(m.mean_a) + fabs(m.mean_b));
            ck_assert_int_eq(
                bank_mean_slope(encoding_schedule(e), encoding_bank(e)->slope, &law, 100, r, got),
                STATUS_OK);
            /* the sum's (h + 43), 6 roundings of a coefficient, 4 of the result; slope: 2 */
            for (size_t k = 0; k < 100; k++)
                worst_take(&w, fabs((double)(got[k] - slope_of(e, &m, r[k]))),
                           r[k] * UNIT_ROUNDING *
                               (encoding_schedule(e)->norm * size *
                                    ((double)encoding_schedule(e)->pairs + 53.0) +
                                3.0 * encoding_bank(e)->slope),
                           "%s %s r %.0f", SPECS[i], LAWS[j], r[k]);
            encoding_free(e);
        }
    worst_check(&w);
}

/* The same from the mean itself: a central difference over +-1 token errs by at most norm h |E A|
 * (2 pi f)^3/6, tiny when all frequencies are under 1/1000 rad. */
TEST(slope_is_a_difference_quotient)
{
    struct encoding *e = tools_encoding(
        "rope:base=1e4,dim=16,scaling=linear,factor=1000,norm=none");
    struct qk_law law = tools_law("moments:mu0=1,nu0=0.5");
    struct worst w = {0};
    for (double r = 1.0; r < 1e5; r = floor(r * 1.3) + 1.0) {
        double around[3] = {r - 1.0, r, r + 1.0}, mean[3], slope;
        ck_assert_int_eq(bank_mean(encoding_schedule(e), 0.0, &law, 3, around, mean), STATUS_OK);
        ck_assert_int_eq(bank_mean_slope(encoding_schedule(e), 0.0, &law, 1, &r, &slope),
                         STATUS_OK);
        worst_take(&w, fabs(slope - 0.5 * r * (mean[2] - mean[0])),
                   r * 8.0 * 1.5 * (1e-9 / 6.0 + 60.0 * UNIT_ROUNDING), "r %.0f", r);
    }
    worst_check(&w);
    encoding_free(e);
}

/* Crossed coordinates, which no golden row has: norm^2 sum w^2 (2 + 2 c^2 - 4 c^2 cos^2 x). */
TEST(crossed_variance_is_its_formula)
{
    struct worst w = {0};
    struct qk_law law = tools_law("crossed:c=0.75");
    struct pair_moments m = qk_pair_moments(&law);
    for (size_t i = 0; i < TOOLS_COUNT(SPECS); i++) {
        struct encoding *e = tools_encoding(SPECS[i]);
        const struct schedule *s = encoding_schedule(e);
        for (double r = 0.0; r < 1000.0; r += 7.0) {
            double got;
            long double want = 0.0L;
            ck_assert(bank_variance(s, &law, 1, &r, &got) == STATUS_OK);
            for (size_t n = 0; n < s->pairs; n++) {
                long double c = cosl(6.283185307179586476925L *
                                     ((long double)s->turn_hi[n] + s->turn_lo[n]) * r);
                want += (long double)s->weight[n] * s->weight[n] *
                        (2.0L + 2.0L * 0.5625L - 4.0L * 0.5625L * c * c);
            }
            if (s->rule.norm == NORM_SQRT)
                want /= (long double)s->rule.dim;
            worst_take(&w, fabs((double)(got - want)), variance_tolerance(s, &m), "%s r %.0f",
                       SPECS[i], r);
        }
        encoding_free(e);
    }
    worst_check(&w);
}

TEST(moments_that_do_not_exist_are_refused)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    struct qk_law law = tools_law("moments:mu0=1,nu0=0"), gauss = tools_law("gauss:mu=1,sigma=1"),
                  aligned = tools_law("aligned:rho=0.5");
    double r = 3.0, half = 0.5, last = DISTANCE_LIMIT, out;
    ck_assert_int_eq(bank_variance(encoding_schedule(e), &law, 1, &r, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(bank_mean(encoding_schedule(e), 0.0, &gauss, 1, &half, &out), STATUS_DOMAIN);
    ck_assert_int_eq(bank_mean_slope(encoding_schedule(e), 0.0, &gauss, 1, &half, &out),
                     STATUS_DOMAIN);
    ck_assert_int_eq(bank_variance(encoding_schedule(e), &aligned, 1, &last, &out), STATUS_OK);
    ck_assert(isfinite(out));
    encoding_free(e);
}
