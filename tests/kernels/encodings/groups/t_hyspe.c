/* HySPE: its step, its ends, its factors, bad strings. */
#include "kernels/encodings/groups/hyspe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { DIM = 16 };
static const double distances[] = {0, 1, 2, 7, 100, 4096, 131072, 1e6, 0x1p40, 0x1p53};
enum { COUNT = TOOLS_COUNT(distances) };

static void vectors(double *q, double *k)
{
    uint64_t state = 23;
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

static double dot(const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < DIM; i++)
        sum += a[i] * b[i];
    return sum;
}

/* One step is e^(-(chi + delta)) (1 + h^2, h; h, 1). Away from it |S| <= norm |q| |k| e^(-delta r),
 * never not a number, and 0 in the end. */
TEST(a_step_is_the_matrix_and_no_step_expands)
{
    double q[DIM], k[DIM], want = 0.0;
    struct encoding *e = tools_encoding("hyspe:dim=16,chi=0.7,delta=0.01,norm=none");
    const struct hyspe_shape *s = encoding_hyspe_shape(e);
    vectors(q, k);
    for (size_t n = 0; n < DIM / 2; n++) {
        double chi = 0.7 * tanh(s->schedule->theta[n]), h = 2.0 * sinh(0.5 * chi);
        want += exp(-(chi + 0.01)) * (q[2 * n] * ((1.0 + h * h) * k[2 * n] + h * k[2 * n + 1]) +
                                      q[2 * n + 1] * (h * k[2 * n] + k[2 * n + 1]));
    }
    double *score = tools_scores(e, COUNT, distances, 1, q, k);
    check_le(fabs(score[0] - dot(q, k)), encoding_error_level(e, q, k, 0.0));
    check_le(fabs(score[1] - want), 2.0 * encoding_error_level(e, q, k, 1.0));
    for (size_t i = 0; i < COUNT; i++) {
        check_le(fabs(score[i]),
                 sqrt(dot(q, q) * dot(k, k)) * exp(-0.01 * distances[i]) * (1.0 + 1e-12));
        ck_assert((score[i] == 0.0) == (distances[i] > 70800.0));
    }
    free(score);
    encoding_free(e);
}

/* chi = 0: NoPE times e^(-delta r); delta = 0 as well: NoPE. Only rounding is between them. */
TEST(ends_are_scalar_decay_and_nope)
{
    static const char *const ends[] = {"hyspe:dim=16,chi=0,delta=0.25",
                                       "hyspe:dim=16,chi=0,delta=0"};
    double q[DIM], k[DIM];
    vectors(q, k);
    for (size_t t = 0; t < TOOLS_COUNT(ends); t++) {
        struct encoding *e = tools_encoding(ends[t]), *nope = tools_encoding("nope:dim=16");
        double delta = encoding_hyspe_shape(e)->delta,
               *score = tools_scores(e, COUNT, distances, 1, q, k),
               *plain = tools_scores(nope, COUNT, distances, 1, q, k);
        for (size_t i = 0; i < COUNT; i++)
            check_le(fabs(score[i] - plain[i] * exp(-delta * distances[i])),
                     2.0 * encoding_error_level(e, q, k, distances[i]));
        free(score), free(plain);
        encoding_free(e), encoding_free(nope);
    }
}

/* Their product is the score while the key's are small; far out a key is infinite, never not a
 * number. */
TEST(factors_are_the_score_until_keys_overflow)
{
    double q[DIM], k[DIM], left[DIM], right[DIM], r = 5.0;
    struct encoding *e = tools_encoding("hyspe:dim=16");
    const struct factor_method *f = e->type->factors;
    vectors(q, k);
    double *want = tools_scores(e, 1, &r, 1, q, k), size = 0.0;
    f->form(e->state, FACTOR_QUERY, 105.0, q, left);
    f->form(e->state, FACTOR_KEY, 100.0, k, right);
    for (size_t i = 0; i < DIM; i++)
        size += fabs(left[i] * right[i]);
    check_le(fabs(dot(left, right) - want[0]), 300.0 * UNIT_ROUNDING * size);
    f->form(e->state, FACTOR_KEY, 1e7, k, right);
    for (size_t i = 0; i < DIM; i++)
        ck_assert_msg(isinf(right[i]), "%zu: %g", i, right[i]);
    free(want);
    encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"hyspe:chi=-1", "chi=\"-1\""},         {"hyspe:chi=1001", "from 0 to 1000"},
        {"hyspe:delta=-1e-9", "delta=\"-1e-9"}, {"hyspe:dim=3", "even"},
        {"hyspe:unit=rad", "unknown key"},      {"hyspe:base=1", "over 1"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
    struct encoding *rope = tools_encoding("rope");
    ck_assert(!encoding_hyspe_shape(rope));
    encoding_free(rope);
}
