/* Every pipeline against its definition, step by step in 200 bits and rounded as formats say. */
#include "kernels/precision/pipeline.h"

#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { BITS = 200 };

/* x to the nearest number of a format, ties to even, by whole multiples of its unit there. */
static double nearest(int format, double x)
{
    const struct dtype *d = &dtypes[format];
    if (x == 0.0 || format == DTYPE_FP64)
        return x;
    int exponent = ilogb(x) > d->exponent_min ? ilogb(x) : d->exponent_min;
    double unit = ldexp(1.0, exponent - d->fraction), y = nearbyint(x / unit) * unit;
    return fabs(y) >= ldexp(1.0, d->exponent_max + 1) ? copysign(HUGE_VAL, x) : y;
}

/* The definition of one pair at one position: the angle in radians and its cosine and sine, with
 * 200 bits. before: the pair's predecessor, for f32-repeat. */
struct slow {
    double angle;
    mpfr_t cosine, sine;
};

static void slow_pair(struct slow *out, const struct pipeline_type *type, const struct schedule *s,
                      size_t n, double position, double before)
{
    mpfr_t x;
    mpfr_init2(x, BITS);
    if (type->way == PIPELINE_REPEATED)
        out->angle = n == 0 ? nearest(DTYPE_FP32, position)
                            : nearest(DTYPE_FP32, before * nearest(DTYPE_FP32, s->theta[1]));
    else
        out->angle = nearest(type->angle, nearest(type->position, position) *
                                              nearest(type->frequency, s->theta[n]));
    mpfr_set_d(x, out->angle, MPFR_RNDN);
    if (type->way == PIPELINE_FAST) {
        mpfr_t per_turn, turns;
        mpfr_inits2(24, per_turn, turns, (mpfr_ptr)0);
        mpfr_const_pi(per_turn, MPFR_RNDN); /* 1/(2 pi) to 24 bits by way of 200 */
        mpfr_set_prec(per_turn, BITS);
        mpfr_const_pi(per_turn, MPFR_RNDN);
        mpfr_mul_2ui(per_turn, per_turn, 1, MPFR_RNDN);
        mpfr_ui_div(per_turn, 1, per_turn, MPFR_RNDN);
        mpfr_prec_round(per_turn, 24, MPFR_RNDN);
        mpfr_mul(turns, x, per_turn, MPFR_RNDZ);
        mpfr_const_pi(x, MPFR_RNDN);
        mpfr_mul(x, x, turns, MPFR_RNDN);
        mpfr_mul_2ui(x, x, 1, MPFR_RNDN);
        out->angle = mpfr_get_d(x, MPFR_RNDN);
        mpfr_clears(per_turn, turns, (mpfr_ptr)0);
    }
    mpfr_inits2(BITS, out->cosine, out->sine, (mpfr_ptr)0);
    mpfr_sin_cos(out->sine, out->cosine, x, MPFR_RNDN);
    mpfr_clear(x);
}

/* Half a unit of the table's format for numbers up to a factor under 2; what double's cosine adds
 * near a midpoint; and the roundings to float before, of the cosine, and with a factor of that and
 * of the product too. */
static double table_bound(const struct pipeline_type *type, double gain)
{
    double float_steps = type->table == DTYPE_FP64   ? 0x1p-53
                         : gain != 1.0               ? 3 * 0x1p-25
                         : type->table == DTYPE_FP32 ? 0.0
                                                     : 0x1p-25;
    return gain * (ldexp(1.0, -dtypes[type->table].fraction - (gain > 1.0 ? 1 : 2)) + 0x1p-50 +
                   float_steps);
}

static void compare(const struct pipeline_type *type, const struct schedule *s,
                    struct worst *angles, struct worst *tables)
{
    static const double positions[] = {0.0,    1.0,    2.0,     255.0,    257.0,     300.0,
                                       2049.0, 4099.0, 65519.0, 131071.0, 1048575.0, 16777215.0};
    struct pipeline *p;
    double *angle = malloc(4 * s->pairs * sizeof *angle), *phase = angle + s->pairs,
           *cosine = phase + s->pairs, *sine = cosine + s->pairs;
    ck_assert_int_eq(pipeline_new(type, s, 0.0, &p), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(positions); i++) {
        bool defined = isfinite(nearest(type->position, positions[i]));
        double before = 0.0;
        ck_assert_int_eq(pipeline_defined(p, positions[i]), defined);
        if (!defined)
            continue;
        pipeline_angles(p, positions[i], angle, phase);
        pipeline_table(p, phase, cosine, sine);
        for (size_t n = 0; n < s->rotating; n++) {
            struct slow slow;
            double gain = sqrt(s->weight[n]);
            slow_pair(&slow, type, s, n, positions[i], before);
            before = slow.angle;
            /* exact, but for the one rounding of 2 pi times a phase */
            worst_take(angles, fabs(angle[n] - slow.angle),
                       type->way == PIPELINE_FAST ? 0x1p-52 * slow.angle : 0.0, "%s %g pair %zu",
                       type->name, positions[i], n);
            mpfr_mul_d(slow.cosine, slow.cosine, gain, MPFR_RNDN);
            mpfr_mul_d(slow.sine, slow.sine, gain, MPFR_RNDN);
            mpfr_sub_d(slow.cosine, slow.cosine, cosine[n], MPFR_RNDN);
            mpfr_sub_d(slow.sine, slow.sine, sine[n], MPFR_RNDN);
            worst_take(tables,
                       fmax(fabs(mpfr_get_d(slow.cosine, MPFR_RNDN)),
                            fabs(mpfr_get_d(slow.sine, MPFR_RNDN))),
                       table_bound(type, gain), "%s %g pair %zu", type->name, positions[i], n);
            ck_assert_double_eq(nearest(type->table, cosine[n]), cosine[n]);
            ck_assert_double_eq(nearest(type->table, sine[n]), sine[n]);
            mpfr_clears(slow.cosine, slow.sine, (mpfr_ptr)0);
        }
        for (size_t n = s->rotating; n < s->pairs; n++)
            ck_assert(cosine[n] == 1.0 && sine[n] == 0.0);
    }
    pipeline_free(p);
    free(angle);
}

static const char *const specs[] = {"rope:base=1e4,dim=128", "rope:base=5e5,dim=32,rotary=24",
                                    "rope:base=1e4,dim=64,scaling=ntk,alpha=8",
                                    "rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=4096",
                                    "model:llama-3.1-8b"};

/* 0 = 0 is one tolerance. */
TEST_EACH(steps_are_those_of_the_definition, PIPELINE_BIAS_BF16)
{
    struct worst angles = {0}, tables = {0};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++) {
        struct encoding *e = tools_encoding(specs[i]);
        if (pipeline_fits(&pipeline_types[_i], encoding_schedule(e), 0.0))
            compare(&pipeline_types[_i], encoding_schedule(e), &angles, &tables);
        encoding_free(e);
    }
    worst_check(&angles);
    worst_check(&tables);
}

TEST(only_what_makes_sense_is_had)
{
    struct encoding *yarn = tools_encoding(specs[3]), *turn = tools_encoding("rope:unit=turn"),
                    *nope = tools_encoding("nope"), *ntk = tools_encoding(specs[2]);
    for (size_t i = 0; i < PIPELINE_COUNT; i++) {
        const struct pipeline_type *type = &pipeline_types[i];
        bool bias = i >= PIPELINE_BIAS_BF16;
        struct pipeline *p;
        ck_assert_int_eq(pipeline_fits(type, encoding_schedule(yarn), 0.0),
                         !bias && i != PIPELINE_F32_REPEAT);
        ck_assert_int_eq(pipeline_fits(type, encoding_schedule(ntk), 0.0), !bias);
        ck_assert(!pipeline_fits(type, encoding_schedule(turn), 0.0));
        ck_assert(!pipeline_fits(type, encoding_schedule(nope), 0.0));
        ck_assert_int_eq(pipeline_fits(type, encoding_schedule(nope), 0.25), bias);
        ck_assert_int_eq(pipeline_new(type, encoding_schedule(turn), 0.0, &p), STATUS_DOMAIN);
        ck_assert_ptr_null(p);
    }
    encoding_free(yarn);
    encoding_free(turn);
    encoding_free(nope);
    encoding_free(ntk);
}

/* Every operation of a rotation and a product, rounded as it says. */
static double slow_score(const struct schedule *s, int vectors, const double *q, const double *k,
                         const double *c, const double *sn)
{
    int step = vectors == DTYPE_BF16 ? DTYPE_FP32 : DTYPE_FP64;
    double sum = 0.0, turned[2][2];
    for (size_t n = 0; n < s->pairs; n++) {
        const double *both[] = {q, k};
        for (size_t v = 0; v < 2; v++) {
            double x = nearest(step, both[v][2 * n]), y = nearest(step, both[v][2 * n + 1]);
            turned[v][0] = nearest(
                vectors, nearest(step, nearest(step, x * c[n]) - nearest(step, y * sn[n])));
            turned[v][1] = nearest(
                vectors, nearest(step, nearest(step, y * c[n]) + nearest(step, x * sn[n])));
        }
        for (size_t i = 0; i < 2; i++)
            sum = nearest(step, sum + nearest(step, turned[0][i] * turned[1][i]));
    }
    return s->norm * sum;
}

/* The reference rounds the same doubles at the same places, so that nothing may differ. */
TEST(narrow_vectors_are_rotated_and_summed_in_order)
{
    static const size_t types[] = {PIPELINE_F64, PIPELINE_ROTATED_BF16};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=128,rotary=96");
    const struct schedule *s = encoding_schedule(e);
    double q[128], k[128], c[64], sn[64], angle[64], phase[64], turned[128], other[128];
    uint64_t state = 11;
    for (size_t t = 0; t < TOOLS_COUNT(types); t++) {
        struct pipeline *p;
        ck_assert_int_eq(pipeline_new(&pipeline_types[types[t]], s, 0.0, &p), STATUS_OK);
        for (int draw = 0; draw < 500; draw++) {
            for (size_t i = 0; i < 128; i++) {
                q[i] = 4.0 * tools_uniform(&state) - 2.0;
                k[i] = 4.0 * tools_uniform(&state) - 2.0;
            }
            pipeline_angles(p, 37.0 * draw, angle, phase);
            pipeline_table(p, phase, c, sn);
            pipeline_rotate(p, q, c, sn, turned);
            pipeline_rotate(p, k, c, sn, other);
            ck_assert_double_eq(pipeline_product(p, turned, other),
                                slow_score(s, pipeline_types[types[t]].vectors, q, k, c, sn));
        }
        pipeline_free(p);
    }
    encoding_free(e);
}

/* ALiBi at slope 1/4 over 2048 positions: 641 biases in bf16, all that its 8 bits hold from 0 to
 * 2048, since 2047 is rounded up. */
TEST(bias_keeps_641_of_2048)
{
    struct encoding *e = tools_encoding("nope");
    for (size_t i = PIPELINE_BIAS_BF16; i <= PIPELINE_BIAS_FP16; i++) {
        struct pipeline *p;
        size_t distinct = 0;
        double before = -1.0;
        ck_assert_int_eq(pipeline_new(&pipeline_types[i], encoding_schedule(e), 0.25, &p),
                         STATUS_OK);
        for (double m = 0.0; m < 2048.0; m += 1.0) {
            double bias = pipeline_bias(p, m);
            ck_assert_double_eq(bias, nearest(pipeline_types[i].table, 0.25 * m));
            distinct += bias != before;
            before = bias;
        }
        ck_assert_uint_eq(distinct, i == PIPELINE_BIAS_BF16 ? 641 : 2048);
        pipeline_free(p);
    }
    encoding_free(e);
}
