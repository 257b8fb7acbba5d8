/* Errors against the exact rotation: the rigorous side against 300 bits, the scan and the draws
 * against loops from the definition. */
#include <math.h>
#include <mpfr.h>
#include <string.h>

#include "experiments/precision/measure.h"
#include "experiments/precision/scan.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

/* position b^(-2n/D) with 300 bits. */
static void exact_angle(mpfr_t out, const struct frequency_rule *rule, size_t n, double position)
{
    mpfr_t power;
    mpfr_inits2(300, power, out, (mpfr_ptr)0);
    mpfr_set_d(power, -2.0 * (double)n, MPFR_RNDN);
    mpfr_div_ui(power, power, rule->dim, MPFR_RNDN);
    mpfr_set_d(out, rule->base, MPFR_RNDN);
    mpfr_pow(out, out, power, MPFR_RNDN);
    mpfr_mul_d(out, out, position, MPFR_RNDN);
    mpfr_clear(power);
}

TEST(rigorous_side_agrees_with_300_bits)
{
    static const double positions[] = {0.0, 1.0, 257.0, 131071.0, 16777216.0};
    struct encoding *e = tools_encoding("rope:base=5e5,dim=128");
    const struct schedule *s = encoding_schedule(e);
    struct radians radians;
    struct worst angles = {0}, cosines = {0};
    double cosine[64], off[64], error[64];
    ck_assert_int_eq(radians_new(s, &radians), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(positions); i++) {
        exact_cosines(s, positions[i], cosine);
        for (size_t n = 0; n < 64; n++) {
            mpfr_t angle;
            exact_angle(angle, &s->rule, n, positions[i]);
            off[n] = 1.001 * mpfr_get_d(angle, MPFR_RNDN) + 0x1p-30;
            mpfr_cos(angle, angle, MPFR_RNDN);
            mpfr_sub_d(angle, angle, cosine[n], MPFR_RNDN);
            /* as trig_turn says, and the product with a weight's root of 1 */
            worst_take(&cosines, fabs(mpfr_get_d(angle, MPFR_RNDN)), 3 * 0x1p-53, "%g pair %zu",
                       positions[i], n);
            mpfr_clear(angle);
        }
        angle_errors(&radians, 64, positions[i], off, error);
        for (size_t n = 0; n < 64; n++) {
            mpfr_t angle;
            exact_angle(angle, &s->rule, n, positions[i]);
            mpfr_d_sub(angle, off[n], angle, MPFR_RNDN);
            double want = fabs(mpfr_get_d(angle, MPFR_RNDN));
            worst_take(&angles, fabs(error[n] - want), 0x1p-52 * want + 0x1p-99 * fabs(off[n]),
                       "%g pair %zu", positions[i], n);
            mpfr_clear(angle);
        }
    }
    worst_check(&angles);
    worst_check(&cosines);
    radians_free(&radians);
    encoding_free(e);
}

/* Blocks, listed positions and threads change nothing: a loop over all positions, one by one. */
TEST(scan_is_a_loop_over_all_positions)
{
    static const double positions[] = {0.0, 1.0, 255.0, 256.0, 300.0, 2000.0, 2100.0, 2101.0};
    static const size_t types[] = {PIPELINE_F32, PIPELINE_POSITION_BF16, PIPELINE_POSITION_FP16,
                                   PIPELINE_TABLE_BF16};
    enum { TYPES = TOOLS_COUNT(types), LISTED = TOOLS_COUNT(positions) };
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    const struct schedule *s = encoding_schedule(e);
    struct pipeline *pipeline[TYPES];
    struct scan_so_far so_far[LISTED][TYPES];
    for (size_t p = 0; p < TYPES; p++)
        ck_assert_int_eq(pipeline_new(&pipeline_types[types[p]], s, 0.0, &pipeline[p]), STATUS_OK);
    struct scan_plan plan = {s, TYPES, pipeline, LISTED, positions};
    ck_assert_int_eq(precision_scan(&plan, &so_far[0][0]), STATUS_OK);
    for (size_t p = 0; p < TYPES; p++) {
        double angle = 0.0, cosine = 0.0, collision = -1.0, distinct = 0.0, before[2][8] = {{0}};
        size_t listed = 0;
        for (double m = 0.0; m <= 2101.0; m += 1.0) {
            struct precision_plan one = {.schedule = s, .pipeline = pipeline[p], .position = m};
            struct spread a, c;
            double turned[8], phase[8], now[2][8];
            ck_assert_int_eq(precision_pairs(&one, &a, &c), STATUS_OK);
            angle = fmax(angle, a.most);
            cosine = fmax(cosine, c.most);
            pipeline_angles(pipeline[p], m, turned, phase);
            pipeline_table(pipeline[p], phase, now[0], now[1]);
            bool alike = m > 0.0 && memcmp(now, before, sizeof now) == 0;
            distinct += !alike;
            collision = alike && collision < 0.0 ? m - 1.0 : collision;
            memcpy(before, now, sizeof now);
            if (m != positions[listed])
                continue;
            const struct scan_so_far *got = &so_far[listed++][p];
            ck_assert(got->defined);
            ck_assert_double_eq(got->angle, angle);
            ck_assert_double_eq(got->cosine, cosine);
            ck_assert_double_eq(got->collision, collision);
            ck_assert_double_eq(got->distinct, distinct);
        }
        ck_assert_uint_eq(listed, LISTED);
        pipeline_free(pipeline[p]);
    }
    /* 8 and 11 bits of position */
    ck_assert_double_eq(so_far[LISTED - 1][1].collision, 256.0);
    ck_assert_double_eq(so_far[LISTED - 1][2].collision, 2048.0);
    encoding_free(e);
}

/* sum_n cos(x theta_n) in long double. */
static double curve(const struct schedule *s, double x)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < s->pairs; n++)
        sum += cosl((long double)x * (long double)s->theta[n]);
    return (double)(sum * (long double)s->norm);
}

static double bf16(double x)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    return dtype_round(&rounding, x);
}

/* The deterministic model: a score is sum cos of the difference of two rounded positions, and what
 * float angles add is small beside it. */
TEST(scores_drift_and_flip_as_rounded_positions_do)
{
    static const double keys[] = {1, 2, 3, 5, 8, 40, 41, 300, 511, 1000}, shifts[] = {1, 7, 100};
    enum { KEYS = TOOLS_COUNT(keys), SHIFTS = TOOLS_COUNT(shifts) };
    double at = 1000.0, flips = 0.0, score = 0.0, first = 0.0, rest = 0.0, angles = 0.0;
    struct encoding *e = tools_encoding("rope:base=1e4,dim=64");
    const struct schedule *s = encoding_schedule(e);
    struct qk_law law = tools_law("unit");
    struct random_stream stream = random_draws(1);
    struct pipeline *p;
    struct precision_result got;
    ck_assert_int_eq(pipeline_new(&pipeline_types[PIPELINE_POSITION_BF16], s, 0.0, &p), STATUS_OK);
    struct precision_plan plan = {.schedule = s,
                                  .pipeline = p,
                                  .law = &law,
                                  .stream = &stream,
                                  .draws = 1,
                                  .position = at,
                                  .keys = KEYS,
                                  .distance = keys,
                                  .shifts = SHIFTS,
                                  .shift = shifts};
    ck_assert_int_eq(precision_measure(&plan, &got), STATUS_OK);
    for (size_t i = 0; i < KEYS; i++) {
        double now = curve(s, bf16(at) - bf16(at - keys[i]));
        score = fmax(score, fabs(now - curve(s, keys[i])));
        for (size_t j = 0; j < i; j++) {
            double truth = curve(s, keys[i]) - curve(s, keys[j]),
                   seen = now - curve(s, bf16(at) - bf16(at - keys[j]));
            flips += !(truth * seen > 1e-9); /* equal positions tie, up to rounding here */
        }
        for (size_t k = 0; k < SHIFTS; k++) {
            double moved = curve(s, bf16(at + shifts[k]) - bf16(at - keys[i] + shifts[k]));
            if (keys[i] < at)
                rest = fmax(rest, fabs(moved - now));
            first = fmax(
                first, fabs(curve(s, bf16(at + shifts[k]) - bf16(shifts[k])) - curve(s, bf16(at))));
        }
    }
    /* per pair: two angles of a rounded frequency and a rounded product, two tables in float */
    for (size_t n = 0; n < s->pairs; n++)
        angles += 2.0 * (2.0 * 1104.0 * s->theta[n] * 0x1p-24 + 0x1p-24);
    double tolerance = 2.0 * s->norm * angles;
    ck_assert_double_eq_tol(got.score.most, score, tolerance);
    ck_assert_double_eq_tol(got.drift_first.most, first, tolerance);
    ck_assert_double_eq_tol(got.drift_rest.most, rest, tolerance);
    ck_assert_double_eq(got.rank_pairs, 45.0);
    ck_assert_double_eq(got.flips, flips);
    ck_assert_msg(got.flips_lo == flips && got.flips_hi == flips && flips >= 3.0, "%g", flips);
    pipeline_free(p);
    encoding_free(e);
}

/* What rounds in double only is off by its roundings; the same of every draw. */
TEST(double_keeps_scores_and_order)
{
    static const double keys[] = {1, 10, 100, 1000};
    struct encoding *e = tools_encoding("rope:base=5e5,dim=128");
    struct qk_law law = tools_law("gauss");
    struct random_stream stream = random_draws(3);
    struct precision_result got;
    struct pipeline *p;
    ck_assert_int_eq(pipeline_new(&pipeline_types[PIPELINE_F64], encoding_schedule(e), 0.0, &p),
                     STATUS_OK);
    struct precision_plan plan = {.schedule = encoding_schedule(e),
                                  .pipeline = p,
                                  .law = &law,
                                  .stream = &stream,
                                  .draws = 50,
                                  .position = 2000.0,
                                  .keys = 4,
                                  .distance = keys,
                                  .shifts = 4,
                                  .shift = keys};
    ck_assert_int_eq(precision_measure(&plan, &got), STATUS_OK);
    /* angles of 3000 radians to 3 roundings, |q||k| near 128 over sqrt(128): 12, ten times that */
    check_le(got.score.most, 120.0 * 3000.0 * 3.0 * 0x1p-53);
    check_le(got.drift_rest.most, 120.0 * 3000.0 * 6.0 * 0x1p-53);
    ck_assert(got.score.most > 0.0 && got.score.p50 <= got.score.p99);
    ck_assert_double_eq(got.flips, 0.0);
    ck_assert_double_gt(got.flips_hi, 0.0); /* no event is no proof of none */
    pipeline_free(p);
    encoding_free(e);
}

TEST(ranks_are_shares_of_the_sorted)
{
    double x[] = {3, 1, 2, 4}, one[] = {7};
    struct spread s = spread_of(4, x);
    ck_assert(s.present && s.p50 == 2.0 && s.p99 == 4.0 && s.most == 4.0);
    s = spread_of(1, one);
    ck_assert(s.p50 == 7.0 && s.p99 == 7.0 && s.most == 7.0);
    ck_assert(!spread_of(0, one).present);
}
