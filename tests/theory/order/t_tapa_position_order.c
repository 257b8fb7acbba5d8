/* The order of two cosines of TAPA's phase against sums over sign changes, and its resonances. */
#include "theory/order/tapa_position_order.h"

#include <math.h>
#include <time.h>

#include "tests/tools/check_tools.h"

/* E sgn(cos 2 pi s1 phi - cos 2 pi s2 phi) of a normal phase: where the cosines are equal, (s1 -
 * s2) phi or (s1 + s2) phi is whole; between, the sign at the middle. */
static double normal_order(long double s1, long double s2, long double mean, long double spread,
                           double *count)
{
    long double rate[2] = {fabsl(s1 - s2), s1 + s2}, at = mean - 9.0L * spread,
                last = mean + 9.0L * spread, sum = 0.0L, k[2];
    for (int i = 0; i < 2; i++)
        k[i] = floorl(at * rate[i]) + 1.0L;
    for (*count = 0.0; at < last; *count += 1.0) {
        int first = k[0] / rate[0] < k[1] / rate[1] ? 0 : 1;
        long double next = k[first]++ / rate[first], middle = 0.5L * (at + next);
        long double sign = cosl(6.283185307179586476925L * s1 * middle) -
                           cosl(6.283185307179586476925L * s2 * middle);
        sum += (sign > 0.0L ? 1.0L : -1.0L) *
               tools_normal_mass((at - mean) / spread, (next - mean) / spread);
        at = next;
    }
    return (double)sum;
}

/* The linear phase is normal: 2 sqrt(D_P) mu and 2 sigma^2, or 0 and 2 + 2 rho. Up to 3e5 sign
 * changes, so both ways of tapa_cosine_order are met; 9 deviations leave 2e-19 out, and each of the
 * reference's masses errs by 2^-63 and the slope times the rounding of its zero. */
TEST(cosine_order_of_normal_phases)
{
    uint64_t state = 5;
    struct worst few = {0}, many = {0};
    for (int i = 0; i < 300; i++) {
        struct tapa_shape shape = {4, 1 + (size_t)(30.0 * tools_uniform(&state)),
                                   0.05 + 0.95 * tools_uniform(&state), true,
                                   exp(8.0 * tools_uniform(&state) - 4.0)};
        struct qk_law law = {.kind = i % 3 ? QK_GAUSS : QK_ALIGNED,
                             .sigma = exp(3.0 * tools_uniform(&state) - 2.5)};
        law.mu = tools_uniform(&state) - 0.5, law.rho = 1.9 * tools_uniform(&state) - 0.95;
        double r1 = floor(exp(9.0 * tools_uniform(&state))),
               r2 = r1 + floor(exp(9.0 * tools_uniform(&state))), count;
        long double s1 = (long double)shape.scale * powl(r1, shape.alpha),
                    s2 = (long double)shape.scale * powl(r2, shape.alpha);
        bool gauss = law.kind == QK_GAUSS;
        long double mean = gauss ? 2.0L * sqrtl((long double)shape.dim_phase) * law.mu : 0.0L;
        long double spread = gauss ? sqrtl(2.0L) * law.sigma : sqrtl(2.0L + 2.0L * law.rho);
        if (36.0L * spread * s2 > 3e5L)
            continue;
        struct estimate got, back;
        ck_assert(tapa_cosine_order(&shape, &law, r1, r2, &got) == STATUS_OK);
        ck_assert(tapa_cosine_order(&shape, &law, r2, r1, &back) == STATUS_OK &&
                  back.val == -got.val && back.err == got.err);
        double want = normal_order(s1, s2, mean, spread, &count);
        double tolerance = 1e-18 + count * 0x1p-62 * (double)(2.0L + fabsl(mean) / spread);
        struct worst *w = count > 1e5 ? &many : &few;
        worst_take(w, fabs(got.val - want), got.err + tolerance,
                   "D_P %zu alpha %.17g scale %.17g %s r %.0f %.0f: %.17g +- %.3g", shape.dim_phase,
                   shape.alpha, shape.scale, gauss ? "gauss" : "aligned", r1, r2, got.val, got.err);
        worst_take(w, got.err, count > 1e5 ? 2e-7 : 1e-8, "idle error, scale %.17g r %.0f %.0f",
                   shape.scale, r1, r2);
    }
    ck_assert_uint_gt(few.count, 300);
    ck_assert_uint_gt(many.count, 20);
    worst_check(&few);
    worst_check(&many);
}

/* Far out, only the resonance of the two square waves is left: s2/s1 = (p + q)/(p - q), p and q odd
 * without common divisor, gives 1/(p q), any other ratio 0. */
TEST(far_out_only_the_resonance_is_left)
{
    struct worst w = {0};
    static const struct {
        double near, far, want;
    } cases[] = {{1, 2, 1.0 / 3.0},  {1, 3, 0.0}, {2, 3, 1.0 / 5.0},
                 {1, 4, 1.0 / 15.0}, {3, 5, 0.0}, {5, 8, 1.0 / 39.0}};
    for (int linear = 0; linear < 2; linear++)
        for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
            struct tapa_shape shape = {64, 64, 1.0, linear, 1.0};
            struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
            struct estimate got;
            ck_assert(tapa_cosine_order(&shape, &law, 1e5 * cases[i].near, 1e5 * cases[i].far,
                                        &got) == STATUS_OK);
            worst_take(&w, fabs(got.val - cases[i].want), got.err, "%.0f to %.0f: %.17g",
                       cases[i].near, cases[i].far, got.val);
            worst_take(&w, got.err, 1e-7, "idle error at %.0f to %.0f", cases[i].near,
                       cases[i].far);
        }
    worst_check(&w);
}

/* However slowly the phase's characteristic function falls, and however alike the two rates are: a
 * few ten thousand terms, 30 ms each here. Three seconds are five times that; the same distances
 * once took 8, and those that are alike never ended. */
TEST(few_coordinates_do_not_take_long)
{
    const struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.5};
    struct estimate got;
    clock_t began = clock();
    for (size_t dim = 1; dim <= 6; dim++)
        for (int i = 0; i < 3; i++) {
            struct tapa_shape shape = {dim, dim, 0.1, false, i == 0 ? 3e2 : i == 1 ? 3e3 : 1e5};
            ck_assert_int_eq(tapa_cosine_order(&shape, &law, 3.0, 8.0, &got), STATUS_OK);
            check_le(fabs(got.val), got.err + 1e-3);
            shape.alpha = exp2(-20.0 * i - 10.0), shape.scale = exp2(20.0 * i + 20.0);
            ck_assert_int_eq(tapa_cosine_order(&shape, &law, 3.0, 8.0, &got), STATUS_OK);
            check_le(fabs(got.val), got.err + 1e-2);
        }
    check_le((double)(clock() - began) / CLOCKS_PER_SEC, 3.0);
}
