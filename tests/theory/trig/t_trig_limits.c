/* The dense-bank limits against golden values, their definition as integrals, and sums at finite D.
 * */
#include <gsl/gsl_sf_expint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/trig/trig_limits.h"
#include "theory/trig/trig_sums.h"

static double base_of(const char *spec) { return atof(strstr(spec, "base=") + strlen("base=")); }

/* The reported error bound itself is the tolerance: bases and distances are exact. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    bool cosine = strcmp(cell[0], "trig_cos_limit") == 0;
    if (!cosine && strcmp(cell[0], "trig_sin_limit") != 0)
        return;
    struct estimate c, s;
    ck_assert_int_eq(trig_limits(base_of(cell[1]), atof(cell[3]), &c, &s), STATUS_OK);
    struct estimate got = cosine ? c : s;
    worst_take(context, fabs(got.val - atof(cell[4])), got.err, "%s %s r %s", cell[0], cell[1],
               cell[3]);
    worst_take(context, got.err, 1e-14, "reported error of %s %s r %s", cell[0], cell[1], cell[3]);
}

TEST(limits_are_the_golden_values)
{
    struct worst w = {0};
    golden_each("moments.csv", &w, take_golden);
    ck_assert_uint_eq(w.count, 80);
    worst_check(&w);
}

/* (1/2) int_0^1 cos(2 pi r b^-x) dx by Simpson's rule on 2^16 cells at moderate r. The fourth
 * derivative of the integrand is at most (L (2 pi r + 1))^4 * 15 (Faa di Bruno: 15 partitions of 4,
 * each at most that), so the rule errs by h^4/180 of it. */
TEST(limits_are_their_integral)
{
    enum { CELLS = 1 << 16 };
    struct worst w = {0};
    for (double base = 2.0; base < 1e9; base *= 23.0)
        for (double r = 0.07; r < 3.0; r *= 2.3) {
            long double cosine = 0.0L, sine = 0.0L, log_base = logl(base);
            for (int i = 0; i <= CELLS; i++) {
                long double y = 6.283185307179586476925L * r * expl(-log_base * i / CELLS);
                long double weight = i == 0 || i == CELLS ? 1.0L : i % 2 ? 4.0L : 2.0L;
                cosine += weight * cosl(y), sine += weight * sinl(y);
            }
            struct estimate c, s;
            ck_assert_int_eq(trig_limits(base, r, &c, &s), STATUS_OK);
            double tolerance = c.err +
                               15.0 / 360.0 * pow((double)log_base * (6.29 * r + 1.0) / CELLS, 4.0);
            worst_take(&w, fabs(c.val - (double)(cosine / (6.0L * CELLS))), tolerance,
                       "cos b %.17g r %.17g", base, r);
            tolerance += s.err - c.err;
            worst_take(&w, fabs(s.val - (double)(sine / (6.0L * CELLS))), tolerance,
                       "sin b %.17g r %.17g", base, r);
        }
    worst_check(&w);
}

/* |C_D - C|, |S_D - S| <= trig_limits_bound at finite D, which is (2 + 4 r)/D; trapezoid
 * correction within its own bound. */
TEST(finite_sums_are_within_the_distance)
{
    struct worst far = {0}, sharp = {0};
    double r[200], c[200], s[200];
    for (size_t i = 0; i < 200; i++)
        r[i] = i < 50 ? (double)i + 1.0 : floor(51.0 * pow(1.06, (double)i - 50.0));
    for (size_t dim = 8; dim <= 8192; dim *= 4)
        for (double base = 7.0; base < 1e8; base *= 37.0) {
            struct frequency_rule rule = frequency_rule_rope(base, dim);
            rule.unit = UNIT_TURN;
            struct schedule *schedule;
            ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
            ck_assert_int_eq(trig_sums(schedule, schedule->weight, NULL, 200, r, c), STATUS_OK);
            ck_assert_int_eq(trig_sums(schedule, NULL, schedule->weight, 200, r, s), STATUS_OK);
            double rounding = trig_sums_error(schedule, schedule->weight, NULL) / (double)dim,
                   d = (double)dim;
            for (size_t i = 0; i < 200; i++) {
                struct estimate want_c, want_s;
                ck_assert(trig_limits(base, r[i], &want_c, &want_s) == STATUS_OK);
                double bound = trig_limits_bound(d, r[i]) + rounding, log_base = log(base),
                       y = 2.0 * M_PI * r[i];
                worst_take(&far, fabs(c[i] / d - want_c.val), bound + want_c.err,
                           "cos b %.17g D %zu r %.0f", base, dim, r[i]);
                worst_take(&far, fabs(s[i] / d - want_s.val), bound + want_s.err,
                           "sin b %.17g D %zu r %.0f", base, dim, r[i]);
                double trapezoid = log_base * M_PI * r[i] * (1.0 + M_PI * r[i]) / (2.0 * d * d) +
                                   rounding + want_c.err + want_s.err;
                worst_take(&sharp,
                           fabs(c[i] / d - want_c.val - (cos(y) - cos(y / base)) / (2.0 * d)),
                           trapezoid, "trapezoid cos b %.17g D %zu r %.0f", base, dim, r[i]);
                worst_take(&sharp,
                           fabs(s[i] / d - want_s.val - (sin(y) - sin(y / base)) / (2.0 * d)),
                           trapezoid + 1e-12 * r[i], "trapezoid sin b %.17g D %zu r %.0f", base,
                           dim, r[i]);
            }
            schedule_free(schedule);
        }
    worst_check(&far);
    worst_check(&sharp);
    ck_assert(trig_limits_bound(128.0, 3.0) == 14.0 / 128.0);
}

/* Large arguments that are no whole turns, against GSL's own Ci and Si with GSL's own error bounds.
 * */
TEST(far_limits_are_gsls_integrals)
{
    uint64_t state = 5;
    struct worst w = {0};
    for (int i = 0; i < 2000; i++) {
        double base = 1.5 + 50.0 * tools_uniform(&state),
               r = exp(3.0 + 9.0 * tools_uniform(&state)), scale = 2.0 * log(base);
        struct estimate c, s;
        gsl_sf_result fast[2], slow[2];
        ck_assert(trig_limits(base, r, &c, &s) == STATUS_OK);
        ck_assert(!gsl_sf_Ci_e(2.0 * M_PI * r, &fast[0]) &&
                  !gsl_sf_Ci_e(2.0 * M_PI * (r / base), &slow[0]));
        ck_assert(!gsl_sf_Si_e(2.0 * M_PI * r, &fast[1]) &&
                  !gsl_sf_Si_e(2.0 * M_PI * (r / base), &slow[1]));
        /* two roundings of an argument each: 4 units, since neither integral moves faster than ln r
         * */
        double more = 4.0 * UNIT_ROUNDING / scale;
        worst_take(&w, fabs(c.val - (fast[0].val - slow[0].val) / scale),
                   c.err + (fast[0].err + slow[0].err) / scale + more, "cos b %.17g r %.17g", base,
                   r);
        worst_take(&w, fabs(s.val - (fast[1].val - slow[1].val) / scale),
                   s.err + (fast[1].err + slow[1].err) / scale + more, "sin b %.17g r %.17g", base,
                   r);
    }
    worst_check(&w);
}

TEST(bad_arguments_are_refused)
{
    struct estimate c, s;
    static const double bad[][2] = {{1.0, 2.0}, {0.5, 2.0},  {NAN, 2.0}, {INFINITY, 2.0},
                                    {1e4, 0.0}, {1e4, -1.0}, {1e4, NAN}, {1e4, INFINITY}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(trig_limits(bad[i][0], bad[i][1], &c, &s), STATUS_DOMAIN);
    ck_assert_int_eq(trig_limits(nextafter(1.0, 2.0), 1e-3, &c, &s), STATUS_OK);
}
