/* Correlation of pairs' mean scores with distance, against sums over all pairs of positions. */
#include <math.h>

#include "experiments/heads/measure.h"
#include "experiments/heads/positional_pairs.h"
#include "kernels/encodings/encoding.h"
#include "tests/experiments/models/statistics/statistics_tools.h"
#include "tests/tools/check_tools.h"

enum { TOKENS = 60, DIM = 8, PAIRS = DIM / 2, DRAWS = 3 };

/* An encoding; of its rule what frequencies are made of. */
struct subject {
    const char *encoding;
    double base, rotary, unit;
    size_t context;
};

/* Over one run of distances and several, whole ones and not; pairs that stand still, that turn by
 * whole turns alone, and whose cosine rounds to 1. */
static const struct subject subjects[] = {{"rope:base=1e4,dim=8", 1e4, 8.0, 1.0, 40},
                                          {"rope:base=1e4,dim=8", 1e4, 8.0, 1.0, 64},
                                          {"rope:base=500,dim=8,rotary=6", 500.0, 6.0, 1.0, 150},
                                          {"rope:base=1e4,dim=8,unit=turn", 1e4, 8.0, TWO_PI, 129},
                                          {"rope:base=1e40,dim=8", 1e40, 8.0, 1.0, 65}};

static void measure(const struct subject *s, const char *text, struct head_value *value)
{
    struct encoding *encoding = tools_encoding(s->encoding);
    struct qk_law law = tools_law(text);
    struct random_stream stream = random_draws(3);
    struct heads_plan plan = {.encoding = encoding,
                              .law = &law,
                              .stream = &stream,
                              .tokens = TOKENS,
                              .pairs = DRAWS,
                              .context = s->context};
    double tokens, size = qk_deterministic(&law) ? 1.0 : TOKENS;
    ck_assert_int_eq(heads_measure(&plan, value, &tokens), STATUS_OK);
    ck_assert(tokens == size);
    encoding_free(encoding);
}

/* P at distance r less P at 0. */
static long double partial(double a, double b, long double angle)
{
    long double half = sinl(0.5L * angle);
    return b * sinl(angle) - 2.0L * a * half * half;
}

static double correlation(double a, double b, double theta, size_t context)
{
    long double count = 0.0L, mean[2] = {0.0L}, r_r = 0.0L, p_p = 0.0L, p_r = 0.0L;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < context; i++)
            for (size_t j = 0; j <= i; j++) {
                long double r = (long double)(i - j), p = partial(a, b, r * theta);
                if (pass == 0) {
                    count += 1.0L, mean[0] += r, mean[1] += p;
                } else {
                    r -= mean[0] / count, p -= mean[1] / count;
                    r_r += r * r, p_p += p * p, p_r += p * r;
                }
            }
    return (double)(p_r / sqrtl(r_r * p_p));
}

/* Of query and key of one draw, or of any two. */
static double expect(const struct subject *s, const char *text, bool permuted)
{
    static double q[TOKENS][DIM], k[TOKENS][DIM];
    struct qk_law law = tools_law(text);
    struct random_stream stream = random_draws(3);
    double sum = 0.0, all = 0.0, work[2 * DIM];
    for (size_t t = 0; t < TOKENS; t++)
        ck_assert_int_eq(qk_draw(&law, &stream, t, DIM, work, q[t], k[t]), STATUS_OK);
    for (size_t n = 0; n < (size_t)s->rotary / 2; n++) {
        double a = 0.0, b = 0.0, z = 0.0,
               theta = s->unit * pow(s->base, -2.0 * (double)n / s->rotary);
        for (size_t t = 0; t < TOKENS; t++)
            for (size_t u = permuted ? 0 : t; u < (permuted ? TOKENS : t + 1); u++) {
                const double *x = q[t] + 2 * n, *y = k[u] + 2 * n;
                a += x[0] * y[0] + x[1] * y[1];
                b += x[0] * y[1] - x[1] * y[0];
                z += hypot(x[0], x[1]) * hypot(y[0], y[1]);
            }
        all += z;
        if (theta != TWO_PI)
            sum += z * fabs(correlation(a, b, theta, s->context));
    }
    return sum / all;
}

/* Angles up to TWO_PI 129 and means of TOKENS^2 products round by under 1e-12 of their size; a
 * mean that is by chance 100 times smaller than its terms leaves this. */
static const double TOLERANCE = 1e-10;

TEST(correlations_are_those_over_all_pairs_of_positions)
{
    static const char *const laws[] = {"aligned:rho=0.9", "gauss", "unit"};
    struct head_value value[HEAD_QUANTITIES];
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(subjects); i++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            const struct subject *s = &subjects[i];
            measure(s, laws[l], value);
            const struct head_value *got = &value[HEAD_POSITIONAL_CORR];
            worst_take(&w, fabs(got->value - expect(s, laws[l], false)), TOLERANCE, "%s %s",
                       s->encoding, laws[l]);
            worst_take(&w, fabs(got->null - expect(s, laws[l], true)), TOLERANCE, "%s %s permuted",
                       s->encoding, laws[l]);
            ck_assert(got->value > 0.0 && got->value <= 1.0);
        }
    worst_check(&w);
}

/* A pair that hardly turns and whose query and key agree falls as r^2: over the density 2 (1 - t)
 * its correlation is (1/10 - 1/18)/sqrt(7/180 1/18) = 4/sqrt(17.5), but for terms in 1/M. */
TEST(slow_pairs_that_agree_fall_as_a_parabola)
{
    const struct subject slow = {"rope:base=1e40,dim=4", 1e40, 4.0, 1.0, 4000};
    struct head_value value[HEAD_QUANTITIES];
    measure(&slow, "unit", value);
    double fast = fabs(correlation(1.0, 0.0, 1.0, 400)); /* falls with the context */
    double got = 2.0 * value[HEAD_POSITIONAL_CORR].value;
    ck_assert(got > 4.0 / sqrt(17.5) - 1e-3 && got < 4.0 / sqrt(17.5) + fast + 1e-3);
}

TEST(nothing_is_said_where_no_pair_rotates_or_no_distance_differs)
{
    const struct subject still = {"nope:dim=8", 1.0, 0.0, 1.0, 40};
    struct head_value value[HEAD_QUANTITIES];
    struct array_rows rows;
    struct token_estimate one;
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    measure(&still, "gauss", value);
    ck_assert(isnan(value[HEAD_POSITIONAL_CORR].value));
    array_rows_make(&rows, DIM, TOKENS, TOKENS, 1);
    struct token_sums *sums = sums_of(&rows.rows, encoding_schedule(e), false);
    ck_assert_int_eq(positional_pairs_take(sums, encoding_schedule(e), 1, &one), STATUS_OK);
    ck_assert(isnan(one.value) && isnan(one.lo) && isnan(one.hi));
    token_sums_free(sums);
    array_rows_free(&rows);
    encoding_free(e);
}
