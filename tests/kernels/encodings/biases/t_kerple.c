/* KERPLE's logarithmic bias: its size at every distance, and its ends, NoPE and ALiBi. */
#include "kernels/curves/logarithm.h"
#include "tests/kernels/encodings/biases/bias_tools.h"

/* ln(1 + x) from the least to the largest, in long double, at lengths that fill no vector. */
TEST(logarithms_are_within_their_bound)
{
    enum { COUNT = 4003 };
    static double x[COUNT], got[COUNT];
    struct worst w = {0};
    uint64_t state = 5;
    x[0] = 0.0, x[1] = 0x1p-53, x[2] = nextafter(0x1p-53, 1.0), x[3] = 1.0, x[4] = 0x1p53;
    for (size_t i = 5; i < COUNT; i++)
        x[i] = (1.0 + tools_uniform(&state)) * exp2(floor(1800.0 * tools_uniform(&state) - 900.0));
    for (size_t i = COUNT / 2; i < COUNT; i++)
        x[i] = exp2(120.0 * tools_uniform(&state) - 60.0);
    for (size_t n = COUNT - 9; n <= COUNT; n++) {
        logarithm_log1p(n, x, got);
        for (size_t i = 0; i < n; i++) {
            long double want = log1pl((long double)x[i]);
            worst_take(&w, (double)fabsl(got[i] - want), 16.0 * UNIT_ROUNDING * (double)want, "%g",
                       x[i]);
        }
    }
    ck_assert(got[0] == 0.0);
    worst_check(&w);
}

/* No loss is NoPE to the last bit; with p a held and a small it is ALiBi, whose r p a it lies under
 * by at most p (a r)^2/2. */
TEST(ends_are_nope_and_alibi)
{
    bias_same("kerple-log:dim=32,p=0", "nope:dim=32", BIAS_COUNT);
    bias_same("kerple-log:dim=32,p=0,a=1e15,norm=none", "nope:dim=32,norm=none", BIAS_COUNT);
    double *log = bias_scores("kerple-log:dim=32,p=2.5e8,a=1e-9", BIAS_COUNT, bias_distances),
           *line = bias_scores("alibi:dim=32,slope=0.25", BIAS_COUNT, bias_distances);
    for (size_t i = 0; i < 2 * BIAS_COUNT; i++) {
        double r = bias_distances[i % BIAS_COUNT], gap = log[i] - line[i],
               rounding = 0x1p-48 * (1.0 + 0.25 * r);
        ck_assert_msg(gap >= -rounding && gap <= 1.25e-10 * r * r + rounding, "%g at %g", gap, r);
        ck_assert(r < 2500.0 || gap > 0.0);
    }
    free(log), free(line);
}

/* Loss to a power: e^(lost) = (1 + a r)^p. */
TEST(weights_fall_as_a_power)
{
    const double r[] = {0.0, 30.0, 126.0};
    double *score = bias_scores("kerple-log:dim=32,p=3,a=0.5", 3, r);
    ck_assert_double_eq_tol(exp(score[0] - score[1]), 4096.0, 4096.0 * 0x1p-46);
    ck_assert_double_eq_tol(exp(score[0] - score[2]), 262144.0, 262144.0 * 0x1p-46);
    free(score);
}

TEST(a_far_key_never_wins)
{
    bias_orders("kerple-log:dim=8", 3.0, 4.0, 0.0);
    bias_orders("kerple-log:dim=8", 4.0, 3.0, 1.0);
    bias_orders("kerple-log:dim=8,p=0", 4.0, 3.0, 0.0);
    bias_orders("kerple-log:dim=8,p=1e-15", 0x1p53 - 1.0, 0x1p53, 0.0);
    bias_orders("kerple-log:dim=8,p=1e-15", 0x1p53, 0x1p53 - 1.0, 1.0);
}

/* The exponent is the mean's slope on logarithmic axes. */
TEST(exponent_is_the_slope_of_the_mean)
{
    struct encoding *e = tools_encoding("kerple-log:dim=8,p=2,a=0.125");
    struct qk_law law = tools_law("gauss:mu=1");
    const struct closed_forms *closed = closed_forms(e);
    const double r[] = {999.0, 1000.0, 1001.0};
    double mean[3], exponent, zero;
    ck_assert_int_eq(closed->mean(e, &law, 3, r, mean), STATUS_OK);
    ck_assert_int_eq(closed->exponent(e, &law, 1000.0, &exponent), STATUS_OK);
    ck_assert_int_eq(closed->exponent(e, &law, 0.0, &zero), STATUS_OK);
    /* the difference quotient is off by r^3 f'''/6 <= 1e-6 */
    ck_assert_double_eq_tol(exponent, 1000.0 * (mean[2] - mean[0]) / 2.0 / mean[1], 2e-6);
    ck_assert(zero == 0.0 && exponent != 0.0);
    encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    struct encoding *e = tools_encoding("kerple-log");
    ck_assert_str_eq(e->resolved, "kerple-log:dim=128,p=1,a=0.5,norm=sqrt");
    encoding_free(e);
    bias_refused("kerple-log:p=-1", "p=\"-1\" is too small");
    bias_refused("kerple-log:a=0", "a=\"0\" is too small");
    bias_refused("kerple-log:a=inf", "is not a finite number");
    bias_refused("kerple-log:slope=1", "unknown key");
    bias_refused("kerple-log:horizon=1", "unknown key");
    bias_refused("kerple-log:scaling=yarn", "unknown key");
    bias_refused("kerple-log:norm=sqrt,scale=2", "scale=2 replaces norm=sqrt");
    bias_refused("kerple:p=1", "kerple-log");
}
