/* Whether scores fall with distance, and what factors lose in single precision. */
#include "experiments/scores/decay_measures.h"

#include <math.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

enum { DIM = 128, LAST = 64, DRAWS = 1000 };

static const struct random_stream STREAM = {12, 345};

/* hope-hyp's score from the definition, whose cosh is no larger than e^64 here. */
static long double hyperbolic(const double *q, const double *k, long double r)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < DIM / 2; n++, q += 2, k += 2) {
        long double x = r * powl(1e4L, -2.0L * (long double)n / DIM);
        sum += ((long double)q[0] * k[0] + (long double)q[1] * k[1]) * coshl(x) +
               ((long double)q[0] * k[1] + (long double)q[1] * k[0]) * sinhl(x);
    }
    return sum * expl(-(long double)1.1 * r);
}

/* The same draws, curve by curve from the definition: about a sixth falls, a third shrinks, and
 * three in five have both signs; a key equal to its query always falls. */
TEST(hope_hyp_is_not_monotone)
{
    struct encoding *e = tools_encoding("hope-hyp");
    struct qk_law law = tools_law("gauss"), same = tools_law("aligned:rho=1");
    struct decay_shares got, alike, want = {0};
    double q[DIM], k[DIM], work[8 * DIM];
    ck_assert_uint_le(qk_second_work_size(DIM), 8 * DIM);
    ck_assert_int_eq(decay_shares(e, &law, &STREAM, DRAWS, LAST, &got), STATUS_OK);
    for (size_t d = 0; d < DRAWS; d++) {
        bool falling = true, shrinking = true, plus = false, minus = false;
        long double before = HUGE_VALL, size = HUGE_VALL;
        ck_assert_int_eq(
            curve_draw_vectors(&law, &STREAM, SECOND_NONE, DIM, d, 1, work, q, k, NULL), STATUS_OK);
        for (size_t r = 0; r <= LAST; r++) {
            long double s = hyperbolic(q, k, (long double)r);
            falling = falling && s <= before;
            shrinking = shrinking && fabsl(s) <= size;
            plus = plus || s > 0.0L;
            minus = minus || s < 0.0L;
            before = s;
            size = fabsl(s);
        }
        want.falling += falling;
        want.shrinking += shrinking;
        want.changing += plus && minus;
    }
    /* a step within rounding of the curve would be a coincidence of one draw in 10^9 */
    ck_assert_uint_eq(got.draws, DRAWS);
    ck_assert_uint_eq(got.falling, want.falling);
    ck_assert_uint_eq(got.shrinking, want.shrinking);
    ck_assert_uint_eq(got.changing, want.changing);
    /* 6.5 deviations about the shares of 20000 draws */
    check_le(fabs((double)got.falling / DRAWS - 0.17), 6.5 * sqrt(0.17 * 0.83 / DRAWS));
    check_le(fabs((double)got.changing / DRAWS - 0.578), 6.5 * sqrt(0.578 * 0.422 / DRAWS));
    ck_assert_int_eq(decay_shares(e, &same, &STREAM, DRAWS, LAST, &alike), STATUS_OK);
    ck_assert(alike.falling == DRAWS && alike.shrinking == DRAWS && alike.changing == 0);
    encoding_free(e);
}

/* The aligned mean over that at distance 0: 0.004 at 10, 3.5e-7 at 100. */
TEST(nothing_of_hope_hyp_is_left_after_tens_of_tokens)
{
    struct encoding *e = tools_encoding("hope-hyp");
    struct qk_law law = tools_law("aligned:rho=1");
    double r[3] = {0, 10, 100}, mean[3], variance[3];
    bool has_mean, has_variance;
    ck_assert_int_eq(closed_moments(e, &law, 3, r, mean, variance, &has_mean, &has_variance),
                     STATUS_OK);
    ck_assert(has_mean && has_variance);
    check_le(fabs(mean[1] / mean[0] - 0.004), 0.0005);
    check_le(fabs(mean[2] / mean[0] - 3.5e-7), 0.1e-7);
    encoding_free(e);
}

/* At position 4096 the keys of HySPE's first version are 1e23 times their vectors, of which single
 * precision loses 6e-8; within a block of 128 nothing is large. hope-hyp's are infinite by then.
 * xpos's are 2e4 times their vectors, but a pair's query is as much smaller, and nothing cancels.
 * */
TEST(factors_in_single_precision_lose_what_keys_grow)
{
    static const struct {
        const char *spec;
        size_t block;
        double least, most;
    } cases[] = {
        {"hyspe:dim=64,chi=0.008,delta=0.001", 0, 1e13, 1e15},
        {"hyspe:dim=64,chi=0.008,delta=0.001", 128, 1e-8, 3e-6},
        {"hyspe:dim=64", 0, 1e5, 1e7},
        {"hyspe:dim=64", 128, 1e-8, 3e-6},
        {"hope-hyp:dim=64", 0, HUGE_VAL, HUGE_VAL},
        {"xpos:dim=64", 0, 1e-8, 3e-6},
        {"rope:dim=64", 0, 1e-8, 3e-6},
    };
    struct qk_law law = tools_law("gauss");
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        double error, size;
        ck_assert_int_eq(
            decay_factor_error(e, &law, &STREAM, 10, 4096, 16, cases[i].block, &error, &size),
            STATUS_OK);
        ck_assert_msg(error >= cases[i].least && error <= cases[i].most, "%s block %zu: %g",
                      cases[i].spec, cases[i].block, error);
        ck_assert(size > 1.0 && size < 10.0);
        encoding_free(e);
    }
    struct encoding *none = tools_encoding("tapa:dim=64");
    double error, size;
    ck_assert_int_eq(decay_factor_error(none, &law, &STREAM, 1, 10, 1, 0, &error, &size),
                     STATUS_UNDEFINED);
    encoding_free(none);
}
