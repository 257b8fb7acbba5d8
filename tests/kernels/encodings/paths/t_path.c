/* PaTH: its limits, what a walk may not change, and its bad strings. */
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "kernels/encodings/paths/path.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 6, DRAWS = 3 };
static const double r[COUNT] = {0, 1, 2, 30, 600, 5000};

static void vectors(double *q, double *k)
{
    uint64_t state = 17;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

/* beta = 0 is NoPE, whatever the norm, bit for bit, and takes no tokens. */
TEST(beta_0_is_nope)
{
    static const char *const pairs[][2] = {{"path:dim=8,beta=0", "nope:dim=8"},
                                           {"path:dim=8,beta=0,norm=none", "nope:dim=8,norm=none"},
                                           {"path:dim=8,beta=0,scale=3", "nope:dim=8,scale=3"}};
    double q[DRAWS * DIM], k[DRAWS * DIM];
    vectors(q, k);
    for (size_t i = 0; i < TOOLS_COUNT(pairs); i++) {
        struct encoding *a = tools_encoding(pairs[i][0]), *b = tools_encoding(pairs[i][1]);
        double *x = tools_scores(a, COUNT, r, DRAWS, q, k),
               *y = tools_scores(b, COUNT, r, DRAWS, q, k);
        ck_assert_msg(memcmp(x, y, DRAWS * COUNT * sizeof *x) == 0, "%s", a->text);
        ck_assert(!token_reads(a) && token_list(1, &a).text[0] == '\0');
        free(x), free(y);
        encoding_free(a), encoding_free(b);
    }
}

/* |1 - beta| <= 1, so no vector gets longer: the score of the transformed key stays within |q| |k|,
 * and for beta = 2, where every H is a reflection, the transformed unit vectors are orthonormal. */
TEST(no_key_gets_longer_and_reflections_keep_lengths)
{
    static const char *const specs[] = {"path:dim=8,beta=0.5", "path:dim=8,beta=1",
                                        "path:dim=8,beta=2"};
    for (size_t s = 0; s < TOOLS_COUNT(specs); s++) {
        struct encoding *e = tools_encoding(specs[s]);
        for (size_t i = 0; i < COUNT; i++) {
            double row[DIM][DIM];
            for (size_t j = 0; j < DIM * DIM; j++) {
                double q[DIM] = {0.0}, k[DIM] = {0.0};
                q[j / DIM] = k[j % DIM] = 1.0;
                double *score = tools_scores(e, 1, &r[i], 1, q, k);
                row[j / DIM][j % DIM] = sqrt(DIM) * *score;
                free(score);
            }
            for (size_t a = 0; a < DIM; a++)
                for (size_t b = 0; b <= a; b++) {
                    double dot = 0.0, unit = a == b ? 1.0 : 0.0,
                           slack = (r[i] + 1.0) * 2e-14; /* two rows' bounds of error() */
                    for (size_t c = 0; c < DIM; c++)
                        dot += row[a][c] * row[b][c];
                    check_le(fabs(dot) - 1.0, slack);
                    if (s == 2)
                        check_le(fabs(dot - unit), slack);
                }
        }
        encoding_free(e);
    }
}

/* Tokens of a source that begins some places before the query. */
struct shifted {
    struct token_source source;
    const struct token_source *of;
    size_t by;
};

static void read_shifted(const struct token_source *source, size_t draw, size_t back, size_t count,
                         double *out)
{
    const struct shifted *s = (const struct shifted *)(const void *)source;
    s->of->read(s->of, draw, back + s->by, count, out);
}

/* H_m .. H_(n+1) is the product of the matrices of two stretches: the score at r + s is that of the
 * query taken through the first stretch, at s, by the tokens behind it. */
TEST(two_stretches_make_one_path)
{
    enum { FIRST = 37, SECOND = 211 };
    struct encoding *e = tools_encoding("path:dim=8,beta=1.2,norm=none");
    double q[DRAWS * DIM], k[DRAWS * DIM], taken[DIM], at[1] = {FIRST}, both[1] = {FIRST + SECOND},
                                                       rest[1] = {SECOND};
    struct token_stream stream;
    const struct token_source *source = tools_tokens(&stream, e);
    vectors(q, k);
    for (size_t c = 0; c < DIM; c++) {
        double unit[DIM] = {0.0};
        unit[c] = 1.0;
        double *score = tools_scores(e, 1, at, 1, q, unit);
        taken[c] = *score;
        free(score);
    }
    struct shifted shifted = {{DIM, read_shifted}, source, FIRST};
    struct score_input input = {.draws = 1, .query = taken, .key = k, .tokens = &shifted.source};
    double *whole = tools_scores(e, 1, both, 1, q, k), table[2], got,
           *work = malloc(encoding_work_size(e, 1) * sizeof *work);
    ck_assert_int_eq(encoding_table_fill(e, 1, rest, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &got), STATUS_OK);
    check_le(fabs(got - *whole), 3.0 * encoding_error_level(e, q, k, FIRST + SECOND));
    free(whole), free(work);
    encoding_free(e);
}

/* A score does not depend on what else is asked for: its bits are those of the distance alone, in
 * any order, more than a block of tokens apart. */
TEST(a_score_is_the_same_whatever_else_is_asked)
{
    static const double mixed[] = {5000, 0, 700, 700, 1, 699};
    struct encoding *e = tools_encoding("path:dim=8");
    double q[DRAWS * DIM], k[DRAWS * DIM];
    vectors(q, k);
    double *all = tools_scores(e, COUNT, mixed, DRAWS, q, k);
    for (size_t i = 0; i < COUNT; i++) {
        double *one = tools_scores(e, 1, &mixed[i], DRAWS, q, k);
        for (size_t d = 0; d < DRAWS; d++)
            ck_assert(one[d] == all[d * COUNT + i]);
        free(one);
    }
    free(all);
    encoding_free(e);
}

TEST(what_is_no_number_of_tokens_is_refused)
{
    static const double bad[] = {-1.0, 0.5, 2.0 * DISTANCE_LIMIT, NAN};
    struct encoding *e = tools_encoding("path:dim=8");
    double table[2], score, work[4096], q[DIM] = {1.0};
    struct score_input input = {.draws = 1, .query = q, .key = q};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(encoding_table_fill(e, 1, &bad[i], table), STATUS_DOMAIN);
    ck_assert_int_eq(encoding_table_fill(e, 1, &r[1], table), STATUS_OK);
    ck_assert_uint_le(encoding_work_size(e, 1), TOOLS_COUNT(work));
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &score), STATUS_DOMAIN);
    encoding_free(e);
}

TEST(bad_strings_name_the_key)
{
    static const char *const cases[][2] = {
        {"path:beta=2.5", "beta"},         {"path:beta=-1", "beta"},  {"path:dim=7", "dim"},
        {"path:beta=nan", "beta"},         {"path:base=1e4", "base"}, {"path:scale=0", "scale"},
        {"path:norm=sqrt,scale=2", "norm"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error;
        ck_assert(!encoding_parse(cases[i][0], NULL, &e, &error));
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
