/* Theorem 2.2's ranges and thresholds, and the limit gap against the limits themselves at random
 * pairs. */
#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/limits/gap.h"
#include "theory/trig/trig_limits.h"

/* 1 < r < b^(1/4)/8 is open: at b = (8k)^4 the last integer is k - 1, just above it is k. */
TEST(near_range_opens_at_its_base)
{
    double lo, hi;
    ck_assert_int_eq(gap_near_range(65536.0, &lo, &hi), STATUS_UNDEFINED);
    ck_assert_int_eq(gap_near_range(65537.0, &lo, &hi), STATUS_OK);
    ck_assert(lo == 2.0 && hi == 2.0);
    for (double k = 3.0; k < 1000.0; k += 1.0) {
        double base = pow(8.0 * k, 4.0);
        ck_assert(gap_near_range(base, &lo, &hi) == STATUS_OK && lo == 2.0);
        ck_assert_msg(hi == k - 1.0, "b = (8*%.0f)^4: hi %.17g", k, hi);
        ck_assert(gap_near_range(base * (1.0 + 1e-13), &lo, &hi) == STATUS_OK);
        ck_assert_msg(hi == k, "above (8*%.0f)^4: hi %.17g", k, hi);
    }
    static const struct {
        double base, hi;
    } real[] = {{5e5, 3}, {1e6, 3}, {1e7, 7}, {1e8, 12}};
    for (size_t i = 0; i < TOOLS_COUNT(real); i++) {
        ck_assert(gap_near_range(real[i].base, &lo, &hi) == STATUS_OK);
        ck_assert_msg(hi == real[i].hi, "base %.3g: %.17g", real[i].base, hi);
    }
    static const double bad[] = {1.0, 0.0, -5.0, NAN};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(gap_near_range(bad[i], &lo, &hi), STATUS_DOMAIN);
    ck_assert_int_eq(gap_near_range(2.0, &lo, &hi), STATUS_UNDEFINED);
}

TEST(required_base_is_the_least_that_serves)
{
    check_le(fabs(gap_base_required(1.0, 0.0) / exp(64.0) - 1.0), 1e-15);
    check_le(fabs(gap_base_required(-2.0, 1.0) / exp(96.0) - 1.0), 1e-15);
    check_le(fabs(gap_base_required(2.0, -3.0) / exp(160.0) - 1.0), 1e-15);
    ck_assert(gap_base_required(0.0, 1.0) == HUGE_VAL);
    ck_assert(gap_base_required(1e-3, 1.0) == HUGE_VAL);
}

/* C(r) - C(r') + kappa sign (S(r) - S(r')) in the limit, for the sign that is worse. */
static double true_gap(double base, double r, double far, double kappa)
{
    struct estimate c, s, far_c, far_s;
    ck_assert(trig_limits(base, r, &c, &s) == STATUS_OK &&
              trig_limits(base, far, &far_c, &far_s) == STATUS_OK);
    return c.val - far_c.val - kappa * fabs(s.val - far_s.val);
}

/* gap_limit is the formula of its comment, is under the true gap at every pair tried, and exceeds
 * 1/8 where theory/limits/README.md#gap-theorem says so. */
TEST(gap_limit_is_under_the_true_gap)
{
    uint64_t state = 31;
    struct worst formula = {0}, bound = {0};
    unsigned useful = 0;
    for (int i = 0; i < 3000; i++) {
        double base = 65537.0 * exp(40.0 * tools_uniform(&state)), mu0 = i % 2 ? 2.0 : -0.5,
               nu0 = (i % 3 - 1) * 0.4, lo, hi, gap;
        ck_assert(gap_limit(base, mu0, nu0, &gap) == STATUS_OK &&
                  gap_near_range(base, &lo, &hi) == STATUS_OK);
        double kappa = fabs(nu0 / mu0), tails = 0.0,
               at[3] = {2.0 * M_PI, 4.0 * M_PI, 2.0 * M_PI * base};
        for (int k = 0; k < 3; k++)
            tails += hypot(1.0, 1.0 / at[k]) / at[k];
        /* -Ci(x) = -gamma - ln x + x^2/4 - ..., x = 2 pi hi/b < 2e-4: the next term is x^4/96 */
        double x = 2.0 * M_PI * hi / base, want = (-0.57721566490153286 - log(x) + 0.25 * x * x -
                                                   tails - kappa * (0.5 * M_PI + tails)) /
                                                  (2.0 * log(base));
        worst_take(&formula, fabs(gap - want), 1e-14, "b %.17g nu0/mu0 %.3g", base, nu0 / mu0);
        double r = 2.0 + floor((hi - 1.0) * tools_uniform(&state)),
               far = (floor(base) + 1.0) * exp(10.0 * tools_uniform(&state) * (i % 5 != 0));
        worst_take(&bound, gap - true_gap(base, r, floor(far), kappa), 1e-13,
                   "b %.17g r %.0f r' %.17g", base, r, far);
        useful += gap > 0.125;
        if (log(base) > 0.9 + 4.0 * kappa)
            ck_assert_msg(gap > 0.125, "b %.17g kappa %.3g gap %.17g", base, kappa, gap);
    }
    ck_assert_uint_gt(useful, 2000);
    worst_check(&formula);
    worst_check(&bound);
    double gap;
    ck_assert_int_eq(gap_limit(65536.0, 1.0, 0.0, &gap), STATUS_UNDEFINED);
    ck_assert_int_eq(gap_limit(1e6, 0.0, 1.0, &gap), STATUS_DOMAIN);
    ck_assert_int_eq(gap_limit(NAN, 1.0, 0.0, &gap), STATUS_DOMAIN);
}
