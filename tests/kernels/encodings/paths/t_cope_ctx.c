/* cope-ctx: gates all open, half open and turned round, the table's end, and bad strings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 16, COUNT = 8 };
static const double r[COUNT] = {0, 1, 2, 17, 61, 62, 63, 5000};

/* Keys of tokens that are the query a number of times, far along it or away from it in turn, or
 * drawn, with either sign. */
struct keys {
    struct token_source source;
    const double *query;
    double times;
    bool drawn;
};

static void read_keys(const struct token_source *source, size_t draw, size_t back, size_t count,
                      double *out)
{
    const struct keys *keys = (const struct keys *)(const void *)source;
    (void)draw;
    for (size_t i = 0; i < count * DIM; i++) {
        uint64_t state = back * DIM + i + 1;
        out[i] = keys->times *
                 (keys->drawn ? 2.0 * tools_uniform(&state) - 1.0 : keys->query[i % DIM]);
    }
}

static void scores(const char *spec, const struct keys *keys, const double *q, const double *k,
                   const double *distance, double *out)
{
    struct encoding *e = tools_encoding(spec);
    double *table = malloc(encoding_table_size(e, COUNT) * sizeof *table),
           *work = malloc(encoding_work_size(e, 1) * sizeof *work);
    struct score_input input = {.draws = 1, .query = q, .key = k, .tokens = &keys->source};
    ck_assert(table && work);
    ck_assert_int_eq(encoding_table_fill(e, COUNT, distance, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, COUNT, table, &input, work, out), STATUS_OK);
    free(table), free(work);
    encoding_free(e);
}

static void small_whole(double *q, double *k)
{
    for (size_t c = 0; c < DIM; c++) {
        q[c] = (double)(c % 5) - 1.0;
        k[c] = 64.0 * q[c];
    }
}

static size_t tokens_read;
static void read_counted(const struct token_source *source, size_t draw, size_t back, size_t count,
                         double *out)
{
    read_keys(source, draw, back, count, out);
    tokens_read += count;
}

/* Half open gates fill the table's 63 positions after 126 tokens of either sign: a block holds 128.
 * A query that is 0 has no logit to be wrong, and no more additions than that. */
TEST(nothing_is_read_behind_a_full_table)
{
    static const double far[COUNT] = {100, 125, 126, 127, 128, 129, 1e6, 1e9};
    double q[DIM] = {0.0}, k[DIM], got[COUNT];
    struct keys half = {{DIM, read_counted}, q, 1.0, true};
    struct encoding *e = tools_encoding("cope-ctx:dim=16,slope=0.25,norm=none");
    for (size_t c = 0; c < DIM; c++)
        k[c] = 1.0;
    scores("cope-ctx:dim=16,slope=0.25,norm=none", &half, q, k, far, got);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert(got[i] == -0.25 * fmin(0.5 * far[i] + 0.5, 63.0));
    ck_assert_uint_eq(tokens_read, 128);
    ck_assert(encoding_error_level(e, q, k, 1e9) == encoding_error_level(e, q, k, 1e6));
    ck_assert(encoding_error_level(e, q, k, 1e6) < 1e-12);
    encoding_free(e);
}

/* A logit over 37 opens a gate to the last bit: ALiBi of r + 1 up to the table's end, from which on
 * nothing changes. Whole numbers and halves are exact. */
TEST(open_gates_are_alibi_up_to_the_tables_end)
{
    double q[DIM], k[DIM], got[COUNT], want[COUNT], next[COUNT];
    struct keys open = {{DIM, read_keys}, q, 64.0, false};
    small_whole(q, k);
    for (size_t i = 0; i < COUNT; i++)
        next[i] = fmin(r[i] + 1.0, 63.0);
    scores("alibi:dim=16,slope=0.5", &open, q, k, next, want);
    scores("cope-ctx:dim=16,slope=0.5", &open, q, k, r, got);
    ck_assert(memcmp(got, want, sizeof got) == 0);
    scores("cope-ctx:dim=16,slope=0.5,rows=2", &open, q, k, r, got);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert(got[i] == want[0]);
    scores("nope:dim=16", &open, q, k, r, want);
    scores("cope-ctx:dim=16,slope=0", &open, q, k, r, got);
    ck_assert(memcmp(got, want, sizeof got) == 0);
}

/* Shut gates count nothing but the key's own, keys at right angles to the query a half each. */
TEST(shut_gates_count_nothing_and_idle_ones_a_half)
{
    double q[DIM], k[DIM], got[COUNT];
    struct keys tokens = {{DIM, read_keys}, q, -1e6, false};
    small_whole(q, k);
    double level = 0.0;
    for (size_t c = 0; c < DIM; c++)
        level += 0.25 * q[c] * k[c];
    scores("cope-ctx:dim=16,slope=0.5", &tokens, q, k, r, got);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert(got[i] == level - 0.5);
    tokens.times = 0.0;
    scores("cope-ctx:dim=16,slope=0.5,rows=101", &tokens, q, k, r, got);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert(got[i] == level - 0.5 * fmin(0.5 * r[i] + 1.0, 100.0));
}

/* A gate and that of the key turned round make 1, so that both scores together lose slope (r + 1);
 * the mean over laws that no sign changes is half of it. Each is within its bound, tokens under 1
 * being within a law's of sigma 1. */
TEST(keys_turned_round_make_the_distance)
{
    double q[DIM], k[DIM], back[DIM], one[COUNT], other[COUNT];
    struct keys tokens = {{DIM, read_keys}, q, 1.0, true};
    struct encoding *e = tools_encoding("cope-ctx:dim=16,slope=0.5,rows=10000");
    struct worst w = {0};
    for (size_t c = 0; c < DIM; c++) {
        q[c] = sin((double)c + 1.0);
        k[c] = cos((double)c);
        back[c] = -k[c];
    }
    scores(e->text, &tokens, q, k, r, one);
    tokens.times = -1.0;
    scores(e->text, &tokens, q, back, r, other);
    for (size_t i = 0; i < COUNT; i++)
        worst_take(&w, fabs(one[i] + other[i] + 0.5 * (r[i] + 1.0)),
                   2.0 * curve_error(e, q, k, r[i]), "at %.0f", r[i]);
    worst_check(&w);
    encoding_free(e);
}

TEST(bad_strings_name_the_key)
{
    static const char *const cases[][2] = {{"cope-ctx", "learned"},
                                           {"cope-ctx:slope=-1", "slope=-1"},
                                           {"cope-ctx:slope=1,rows=1", "rows=1"},
                                           {"cope-ctx:slope=1,rows=2.5", "rows=2.5"},
                                           {"cope-ctx:slope=1,dim=3", "dim"},
                                           {"cope-ctx:slope=1,most=8", "most"},
                                           {"cope-ctx:slope=1e300", "slope"},
                                           {"cope-ctx:slope=1,norm=none,scale=2", "norm"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error;
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
