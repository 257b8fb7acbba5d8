/* TAPA's order probabilities against golden values and draws, in their limits, and where there are
 * none. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/relative/tapa.h"
#include "tests/tools/check_tools.h"
#include "theory/order/tapa_amplitude_sign.h"
#include "theory/order/tapa_position_order.h"
#include "theory/order/tapa_token_order.h"

struct tally {
    struct worst sign, position, token;
};

/* Golden values have 14 digits, those of the token order 10 (their rule, 9); parameters are
 * doubles. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct estimate got = {NAN, NAN};
    double want = atof(cell[4]), r1 = atof(cell[3]);
    const char *second = strchr(cell[3], ' ');
    struct worst *w = &t->token;
    if (strcmp(cell[0], "tapa_amplitude_sign") == 0) {
        ck_assert_int_eq(tapa_amplitude_sign(encoding_tapa_shape(e), &law, &got), STATUS_OK);
        w = &t->sign;
    } else if (second) {
        ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(e), &law, r1, atof(second), &got),
                         STATUS_OK);
        w = &t->position;
    } else {
        ck_assert_int_eq(tapa_token_order(encoding_tapa_shape(e), &law, r1, &got), STATUS_OK);
    }
    worst_take(w, fabs(got.val - want), got.err + (w == &t->token ? 1e-9 : 1e-14),
               "%s %s %s r %s: %.17g", cell[0], cell[1], cell[2], cell[3], got.val);
    worst_take(w, got.err, 1e-8, "error of %s %s %s r %s", cell[0], cell[1], cell[2], cell[3]);
    encoding_free(e);
}

TEST(probabilities_are_the_golden_values)
{
    struct tally t = {.sign = {0}};
    golden_each("tapa_order.csv", &t, take_golden);
    ck_assert_uint_eq(t.sign.count, 30);
    ck_assert_uint_eq(t.position.count, 14);
    ck_assert_uint_eq(t.token.count, 6);
    worst_check(&t.sign);
    worst_check(&t.position);
    worst_check(&t.token);
}

/* Draws through the engine: how often the scores' order is the one asked for. */
TEST(drawn_scores_have_the_probability)
{
    enum { DRAWS = 20000, DIM_MOST = 32 };
    static const struct {
        const char *spec, *qk;
        double near, far;
    } cases[] = {
        {"tapa:dim=16", "gauss:mu=0.3,sigma=0.2", 3, 100},
        {"tapa:dim=8", "gauss:mu=0.5,sigma=0.2", 2, 5},
        {"tapa:dim=16,scale=0.1", "gauss:mu=0.5,sigma=1", 2, 50},
        {"tapa:dim=8,alpha=0.5,scale=0.05,phase=linear", "gauss:mu=0.5,sigma=0.3", 5, 70},
        {"tapa:dim=16,scale=0.1", "aligned:rho=0.5", 5, 70},
        {"tapa:dim=32,split=0.25,scale=0.1", "aligned:rho=-0.9", 70, 5},
        {"tapa:dim=16,scale=0.05,phase=linear", "aligned:rho=0.7", 1, 9},
        {"tapa:dim=32,scale=0.05", "crossed:c=0.6", 2, 900},
        {"tapa:dim=16,alpha=0.3,scale=0.1", "gauss:mu=0,sigma=0.6", 2, 9},
    };
    static const struct random_stream stream = {3, 77};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        struct qk_law law = tools_law(cases[i].qk);
        size_t dim = e->dim;
        double *q = malloc(3 * DRAWS * dim * sizeof *q), *k = q + DRAWS * dim,
               *other = k + DRAWS * dim, work[3 * DIM_MOST];
        ck_assert(q != NULL && dim <= DIM_MOST);
        for (size_t d = 0; d < DRAWS; d++) {
            qk_draw(&law, &stream, d, dim, work, q + d * dim, k + d * dim);
            qk_draw_second(&law, &stream, d, dim, work, q + d * dim, other + d * dim);
        }
        double r[3] = {0.0, cases[i].near, cases[i].far};
        double *first = tools_scores(e, 3, r, DRAWS, q, k),
               *second = tools_scores(e, 3, r, DRAWS, q, other);
        double smaller = 0.0, flips = 0.0;
        for (size_t d = 0; d < DRAWS; d++) {
            const double *s = first + 3 * d, *t = second + 3 * d;
            smaller += s[1] < s[2];
            flips += (s[0] > t[0]) != (s[2] > t[2]);
        }
        struct estimate position, token;
        ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(e), &law, r[1], r[2], &position),
                         STATUS_OK);
        ck_assert_int_eq(tapa_token_order(encoding_tapa_shape(e), &law, r[2], &token), STATUS_OK);
        ck_assert(position.val > 0.003 && position.val < 0.997 && token.val > 0.003 &&
                  token.val < 0.997);
        worst_take(&w, fabs(smaller / DRAWS - position.val),
                   position.err + DEVIATIONS * sqrt(position.val * (1.0 - position.val) / DRAWS),
                   "position, %s %s: %.6f", cases[i].spec, cases[i].qk, position.val);
        worst_take(&w, fabs(flips / DRAWS - token.val),
                   token.err + DEVIATIONS * sqrt(token.val * (1.0 - token.val) / DRAWS),
                   "token, %s %s: %.6f", cases[i].spec, cases[i].qk, token.val);
        free(q);
        free(first);
        free(second);
        encoding_free(e);
    }
    worst_check(&w);
}

/* Symmetric amplitudes have no preference; wide phases forget the order of tokens at once; narrow
 * ones by 2 w/pi^2. */
TEST(limits_of_even_wide_and_narrow_phases)
{
    struct tapa_shape shape = {64, 64, 0.1, false, 1.0}, slow = {64, 64, 0.1, false, 1e-4};
    static const struct qk_law symmetric[] = {{.kind = QK_GAUSS, .mu = 0.0, .sigma = 0.7},
                                              {.kind = QK_ALIGNED, .rho = 0.0},
                                              {.kind = QK_CROSSED, .c = 0.5}};
    struct qk_law biased = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    struct estimate p, sign;
    for (size_t i = 0; i < TOOLS_COUNT(symmetric); i++) {
        ck_assert(tapa_amplitude_sign(&shape, &symmetric[i], &p) == STATUS_OK && p.val == 0.0 &&
                  p.err == 0.0);
        ck_assert(tapa_position_order(&shape, &symmetric[i], 3, 8, &p) == STATUS_OK &&
                  p.val == 0.5 && p.err == 0.0);
        ck_assert(tapa_position_order(&shape, &symmetric[i], 3, 3, &p) == STATUS_OK &&
                  p.val == 0.0);
        ck_assert(tapa_token_order(&shape, &symmetric[i], 0.0, &p) == STATUS_OK && p.val == 0.0 &&
                  p.err == 0.0);
        /* E w = (2 pi s)^2 sigma^4/2, relative correction (2/3)(1 + 2/D) 2 w */
        double size = i == 0   ? 0.2401
                      : i == 1 ? 1.0
                               : 0.75,
               mean = pow(2.0 * M_PI * 1e-4, 2.0) * size / 2.0;
        ck_assert(tapa_token_order(&slow, &symmetric[i], 1.0, &p) == STATUS_OK);
        check_le(fabs(p.val / (2.0 / (M_PI * M_PI) * mean) - 1.0 -
                      4.0 / 3.0 * (1.0 + 2.0 / 64.0) * mean),
                 20.0 * mean * mean + 1e-14);
    }
    for (double r = 1.0; r < 1e7; r *= 10.0) {
        ck_assert(tapa_token_order(&shape, &biased, r, &p) == STATUS_OK);
        check_le(fabs(p.val - 0.5), 1e-7);
        check_le(p.err, 1e-14);
    }
    /* from distance 0 the cosine can only fall: P[T(0) < T(r)] = P(A < 0) */
    ck_assert(tapa_amplitude_sign(&shape, &biased, &sign) == STATUS_OK);
    ck_assert(tapa_position_order(&shape, &biased, 0, 7, &p) == STATUS_OK);
    check_le(fabs(p.val - 0.5 * (1.0 - sign.val)), 0x1p-52);
    ck_assert(tapa_position_order(&shape, &biased, 7, 0, &p) == STATUS_OK);
    check_le(fabs(p.val - 0.5 * (1.0 + sign.val)), 0x1p-52);
}

TEST(laws_without_an_order_are_refused)
{
    struct tapa_shape shape = {4, 4, 0.1, false, 1.0}, thin = {4, 1, 0.1, false, 1.0},
                      narrow = {4, 4, 0.1, false, 1e-5};
    struct qk_law unit = {.kind = QK_UNIT}, gauss = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},
                  same = {.kind = QK_ALIGNED, .rho = 1.0};
    struct estimate p;
    ck_assert_int_eq(tapa_position_order(&shape, &unit, 1, 2, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_cosine_order(&shape, &unit, 1, 2, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &unit, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &same, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&thin, &gauss, 1, &p), STATUS_UNDEFINED);
    /* one phase coordinate: a bound that says nothing is no answer */
    struct qk_law close = {.kind = QK_ALIGNED, .rho = 0.962};
    struct encoding *lone = tools_encoding("tapa:dim=4,alpha=0.369,split=0.75,scale=0.0415");
    ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(lone), &close, 1, 9, &p),
                     STATUS_UNDEFINED);
    encoding_free(lone);
    ck_assert_int_eq(tapa_token_order(&narrow, &gauss, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &gauss, -1, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_token_order(&shape, &gauss, NAN, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, -1, 2, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, 1, HUGE_VAL, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, NAN, 2, &p), STATUS_DOMAIN);
}
