/* carope, fox and selective: the limits in which they are RoPE, ALiBi and NoPE, their laws' known
 * numbers, stretches of a way, and bad strings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 5, DRAWS = 2 };
static const double r[COUNT] = {0, 1, 30, 600, 5000};

static void vectors(double *q, double *k)
{
    uint64_t state = 19;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

static struct encoding *with_tokens(const char *spec, const char *tokens)
{
    struct encoding *e = tools_encoding(spec);
    struct token_model model;
    struct message error;
    if (tokens) {
        ck_assert_msg(token_parse(tokens, &model, &error), "%s", error.text);
        ck_assert_msg(token_assign(1, &model, 1, &e, &error), "%s", error.text);
        token_free(&model);
    }
    return e;
}

/* A fixed gate is the bank to the last bit; constant tokens are the same within both bounds. */
TEST(constant_tokens_are_the_banks)
{
    static const struct {
        const char *spec, *tokens, *bank;
        bool bits;
    } cases[] = {
        {"carope:dim=8,f=0.5", NULL, "rope:dim=8,base=16,scaling=linear,factor=2", true},
        {"carope:dim=8", "constant:value=0.5", "rope:dim=8,base=16,scaling=linear,factor=2", false},
        {"fox:dim=8,horizon=32", NULL, "alibi:dim=8,slope=0.03125", true},
        {"fox:dim=8,horizon=10,norm=none", NULL, "alibi:dim=8,slope=0.1,norm=none", true},
        {"fox:dim=8", "constant:value=1", "nope:dim=8", false},
        {"fox:dim=8", "logit:mu=0,sigma=0", "alibi:dim=8,slope=0.69314718055994531", false},
        {"selective:dim=8", "normal:mu=1,sigma=0", "rope:dim=8,base=5e5", false},
        {"selective:dim=8", "normal:mu=0,sigma=0", "nope:dim=8", false},
    };
    double q[DRAWS * DIM], k[DRAWS * DIM];
    struct worst w = {0};
    vectors(q, k);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *a = with_tokens(cases[i].spec, cases[i].tokens),
                        *b = tools_encoding(cases[i].bank);
        double *x = tools_scores(a, COUNT, r, DRAWS, q, k),
               *y = tools_scores(b, COUNT, r, DRAWS, q, k);
        ck_assert_msg(!cases[i].bits || memcmp(x, y, DRAWS * COUNT * sizeof *x) == 0, "%s",
                      a->text);
        for (size_t j = 0; j < DRAWS * COUNT; j++) {
            const double *query = q + j / COUNT * DIM, *key = k + j / COUNT * DIM;
            worst_take(&w, fabs(x[j] - y[j]),
                       curve_error(a, query, key, r[j % COUNT]) +
                           curve_error(b, query, key, r[j % COUNT]),
                       "%s at %.0f", a->text, r[j % COUNT]);
        }
        free(x), free(y);
        encoding_free(a), encoding_free(b);
    }
    worst_check(&w);
}

/* |z| of pair i = 1 under f uniform on (0.3, 0.7): E cos f and E sin f by hand; e-fold after 150
 * tokens. Pair 1 alone is dim 2. */
TEST(carope_forgets_after_150_tokens)
{
    struct encoding *e = tools_encoding("carope:dim=2,norm=none");
    const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 1.0};
    const struct qk_law turned = {.kind = QK_MOMENTS, .nu0 = 1.0};
    double real = (sin(0.7) - sin(0.3)) / 0.4, imaginary = (cos(0.3) - cos(0.7)) / 0.4,
           log_size = 0.5 * log(real * real + imaginary * imaginary), distance = 150.0, a, b;
    ck_assert_int_eq(closed_forms(e)->mean(e, &law, 1, &distance, &a), STATUS_OK);
    ck_assert_int_eq(closed_forms(e)->mean(e, &turned, 1, &distance, &b), STATUS_OK);
    check_le(fabs(0.5 * log(a * a + b * b) - distance * log_size), 150.0 * 1e-15);
    check_le(fabs(-1.0 / log_size - 150.0), 0.5);
    encoding_free(e);
}

/* Tokens of a source that begins some places before the query. */
struct behind {
    struct token_source source;
    const struct token_source *of;
    size_t by;
};

static void read_behind(const struct token_source *source, size_t draw, size_t back, size_t count,
                        double *out)
{
    const struct behind *b = (const struct behind *)(const void *)source;
    b->of->read(b->of, draw, back + b->by, count, out);
}

/* The score at one distance over the tokens that begin `by` places before the query. */
static double behind_score(const struct encoding *e, size_t by, double distance, const double *q,
                           const double *k)
{
    struct token_stream stream;
    const struct token_source *of = tools_tokens(&stream, e);
    struct behind tokens = {{of->width, read_behind}, of, by};
    struct score_input input = {.draws = 1, .query = q, .key = k, .tokens = &tokens.source};
    double table[2], got, *work = malloc(encoding_work_size(e, 1) * sizeof *work);
    ck_assert(work != NULL);
    ck_assert_int_eq(encoding_table_fill(e, 1, &distance, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &got), STATUS_OK);
    free(work);
    return got;
}

/* Tokens count by where they stand on the way, not by where the way begins: the sums of a stretch
 * and of the one behind it, whose tokens then begin at its query, are those of both. A pair's
 * cosine and sine are its scores of unit vectors, and add as angles do. */
TEST(two_stretches_make_one_sum)
{
    enum { FIRST = 41, SECOND = 1999 };
    static const char *const specs[] = {"carope:dim=8,norm=none", "selective:dim=8,norm=none"};
    const double from[3] = {0, FIRST, 0}, way[3] = {FIRST, SECOND, FIRST + SECOND};
    struct worst w = {0};
    for (size_t s = 0; s < TOOLS_COUNT(specs); s++) {
        struct encoding *e = tools_encoding(specs[s]);
        for (size_t n = 0; n < DIM; n += 2) {
            double q[DIM] = {0.0}, k[DIM] = {0.0}, turned[DIM] = {0.0}, x[3], y[3];
            q[n] = k[n] = turned[n + 1] = 1.0;
            for (size_t i = 0; i < 3; i++) {
                x[i] = behind_score(e, (size_t)from[i], way[i], q, k);
                y[i] = behind_score(e, (size_t)from[i], way[i], q, turned);
            }
            double slack = 6.0 * curve_error(e, q, k, way[2]);
            worst_take(&w, fabs(x[0] * x[1] - y[0] * y[1] - x[2]), slack, "%s %zu", e->text, n);
            worst_take(&w, fabs(x[0] * y[1] + y[0] * x[1] - y[2]), slack, "%s %zu", e->text, n);
        }
        encoding_free(e);
    }
    struct encoding *fox = tools_encoding("fox:dim=8");
    double q[DIM] = {0.0}, x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = behind_score(fox, (size_t)from[i], way[i], q, q);
    worst_take(&w, fabs(x[0] + x[1] - x[2]), 3.0 * curve_error(fox, q, q, way[2]), "fox");
    worst_check(&w);
    encoding_free(fox);
}

TEST(bad_strings_name_the_key)
{
    static const char *const cases[][2] = {
        {"carope:f=1", "f=1"},          {"carope:f=0", "f=0"},
        {"carope:f=1e-9", "too small"}, {"carope:dim=3", "dim"},
        {"carope:base=1e4", "base"},    {"fox:horizon=0", "horizon"},
        {"fox:slope=1", "slope"},       {"selective:base=1", "base"},
        {"selective:dim=0", "dim"},     {"carope:norm=sqrt,scale=2", "norm"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error;
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
