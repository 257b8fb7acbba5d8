/* Heads that are random laws: pairs are drawn as the law says, and permuting takes them apart. */
#include <math.h>

#include "experiments/heads/measure.h"
#include "tests/tools/check_tools.h"

enum { TOKENS = 200, DIM = 8, PAIRS = DIM / 2, CONTEXT = 40, DRAWS = 2000 };
static const char text_of_encoding[] = "rope:base=1e4,dim=8";
static const char strong[] = "aligned:rho=0.9";

static void measure(const char *text, struct head_value value[HEAD_QUANTITIES])
{
    struct encoding *encoding = tools_encoding(text_of_encoding);
    struct qk_law law = tools_law(text);
    struct random_stream stream = random_draws(3);
    struct heads_plan plan = {.encoding = encoding,
                              .law = &law,
                              .stream = &stream,
                              .tokens = TOKENS,
                              .pairs = DRAWS,
                              .context = CONTEXT};
    double tokens;
    ck_assert_int_eq(heads_measure(&plan, value, &tokens), STATUS_OK);
    ck_assert(tokens == TOKENS);
    encoding_free(encoding);
}

/* What means over pairs say, written out. */
struct expected {
    double spread, negative, argmax;
};

static void add(double a[PAIRS], double b[PAIRS], double z[PAIRS], const double *q, const double *k)
{
    for (size_t n = 0; n < PAIRS; n++, q += 2, k += 2) {
        a[n] += q[0] * k[0] + q[1] * k[1];
        b[n] += q[0] * k[1] - q[1] * k[0];
        z[n] += hypot(q[0], q[1]) * hypot(k[0], k[1]);
    }
}

/* Of query and key of one draw, or of any two. */
static struct expected expect(const char *text, bool permuted)
{
    static double q[TOKENS][DIM], k[TOKENS][DIM];
    struct qk_law law = tools_law(text);
    struct random_stream stream = random_draws(3);
    struct expected out = {0.0, HUGE_VAL, 0.0};
    double a[PAIRS] = {0}, b[PAIRS] = {0}, z[PAIRS] = {0}, mean = 0.0, square = 0.0, size = 0.0,
           most = -HUGE_VAL, work[2 * DIM];
    for (size_t t = 0; t < TOKENS; t++)
        ck_assert_int_eq(qk_draw(&law, &stream, t, DIM, work, q[t], k[t]), STATUS_OK);
    for (size_t t = 0; t < TOKENS; t++)
        for (size_t s = permuted ? 0 : t; s < (permuted ? TOKENS : t + 1); s++)
            add(a, b, z, q[t], k[s]);
    for (size_t n = 0; n < PAIRS; n++)
        mean += a[n] / PAIRS, size += z[n] / PAIRS;
    for (size_t n = 0; n < PAIRS; n++)
        square += (a[n] - mean) * (a[n] - mean) / PAIRS;
    out.spread = sqrt(square) / size;
    for (size_t r = CONTEXT; r-- > 0;) {
        double score = 0.0;
        for (size_t n = 0; n < PAIRS; n++) {
            double x = (double)r * pow(1e4, -(double)n / PAIRS);
            score += a[n] * cos(x) + b[n] * sin(x);
        }
        out.negative = score < 0.0 ? (double)r : out.negative;
        out.argmax = score >= most ? (double)r : out.argmax;
        most = fmax(most, score);
    }
    return out;
}

TEST(means_are_those_of_pairs_as_the_law_draws_them)
{
    struct head_value value[HEAD_QUANTITIES];
    struct expected own = expect(strong, false), permuted = expect(strong, true);
    measure(strong, value);
    ck_assert_double_eq_tol(value[HEAD_SPREAD_A].value, own.spread, 1e-11);
    ck_assert_double_eq_tol(value[HEAD_SPREAD_A].null, permuted.spread, 1e-11);
    ck_assert(value[HEAD_FIRST_NEGATIVE].value == own.negative);
    ck_assert(value[HEAD_FIRST_NEGATIVE].null == permuted.negative);
    ck_assert(own.negative != permuted.negative);
    ck_assert(value[HEAD_ARGMAX].value == own.argmax && own.argmax == 0.0);
    ck_assert(value[HEAD_ARGMAX].null == permuted.argmax);
    ck_assert(value[HEAD_ASSUMPTION_P].value != value[HEAD_ASSUMPTION_P].null);
    /* what is of one side alone, or of the weights, knows no pairs */
    ck_assert(value[HEAD_OFFSET_K].null == value[HEAD_OFFSET_K].value);
    ck_assert(value[HEAD_STABLE_RANK].null == value[HEAD_STABLE_RANK].value);
    ck_assert(isnan(value[HEAD_REACH].null));
    /* normal vectors are taken as the law's are: means of T products, and not of T^2 */
    ck_assert(value[HEAD_SPREAD_A].null_normal > 4.0 * permuted.spread);
}

/* Aligned queries and keys that are permuted are independent normal vectors, as gauss has them: its
 * values are theirs but for chance, and no second key goes with the first. */
TEST(permuted_draws_are_independent)
{
    static const enum head_quantity drawn[] = {HEAD_AMPLITUDE_MAX, HEAD_POSITIONAL, HEAD_SEMANTIC,
                                               HEAD_P_INV};
    struct head_value value[HEAD_QUANTITIES], gauss[HEAD_QUANTITIES];
    struct worst w = {0};
    measure(strong, value);
    measure("gauss", gauss);
    for (size_t i = 0; i < TOOLS_COUNT(drawn); i++) {
        double chance = DEVIATIONS * M_SQRT2 * gauss[drawn[i]].error;
        worst_take(&w, value[drawn[i]].null - gauss[drawn[i]].value, chance, "aligned %zu", i);
        worst_take(&w, gauss[drawn[i]].null - gauss[drawn[i]].value, chance, "gauss %zu", i);
        ck_assert(value[drawn[i]].null != gauss[drawn[i]].value);
    }
    double chance = DEVIATIONS *
                    hypot(value[HEAD_AMPLITUDE_MAX].error, gauss[HEAD_AMPLITUDE_MAX].error);
    ck_assert(value[HEAD_AMPLITUDE_MAX].value - value[HEAD_AMPLITUDE_MAX].null > chance);
    worst_check(&w);
}
