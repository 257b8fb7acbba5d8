/* xPos against its definition in 300 bits, its moments, and its ends: RoPE and nothing. */
#include "kernels/encodings/groups/xpos.h"

#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/moments/xpos_moments.h"

enum { BITS = 300, DIM_MOST = 64 };

struct problem {
    unsigned long dim;
    double base, scale;
    bool turn;
};

static const struct problem problems[] = {
    {2, 1e4, 512, false}, {8, 100, 3, false}, {64, 5e5, 512, false}, {32, 1e4, 1e5, true}};
static const double distances[] = {0, 1, 7, 100, 2500, 1e6, 1e9 + 1, 0x1p40, 0x1p53};

static struct encoding *encoding_of(const struct problem *p)
{
    char text[128];
    snprintf(text, sizeof text, "xpos:dim=%lu,base=%.17g,scale=%.17g,unit=%s", p->dim, p->base,
             p->scale, p->turn ? "turn" : "rad");
    return tools_encoding(text);
}

/* zeta_n^(position/scale) and the angle of pair n at a position, by powers alone. */
static void pair_at(const struct problem *p, unsigned long n, double position, mpfr_t power,
                    mpfr_t angle)
{
    mpfr_set_d(power, -2.0 * (double)n, MPFR_RNDN);
    mpfr_div_ui(power, power, p->dim, MPFR_RNDN);
    mpfr_set_d(angle, p->base, MPFR_RNDN);
    mpfr_pow(angle, angle, power, MPFR_RNDN);
    mpfr_mul_d(angle, angle, position, MPFR_RNDN);
    if (p->turn) {
        mpfr_const_pi(power, MPFR_RNDN);
        mpfr_mul(angle, angle, power, MPFR_RNDN);
        mpfr_mul_2ui(angle, angle, 1, MPFR_RNDN);
    }
    mpfr_t exponent;
    mpfr_init2(exponent, BITS);
    mpfr_set_ui(power, 10 * n + 2 * p->dim, MPFR_RNDN); /* (2n + 0.4 D)/(1.4 D) */
    mpfr_div_ui(power, power, 7 * p->dim, MPFR_RNDN);
    mpfr_set_d(exponent, position, MPFR_RNDN);
    mpfr_div_d(exponent, exponent, p->scale, MPFR_RNDN);
    mpfr_pow(power, power, exponent, MPFR_RNDN);
    mpfr_clear(exponent);
}

/* The pair's two coordinates turned by its angle and times a factor. */
static void turned(const double v[2], mpfr_t factor, mpfr_t angle, mpfr_t out[2])
{
    mpfr_t c, s;
    mpfr_inits2(BITS, c, s, (mpfr_ptr)0);
    mpfr_sin_cos(s, c, angle, MPFR_RNDN);
    for (int i = 0; i < 2; i++) {
        mpfr_mul_d(out[i], i ? s : c, v[0], MPFR_RNDN);
        mpfr_mul(out[i], out[i], factor, MPFR_RNDN);
    }
    mpfr_mul(c, c, factor, MPFR_RNDN);
    mpfr_mul(s, s, factor, MPFR_RNDN);
    mpfr_mul_d(c, c, v[1], MPFR_RNDN);
    mpfr_mul_d(s, s, v[1], MPFR_RNDN);
    mpfr_sub(out[0], out[0], s, MPFR_RNDN);
    mpfr_add(out[1], out[1], c, MPFR_RNDN);
    mpfr_clears(c, s, (mpfr_ptr)0);
}

/* got less the score as the definition has it: the query turned and weighted at its own position,
 * the key at its own and by the power's inverse, and their dot product over sqrt(D). */
static double off_by(const struct problem *p, double query_at, double key_at, const double *q,
                     const double *k, double got)
{
    mpfr_t sum, power, angle, left[2], right[2];
    mpfr_inits2(BITS, sum, power, angle, left[0], left[1], right[0], right[1], (mpfr_ptr)0);
    mpfr_set_zero(sum, 1);
    for (unsigned long n = 0; n < p->dim / 2; n++) {
        pair_at(p, n, query_at, power, angle);
        turned(q + 2 * n, power, angle, left);
        pair_at(p, n, key_at, power, angle);
        mpfr_ui_div(power, 1, power, MPFR_RNDN);
        turned(k + 2 * n, power, angle, right);
        for (int i = 0; i < 2; i++) {
            mpfr_mul(power, left[i], right[i], MPFR_RNDN);
            mpfr_add(sum, sum, power, MPFR_RNDN);
        }
    }
    mpfr_sqrt_ui(power, p->dim, MPFR_RNDN);
    mpfr_div(sum, sum, power, MPFR_RNDN);
    mpfr_sub_d(sum, sum, got, MPFR_RNDN);
    double off = fabs(mpfr_get_d(sum, MPFR_RNDN));
    mpfr_clears(sum, power, angle, left[0], left[1], right[0], right[1], (mpfr_ptr)0);
    return off;
}

/* At distances of every size and wherever the query stands; the bound is the engine's own. */
TEST(scores_are_the_definition)
{
    struct worst w = {0};
    uint64_t state = 17;
    double q[DIM_MOST], k[DIM_MOST];
    for (size_t i = 0; i < DIM_MOST; i++)
        q[i] = 2.0 * tools_uniform(&state) - 1.0, k[i] = 2.0 * tools_uniform(&state) - 1.0;
    for (size_t i = 0; i < TOOLS_COUNT(problems); i++) {
        struct encoding *e = encoding_of(&problems[i]);
        double *score = tools_scores(e, TOOLS_COUNT(distances), distances, 1, q, k);
        for (size_t j = 0; j < TOOLS_COUNT(distances); j++)
            for (double key_at = 0.0; key_at <= 1000.0; key_at += 1000.0)
                worst_take(&w, off_by(&problems[i], distances[j] + key_at, key_at, q, k, score[j]),
                           encoding_error_level(e, q, k, distances[j]), "%s at %.0f, key at %.0f",
                           e->text, distances[j], key_at);
        free(score);
        encoding_free(e);
    }
    worst_check(&w);
}

/* What a model forms of a vector at a position, to 2^53: the query's falls, the key's grows. With
 * x = rate position a share e^(-x) or e^x has 5 roundings of x by its rate, one by the product, and
 * 3 of its own by exp and norm; the turn is off by 16 of the vector's length, products and their
 * sum by 3. What is under all normal doubles has no digits to lose. */
TEST(factors_are_the_definition_at_every_distance)
{
    struct worst w = {0};
    uint64_t state = 29;
    double v[DIM_MOST], out[DIM_MOST];
    mpfr_t power, angle, exact[2];
    mpfr_inits2(BITS, power, angle, exact[0], exact[1], (mpfr_ptr)0);
    for (size_t i = 0; i < DIM_MOST; i++)
        v[i] = 2.0 * tools_uniform(&state) - 1.0;
    for (size_t i = 0; i < 2 * TOOLS_COUNT(problems) * TOOLS_COUNT(distances); i++) {
        const struct problem *p = &problems[i / 2 % TOOLS_COUNT(problems)];
        const double at = distances[i / 2 / TOOLS_COUNT(problems)];
        struct encoding *e = encoding_of(p);
        bool key = i % 2;
        e->type->factors->form(e->state, key ? FACTOR_KEY : FACTOR_QUERY, at, v, out);
        for (unsigned long n = 0; n < p->dim / 2; n++) {
            double x = encoding_xpos_shape(e)->rate[n] * at,
                   norm = key ? 1.0 : 1.0 / sqrt((double)p->dim),
                   bound = (6.0 * x + 3.0 + 16.0 + 3.0) * UNIT_ROUNDING * norm * exp(key ? x : -x) *
                           (fabs(v[2 * n]) + fabs(v[2 * n + 1]));
            if (x > 709.0 && key)
                continue;
            pair_at(p, n, at, power, angle);
            if (key)
                mpfr_ui_div(power, 1, power, MPFR_RNDN);
            turned(v + 2 * n, power, angle, exact);
            for (int c = 0; c < 2; c++) {
                if (!key) {
                    mpfr_sqrt_ui(power, p->dim, MPFR_RNDN);
                    mpfr_div(exact[c], exact[c], power, MPFR_RNDN);
                }
                mpfr_sub_d(exact[c], exact[c], out[2 * n + (unsigned long)c], MPFR_RNDN);
                worst_take(&w, fabs(mpfr_get_d(exact[c], MPFR_RNDN)), bound + 0x1p-1022,
                           "%s, %s at %.0f, pair %lu", e->text, key ? "key" : "query", at, n);
            }
        }
        encoding_free(e);
    }
    mpfr_clears(power, angle, exact[0], exact[1], (mpfr_ptr)0);
    worst_check(&w);
}

/* E A = mu0 and E B = nu0 are those of q = (1, 0), k = (mu0, nu0) on every pair. */
TEST(mean_is_the_definition)
{
    const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 0.75, .nu0 = -1.25};
    struct worst w = {0};
    double q[DIM_MOST], k[DIM_MOST], mean[TOOLS_COUNT(distances)];
    for (size_t i = 0; i < DIM_MOST; i++)
        q[i] = i % 2 ? 0.0 : 1.0, k[i] = i % 2 ? law.nu0 : law.mu0;
    for (size_t i = 0; i < TOOLS_COUNT(problems); i++) {
        const struct problem *p = &problems[i];
        struct encoding *e = encoding_of(p);
        double pairs = 0.5 * (double)p->dim,
               bound = (pairs + 45.0) * UNIT_ROUNDING * pairs * 2.0 / sqrt((double)p->dim);
        ck_assert_int_eq(
            xpos_mean(encoding_xpos_shape(e), &law, TOOLS_COUNT(distances), distances, mean),
            STATUS_OK);
        for (size_t j = 0; j < TOOLS_COUNT(distances); j++)
            worst_take(&w, off_by(p, distances[j], 0.0, q, k, mean[j]), bound, "%s at %.0f",
                       e->text, distances[j]);
        encoding_free(e);
    }
    worst_check(&w);
}

/* norm^2 sum_n zeta_n^(2r/scale) (flat + cos2 cos^2 x_n) in 300 bits. */
TEST(variance_is_its_sum)
{
    static const struct qk_law laws[] = {{.kind = QK_ALIGNED, .rho = 0.75},
                                         {.kind = QK_CROSSED, .c = 0.5},
                                         {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0}};
    struct worst w = {0};
    mpfr_t sum, power, angle;
    mpfr_inits2(BITS, sum, power, angle, (mpfr_ptr)0);
    for (size_t i = 0; i < TOOLS_COUNT(problems) * TOOLS_COUNT(laws); i++) {
        const struct problem *p = &problems[i / TOOLS_COUNT(laws)];
        const struct qk_law *law = &laws[i % TOOLS_COUNT(laws)];
        struct encoding *e = encoding_of(p);
        struct pair_moments m = qk_pair_moments(law);
        double got[TOOLS_COUNT(distances)];
        ck_assert_int_eq(
            xpos_variance(encoding_xpos_shape(e), law, TOOLS_COUNT(distances), distances, got),
            STATUS_OK);
        for (size_t j = 0; j < TOOLS_COUNT(distances); j++) {
            mpfr_set_zero(sum, 1);
            for (unsigned long n = 0; n < p->dim / 2; n++) {
                pair_at(p, n, distances[j], power, angle);
                mpfr_cos(angle, angle, MPFR_RNDN);
                mpfr_sqr(angle, angle, MPFR_RNDN);
                mpfr_mul_d(angle, angle, m.var_cos2, MPFR_RNDN);
                mpfr_add_d(angle, angle, m.var_flat, MPFR_RNDN);
                mpfr_sqr(power, power, MPFR_RNDN);
                mpfr_mul(angle, angle, power, MPFR_RNDN);
                mpfr_add(sum, sum, angle, MPFR_RNDN);
            }
            mpfr_div_ui(sum, sum, p->dim, MPFR_RNDN);
            mpfr_sub_d(sum, sum, got[j], MPFR_RNDN);
            double pairs = 0.5 * (double)p->dim;
            worst_take(&w, fabs(mpfr_get_d(sum, MPFR_RNDN)),
                       (pairs + 40.0) * UNIT_ROUNDING * pairs / (double)p->dim *
                           (m.var_flat + fabs(m.var_cos2)),
                       "%s at %.0f, law %zu", e->text, distances[j], i % TOOLS_COUNT(laws));
        }
        encoding_free(e);
    }
    mpfr_clears(sum, power, angle, (mpfr_ptr)0);
    worst_check(&w);
}

/* No decay leaves RoPE, to the bit; all decay leaves distance 0 alone. */
TEST(ends_are_rope_and_nothing)
{
    enum { DIM = 32, COUNT = TOOLS_COUNT(distances) };
    struct encoding *rope = tools_encoding("rope:dim=32"),
                    *slow = tools_encoding("xpos:dim=32,scale=1e300"),
                    *fast = tools_encoding("xpos:dim=32,scale=1e-300"),
                    *plain = tools_encoding("xpos:dim=32");
    double q[DIM], k[DIM];
    uint64_t state = 3;
    for (size_t i = 0; i < DIM; i++)
        q[i] = tools_uniform(&state), k[i] = tools_uniform(&state);
    double *want = tools_scores(rope, COUNT, distances, 1, q, k),
           *same = tools_scores(slow, COUNT, distances, 1, q, k),
           *none = tools_scores(fast, COUNT, distances, 1, q, k),
           *far = tools_scores(plain, COUNT, distances, 1, q, k);
    ck_assert(memcmp(want, same, COUNT * sizeof *want) == 0);
    ck_assert(none[0] == want[0] && far[0] == want[0]);
    for (size_t i = 1; i < COUNT; i++)
        ck_assert_msg(none[i] == 0.0 && (far[i] == 0.0) == (distances[i] > 1e7), "%.0f: %g",
                      distances[i], far[i]);
    free(want), free(same), free(none), free(far);
    encoding_free(rope), encoding_free(slow), encoding_free(fast), encoding_free(plain);
}

TEST(xpos_is_no_bank)
{
    struct encoding *e = tools_encoding("xpos"), *rope = tools_encoding("rope");
    const struct qk_law moments = {.kind = QK_MOMENTS, .mu0 = 1.0},
                        gauss = {.kind = QK_GAUSS, .sigma = 1.0};
    ck_assert_str_eq(e->resolved, "xpos:base=1e4,dim=128,scale=512,unit=rad,norm=sqrt");
    ck_assert(!encoding_bank(e) && !encoding_schedule(e) && !encoding_xpos_shape(rope));
    const struct xpos_shape *shape = encoding_xpos_shape(e);
    double out, bad[] = {-1.0, 0.5, NAN, 0x1p54};
    ck_assert_int_eq(xpos_variance(shape, &moments, 1, distances, &out), STATUS_UNDEFINED);
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(xpos_mean(shape, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
        ck_assert_int_eq(xpos_variance(shape, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
    }
    encoding_free(e), encoding_free(rope);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"xpos:scale=0", "scale=\"0\""},
                                           {"xpos:scale=-1", "scale=\"-1\""},
                                           {"xpos:scale=nan", "scale=\"nan\""},
                                           {"xpos:scale=1e301", "from 1e-300 to 1e+300"},
                                           {"xpos:dim=7", "even"},
                                           {"xpos:rotary=4", "unknown key"},
                                           {"xpos:base=1", "over 1"},
                                           {"xpos:norm=scale", "sqrt, none"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
