/* hope-hyp: its symmetry, its bound, its ends, its curve far out, its factors, bad strings. */
#include "kernels/encodings/groups/hope_hyp.h"

#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/curve_tools.h"

enum { DIM = 32 };
static const double distances[] = {0, 1, 2, 7, 30, 100, 650, 5000, 1e6, 0x1p40, 0x1p53};
enum { COUNT = TOOLS_COUNT(distances) };

static void vectors(double *q, double *k)
{
    uint64_t state = 11;
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

static double length(const double *v)
{
    double sum = 0.0;
    for (size_t i = 0; i < DIM; i++)
        sum += v[i] * v[i];
    return sqrt(sum);
}

/* S(q, k) = S(k, q) to the bit; |S| <= norm |q| |k| e^(-(t - 1) r), which no cosh of the definition
 * could show: it is infinite from r = 710 on. For q = k it falls with every step. */
TEST(score_is_symmetric_and_falls_within_its_bound)
{
    double q[DIM], k[DIM];
    struct encoding *e = tools_encoding("hope-hyp:dim=32");
    vectors(q, k);
    double *score = tools_scores(e, COUNT, distances, 1, q, k),
           *other = tools_scores(e, COUNT, distances, 1, k, q),
           *same = tools_scores(e, COUNT, distances, 1, q, q);
    ck_assert(memcmp(score, other, COUNT * sizeof *score) == 0);
    for (size_t i = 0; i < COUNT; i++) {
        double bound = length(q) * length(k) / sqrt(DIM) * exp((1.0 - 1.1) * distances[i]);
        ck_assert_msg(fabs(score[i]) <= bound * (1.0 + 1e-9), "%.0f: %g over %g", distances[i],
                      score[i], bound);
        ck_assert(i == 0 || same[i] < same[i - 1] || same[i - 1] == 0.0);
        ck_assert_msg((score[i] == 0.0) == (distances[i] > 7080), "%.0f: %g", distances[i],
                      score[i]);
    }
    free(score), free(other), free(same);
    encoding_free(e);
}

/* What a model forms of a vector at a position, to 2^53, in 300 bits. A part along (1, 1) or
 * (1, -1) is e^(-x) of it, x = rate position with 1 + theta/rate roundings of x by the rate and one
 * by the product, and 6 of its own by exp, norm, the sum of two coordinates and that of two parts;
 * a key's grows, and has no digits where it is infinite. */
TEST(factors_are_the_definition_at_every_distance)
{
    struct worst w = {0};
    double q[DIM], k[DIM], out[DIM];
    struct encoding *e = tools_encoding("hope-hyp:dim=32,base=1e4,decay=1.1,norm=none");
    mpfr_t theta, part, sum[2];
    mpfr_inits2(300, theta, part, sum[0], sum[1], (mpfr_ptr)0);
    vectors(q, k);
    for (size_t i = 0; i < 2 * (size_t)COUNT * DIM / 2; i++) {
        size_t n = i % (DIM / 2);
        const double at = distances[i / DIM];
        bool key = i / (DIM / 2) % 2;
        double bound = 0.0;
        e->type->factors->form(e->state, key ? FACTOR_KEY : FACTOR_QUERY, at, q, out);
        mpfr_set_d(theta, -2.0 * (double)n / DIM, MPFR_RNDN);
        mpfr_ui_pow(theta, 10000, theta, MPFR_RNDN);
        mpfr_set_zero(sum[0], 1), mpfr_set_zero(sum[1], 1);
        for (int fast = 0; fast < 2; fast++) {
            double v = q[2 * n] + (fast ? -1.0 : 1.0) * q[2 * n + 1];
            (fast ? mpfr_add_d : mpfr_sub_d)(part, theta, 1.1, MPFR_RNDN);
            if (!fast)
                mpfr_neg(part, part, MPFR_RNDN);
            double rate = mpfr_get_d(part, MPFR_RNDN), x = rate * at;
            mpfr_mul_d(part, part, key ? at : -at, MPFR_RNDN);
            mpfr_exp(part, part, MPFR_RNDN);
            bound += 0.5 * (fabs(q[2 * n]) + fabs(q[2 * n + 1])) * mpfr_get_d(part, MPFR_RNDN) *
                     ((2.0 + mpfr_get_d(theta, MPFR_RNDN) / rate) * x + 6.0) * UNIT_ROUNDING;
            mpfr_mul_d(part, part, 0.5 * v, MPFR_RNDN);
            mpfr_add(sum[0], sum[0], part, MPFR_RNDN);
            (fast ? mpfr_sub : mpfr_add)(sum[1], sum[1], part, MPFR_RNDN);
        }
        for (size_t c = 0; c < 2 && isfinite(bound) && isfinite(out[2 * n + c]); c++) {
            mpfr_sub_d(part, sum[c], out[2 * n + c], MPFR_RNDN);
            worst_take(&w, fabs(mpfr_get_d(part, MPFR_RNDN)), bound + 0x1p-1022,
                       "%s at %.0f, pair %zu", key ? "key" : "query", at, n);
        }
    }
    mpfr_clears(theta, part, sum[0], sum[1], (mpfr_ptr)0);
    worst_check(&w);
    encoding_free(e);
}

/* Where all angles but the first vanish the other pairs are NoPE's score times e^(-tr). */
TEST(without_angles_it_is_scalar_decay)
{
    double q[DIM], k[DIM], dot = 0.0;
    struct encoding *e = tools_encoding("hope-hyp:dim=32,base=1e300,decay=1.5,norm=none");
    vectors(q, k);
    q[0] = q[1] = 0.0;
    for (size_t i = 0; i < DIM; i++)
        dot += q[i] * k[i];
    double *score = tools_scores(e, COUNT, distances, 1, q, k);
    for (size_t i = 0; i < COUNT; i++)
        check_le(fabs(score[i] - dot * exp(-1.5 * distances[i])),
                 encoding_error_level(e, q, k, distances[i]));
    free(score);
    encoding_free(e);
}

/* A run of many blocks, begun anywhere, and moved: the scores, and zeros where nothing is left. */
TEST(long_runs_are_the_scores)
{
    enum { RUN = 1500 };
    static const double firsts[] = {0, 100, 6000, 1e5, 0x1p53 - RUN};
    double q[DIM], k[DIM], r[RUN], score[RUN];
    struct encoding *e = tools_encoding("hope-hyp:dim=32");
    struct score_input input = {.draws = 1, .query = q, .key = k};
    struct worst w = {0};
    vectors(q, k);
    double *window = malloc(curve_window_size(e, RUN) * sizeof *window),
           *work = malloc(curve_work_size(e, 1, RUN) * sizeof *work);
    ck_assert_uint_le(curve_window_size(e, 131072), 131072);
    for (size_t f = 0; f < TOOLS_COUNT(firsts); f++) {
        for (size_t i = 0; i < RUN; i++)
            r[i] = firsts[f] + (double)i;
        double *want = tools_scores(e, RUN, r, 1, q, k), *filled;
        ck_assert_int_eq((f ? curve_window_move : curve_window_fill)(e, firsts[f], RUN, window),
                         STATUS_OK);
        ck_assert_int_eq(curve_scores(e, RUN, window, &input, work, score), STATUS_OK);
        filled = curve_tools_curves(e, firsts[f], RUN, 1, q, k);
        ck_assert(memcmp(filled, score, sizeof score) == 0);
        for (size_t i = 0; i < RUN; i++) {
            /* also of their own size, as long as products are normal numbers */
            double bound = fmin(2.0 * curve_error(e, q, k, r[i]), 1e-9 * fabs(want[i]) + 1e-300 +
                                                                      100.0 * UNIT_ROUNDING *
                                                                          exp(-0.1 * r[i]) *
                                                                          length(q) * length(k));
            worst_take(&w, fabs(score[i] - want[i]), bound, "%.0f", r[i]);
            ck_assert(r[i] < 7080.0 + 240.0 || score[i] == 0.0);
        }
        free(want), free(filled);
    }
    worst_check(&w);
    free(window), free(work);
    encoding_free(e);
}

/* The two vectors a model forms have the score as their product near the start; a key at 400 is
 * over 1e300, and infinite a little later: never not a number. */
TEST(factors_are_the_score_until_keys_overflow)
{
    double q[DIM], k[DIM], left[DIM], right[DIM], r = 5.0;
    struct encoding *e = tools_encoding("hope-hyp:dim=32");
    const struct factor_method *f = e->type->factors;
    vectors(q, k);
    ck_assert_uint_eq(f->width(e->state), DIM);
    double *want = tools_scores(e, 1, &r, 1, q, k), sum = 0.0, size = 0.0;
    f->form(e->state, FACTOR_QUERY, 9.0, q, left);
    f->form(e->state, FACTOR_KEY, 4.0, k, right);
    for (size_t i = 0; i < DIM; i++)
        sum += left[i] * right[i], size += fabs(left[i] * right[i]);
    check_le(fabs(sum - want[0]), 200.0 * UNIT_ROUNDING * size);
    f->form(e->state, FACTOR_KEY, 330.0, k, right);
    ck_assert(isfinite(right[0]) && fabs(right[0]) > 1e280);
    k[2] = k[3] = 0.5, k[4] = 1.0, k[5] = -1.0;
    f->form(e->state, FACTOR_KEY, 8000.0, k, right);
    for (size_t i = 0; i < DIM; i++)
        ck_assert_msg(isinf(right[i]), "%zu: %g", i, right[i]);
    free(want);
    encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"hope-hyp:decay=1", "over 1"},
                                           {"hope-hyp:decay=0.5", "decay=\"0.5\""},
                                           {"hope-hyp:decay=nan", "decay=\"nan\""},
                                           {"hope-hyp:decay=1e16", "1e+15"},
                                           {"hope-hyp:dim=7", "even"},
                                           {"hope-hyp:unit=turn", "unknown key"},
                                           {"hope-hyp:base=1", "over 1"},
                                           {"hope-hyp:norm=scale", "sqrt, none"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
    struct encoding *rope = tools_encoding("rope");
    ck_assert(!encoding_hope_hyp_shape(rope));
    encoding_free(rope);
}
