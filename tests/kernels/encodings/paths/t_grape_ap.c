/* grape-ap: vectors of 0 are ALiBi, the position sets the turns, its reach, and bad strings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 5 };
static const double r[COUNT] = {0, 1, 2, 100, 3000};

static void vectors(double *q, double *k)
{
    for (size_t c = 0; c < DIM; c++) {
        q[c] = sin((double)c + 1.0);
        k[c] = cos(2.0 * (double)c);
    }
}

/* A p of two numbers, the same in every token: the first pair's. */
struct pairs {
    struct token_source source;
    double p[2];
};

static void read_pairs(const struct token_source *source, size_t draw, size_t back, size_t count,
                       double *out)
{
    const struct pairs *pairs = (const struct pairs *)(const void *)source;
    (void)draw, (void)back;
    for (size_t i = 0; i < 8 * count; i++)
        out[i] = i % 8 < 2 ? pairs->p[i % 8] : 0.0;
}

static enum status scores(const struct encoding *e, const struct pairs *pairs,
                          const double *position, double *out)
{
    double q[DIM], k[DIM], *table = malloc(encoding_table_size(e, COUNT) * sizeof *table),
                           *work = malloc(encoding_work_size(e, 1) * sizeof *work);
    struct score_input input = {
        .draws = 1, .query = q, .key = k, .position = position, .tokens = &pairs->source};
    vectors(q, k);
    ck_assert(table && work);
    ck_assert_int_eq(encoding_table_fill(e, COUNT, r, table), STATUS_OK);
    enum status status = encoding_scores(e, COUNT, table, &input, work, out);
    free(table), free(work);
    return status;
}

TEST(vectors_of_zero_are_alibi)
{
    double q[DIM], k[DIM];
    struct encoding *a = tools_encoding("grape-ap:dim=8,slope=0.5"),
                    *b = tools_encoding("alibi:dim=8,slope=0.34657359027997264"),
                    *none = tools_encoding("grape-ap:dim=8,slope=0"),
                    *nope = tools_encoding("nope:dim=8");
    struct token_model model;
    struct message error;
    struct worst w = {0};
    vectors(q, k);
    ck_assert_msg(token_parse("normal:mu=0,sigma=0", &model, &error), "%s", error.text);
    ck_assert_msg(token_assign(1, &model, 1, &a, &error), "%s", error.text);
    token_free(&model);
    double *x = tools_scores(a, COUNT, r, 1, q, k), *y = tools_scores(b, COUNT, r, 1, q, k),
           *u = tools_scores(none, COUNT, r, 1, q, k), *v = tools_scores(nope, COUNT, r, 1, q, k);
    for (size_t i = 0; i < COUNT; i++)
        worst_take(&w, fabs(x[i] - y[i]), curve_error(a, q, k, r[i]) + curve_error(b, q, k, r[i]),
                   "at %.0f", r[i]);
    worst_check(&w);
    ck_assert(memcmp(u, v, COUNT * sizeof *u) == 0);
    ck_assert(!token_reads(none));
    free(x), free(y), free(u), free(v);
    encoding_free(a), encoding_free(b), encoding_free(none), encoding_free(nope);
}

/* With one pair (x, y) in every token, <p, R_l p> is (x^2 + y^2) cos l: the score falls by
 * ln sigma((x^2 + y^2) cos(l)/8), of l = m first. The query stands where its input says, or at
 * `at`; a key before the first token has no score. */
TEST(the_querys_position_sets_the_turns)
{
    struct encoding *e = tools_encoding("grape-ap:dim=8,slope=1,at=3000");
    struct pairs pairs = {{8, read_pairs}, {1.0, -2.0}};
    double got[COUNT], own[COUNT], position = 3000.0, early = 2999.0, late = 3007.0, half = 3000.5;
    ck_assert(encoding_absolute(e) && encoding_reach(e) == 3000.0 && e->at == 3000.0);
    ck_assert_int_eq(scores(e, &pairs, NULL, own), STATUS_OK);
    ck_assert_int_eq(scores(e, &pairs, &position, got), STATUS_OK);
    ck_assert(memcmp(own, got, sizeof own) == 0);
    ck_assert_int_eq(scores(e, &pairs, &early, got), STATUS_DOMAIN);
    ck_assert_int_eq(scores(e, &pairs, &half, got), STATUS_DOMAIN);
    ck_assert_int_eq(scores(e, &pairs, &late, got), STATUS_OK);
    for (size_t i = 1; i < 3; i++)
        for (size_t which = 0; which < 2; which++) {
            double l = (which ? late : position) - r[i - 1], *s = which ? got : own;
            check_le(fabs(s[i] - s[i - 1] + log1p(exp(-5.0 * cos(l) / 8.0))), 1e-14);
        }
    encoding_free(e);
}

TEST(bad_strings_name_the_key)
{
    static const char *const cases[][2] = {{"grape-ap", "slope"},
                                           {"grape-ap:slope=-1", "slope=-1"},
                                           {"grape-ap:slope=1,at=1.5", "at=1.5"},
                                           {"grape-ap:slope=1,at=-1", "at=-1"},
                                           {"grape-ap:slope=1,dim=3", "dim"},
                                           {"grape-ap:slope=1,width=8", "width"},
                                           {"grape-ap:slope=1,norm=none,scale=2", "norm"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error;
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
