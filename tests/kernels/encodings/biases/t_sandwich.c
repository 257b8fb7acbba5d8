/* Sandwich's bias: RoPE's sum of cosines by three engines, its order of positions, its ends. */
#include "kernels/encodings/biases/bias.h"
#include "kernels/encodings/curve.h"
#include "tests/kernels/encodings/biases/bias_tools.h"
#include "tests/kernels/encodings/references.h"
#include "theory/moments/bias_moments.h"
#include "theory/trig/trig_sums.h"

REFERENCE(sandwich, "sandwich:dim=8,bar=6,ratio=2")
{
    long double sum = 0.0L;
    for (int n = 0; n < 3; n++)
        sum += cosl(r * powl(1e4L, -n / 3.0L));
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) + sum / 2.0L;
}

static const char *const texts[] = {"sandwich:dim=8", "sandwich:dim=8,bar=2,base=1.5,ratio=0.125",
                                    "sandwich:dim=8,bar=300,base=1e6,ratio=7.5"};
enum { COUNT = 600 };

/* Near ones, all sizes up to the largest, in no order: more than one strip. */
static void distances_of(double *r)
{
    uint64_t state = 17;
    for (size_t i = 0; i < COUNT; i++)
        r[i] = i < 300 ? (double)i : floor(exp2(53.0 * tools_uniform(&state)));
    r[COUNT - 1] = 0x1p53;
}

/* The sum of cosines is what a rotary bank scores of q = k = (1, 0, 1, 0, ..), and theory's own. */
TEST(three_engines_sum_the_same_cosines)
{
    static double r[COUNT], unit[300];
    struct worst w = {0};
    distances_of(r);
    for (size_t i = 0; i < 300; i += 2)
        unit[i] = 1.0;
    for (size_t t = 0; t < TOOLS_COUNT(texts); t++) {
        struct encoding *e = tools_encoding(texts[t]);
        const struct bias_shape *shape = encoding_bias_shape(e);
        char text[96];
        snprintf(text, sizeof text, "rope:norm=none,dim=%zu,base=%.17g", 2 * shape->waves->pairs,
                 shape->waves->rule.base);
        struct encoding *bank = tools_encoding(text);
        double zero[8] = {0.0}, *score = tools_scores(e, COUNT, r, 1, zero, zero),
               *cosines = tools_scores(bank, COUNT, r, 1, unit, unit);
        for (size_t i = 0; i < COUNT; i++) {
            double lost, error = curve_error(e, zero, zero, r[i]);
            ck_assert_int_eq(bias_lost(shape, r[i], &lost), STATUS_OK);
            worst_take(&w, fabs(score[i] + lost),
                       error + (trig_sums_error(shape->waves, shape->waves->weight, NULL) +
                                UNIT_ROUNDING * fabs(cosines[i])) /
                                   shape->ratio,
                       "%s at %.0f by theory", texts[t], r[i]);
            worst_take(
                &w, fabs(score[i] - cosines[i] / shape->ratio),
                error + (curve_error(bank, unit, unit, r[i]) + UNIT_ROUNDING * fabs(cosines[i])) /
                            shape->ratio,
                "%s at %.0f by the bank", texts[t], r[i]);
        }
        free(score), free(cosines);
        encoding_free(e), encoding_free(bank);
    }
    worst_check(&w);
}

/* At distance 0 all cosines are 1; a large ratio is NoPE but for bar/2 over it. */
TEST(ends_are_the_largest_and_nope)
{
    const double zero[8] = {0.0}, r[] = {0.0};
    struct encoding *e = tools_encoding("sandwich:dim=8,bar=24,ratio=3");
    double *first = tools_scores(e, 1, r, 1, zero, zero);
    ck_assert_double_eq(first[0], 4.0);
    free(first);
    encoding_free(e);
    double *wide = bias_scores("sandwich:dim=32,ratio=1e15", BIAS_COUNT, bias_distances),
           *none = bias_scores("nope:dim=32", BIAS_COUNT, bias_distances);
    for (size_t i = 0; i < 2 * BIAS_COUNT; i++) /* 64 cosines, and the rounding of a score */
        check_le(fabs(wide[i] - none[i]), 64e-15 + 0x1p-50);
    free(wide), free(none);
}

/* A far key wins wherever its cosines are larger: one cosine of r radians. */
TEST(order_of_positions_is_that_of_the_cosines)
{
    const char *one = "sandwich:dim=8,bar=2,ratio=2";
    bias_orders(one, 0.0, 6.0, 0.0);
    bias_orders(one, 3.0, 6.0, 1.0);
    bias_orders(one, 6.0, 44.0, 1.0); /* 44 is nearer to seven turns than 6 is to one */
    bias_orders(one, 44.0, 6.0, 0.0);
    bias_orders(one, 5.0, 5.0, 0.0);
    bias_orders("sandwich:dim=8", 3.0, 4.0, 0.0);
    bias_orders("sandwich:dim=8", 4.0, 3.0, 1.0);
}

/* The exponent is the mean's slope on logarithmic axes. */
TEST(exponent_is_the_slope_of_the_mean)
{
    struct encoding *e = tools_encoding("sandwich:dim=8,bar=2,base=2,ratio=2");
    struct encoding *slow = tools_encoding("sandwich:dim=8,bar=8,base=1e300,ratio=0.25");
    struct qk_law law = tools_law("gauss:mu=1");
    double exponent, r = 7.0, mean = 4.0 * 2.0 / sqrt(8.0) + 0.5 * cos(7.0);
    ck_assert_int_eq(closed_forms(e)->exponent(e, &law, r, &exponent), STATUS_OK);
    /* (mean - 4 mu^2 2/sqrt 8) is cos(r)/2 */
    check_le(fabs(exponent + 7.0 * 0.5 * sin(7.0) / mean), 1e-14);
    ck_assert_int_eq(closed_forms(slow)->exponent(slow, &law, 0.0, &exponent), STATUS_OK);
    ck_assert(exponent == 0.0 && !signbit(exponent));
    encoding_free(e), encoding_free(slow);
}

TEST(bad_strings_are_refused)
{
    struct encoding *e = tools_encoding("sandwich");
    ck_assert_str_eq(e->resolved, "sandwich:dim=128,base=1e4,bar=128,ratio=4,norm=sqrt");
    encoding_free(e);
    bias_refused("sandwich:bar=0", "bar=\"0\" is too small");
    bias_refused("sandwich:bar=3", "bar=\"3\" is odd");
    bias_refused("sandwich:ratio=0", "ratio=\"0\" is too small");
    bias_refused("sandwich:base=1", "base=\"1\" is too small");
    bias_refused("sandwich:slope=1", "unknown key");
    bias_refused("sandwich:norm=sqrt,scale=2", "scale=2 replaces norm=sqrt");
}
