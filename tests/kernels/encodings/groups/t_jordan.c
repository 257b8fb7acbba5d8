/* Jordan-RoPE, exact and stabilised, and GRAPE-M: RoPE to the bit at their ends, what a common
 * shift changes, factors, bad strings. */
#include "kernels/encodings/groups/jordan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { DIM = 16 };
static const double distances[] = {0, 1, 2, 7, 100, 4096, 131072, 1e6, 0x1p40, 0x1p53};
enum { COUNT = TOOLS_COUNT(distances) };

static void vectors(double *q, double *k)
{
    uint64_t state = 31;
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

static void same_bits(const char *a, const char *b, const double *qa, const double *ka,
                      const double *qb, const double *kb)
{
    struct encoding *x = tools_encoding(a), *y = tools_encoding(b);
    double *left = tools_scores(x, COUNT, distances, 1, qa, ka),
           *right = tools_scores(y, COUNT, distances, 1, qb, kb);
    ck_assert_msg(memcmp(left, right, COUNT * sizeof *left) == 0, "%s and %s", a, b);
    free(left), free(right);
    encoding_free(x), encoding_free(y);
}

/* gamma = eta = 0 with v = 0: RoPE's first D/4 pairs, to the bit, whose coordinates stand two
 * apart. With u = 0, or where v does not leak since k_v = 0, eta changes nothing. */
TEST(without_decay_and_shear_it_is_rope)
{
    double q[DIM], k[DIM], rope_q[DIM] = {0}, rope_k[DIM] = {0};
    vectors(q, k);
    for (size_t i = 0; i < DIM; i++)
        if (i % 4 < 2) {
            rope_q[i / 4 * 2 + i % 4] = q[i];
            rope_k[i / 4 * 2 + i % 4] = k[i];
        } else {
            q[i] = k[i] = 0.0;
        }
    same_bits("jordan:dim=16,gamma=0,eta=0", "rope:dim=16,rotary=8,partial=p", q, k, rope_q,
              rope_k);
    same_bits("jordan:dim=16,gamma=0,eta=0.5", "rope:dim=16,rotary=8,partial=p", q, k, rope_q,
              rope_k);
    same_bits("jordan:dim=16,gamma=0,eta=0,unit=turn", "rope:dim=16,rotary=8,partial=p,unit=turn",
              q, k, rope_q, rope_k);
    same_bits("jordan-stab:dim=16,gamma=0,eta=0.5,at=9007199254740992",
              "rope:dim=16,rotary=8,partial=p", q, k, rope_q, rope_k);
}

/* eta = 0: e^(-gamma r) times the score of gamma = 0. */
TEST(without_shear_it_is_rope_damped)
{
    double q[DIM], k[DIM];
    struct encoding *e = tools_encoding("jordan:dim=16,gamma=0.01,eta=0"),
                    *flat = tools_encoding("jordan:dim=16,gamma=0,eta=0");
    vectors(q, k);
    double *score = tools_scores(e, COUNT, distances, 1, q, k),
           *plain = tools_scores(flat, COUNT, distances, 1, q, k);
    for (size_t i = 0; i < COUNT; i++) {
        check_le(fabs(score[i] - exp(-0.01 * distances[i]) * plain[i]),
                 2.0 * encoding_error_level(e, q, k, distances[i]));
        ck_assert((score[i] == 0.0) == (distances[i] > 70800.0));
    }
    free(score), free(plain);
    encoding_free(e), encoding_free(flat);
}

/* The stabilised shear of 64 tokens is 60.2 at 64 and 2.6 at 4096; a long trained length leaves the
 * exact form. Keys before the start, which no query reaches, keep tau's own value. */
TEST(stabilised_shear_depends_on_the_position)
{
    double q[DIM], k[DIM], near[4] = {0, 1, 7, 60};
    check_le(fabs(jordan_shear(1024, 64, 64) - 64.0 / (1.0 + 0.0625)), 1e-13);
    check_le(fabs(jordan_shear(1024, 4096, 64) - (4096.0 / 5.0 - 4032.0 / 4.9375)), 1e-12);
    check_le(fabs(jordan_shear(1024, 0, 1024) - 512.0), 0.0);
    vectors(q, k);
    struct encoding *at[] = {tools_encoding("jordan-stab:dim=16,eta=0.5,at=64"),
                             tools_encoding("jordan-stab:dim=16,eta=0.5,at=4096"),
                             tools_encoding("jordan-stab:dim=16,eta=0.5,train=1e12,at=64"),
                             tools_encoding("jordan:dim=16,eta=0.5")};
    double *score[4];
    for (size_t i = 0; i < 4; i++)
        score[i] = tools_scores(at[i], 4, near, 1, q, k);
    ck_assert(score[0][0] == score[1][0] && score[0][0] == score[3][0]);
    for (size_t i = 1; i < 4; i++) {
        check_le(fabs(score[2][i] - score[3][i]), 1e-9); /* 64/1e12 of at most 30 */
        ck_assert(fabs(score[0][i] - score[1][i]) > 1e-3);
    }
    /* positions of each draw come first */
    double position = 4096.0, moved;
    struct score_input input = {.draws = 1, .query = q, .key = k, .position = &position};
    double *table = malloc(encoding_table_size(at[0], 1) * sizeof *table),
           *work = malloc(encoding_work_size(at[0], 1) * sizeof *work);
    ck_assert_int_eq(encoding_table_fill(at[0], 1, &near[3], table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(at[0], 1, table, &input, work, &moved), STATUS_OK);
    ck_assert(moved == score[1][3]);
    free(table), free(work);
    for (size_t i = 0; i < 4; i++)
        free(score[i]), encoding_free(at[i]);
}

/* The exact form's, and the stabilised one's at its own position. */
TEST(factors_are_the_score)
{
    static const char *const specs[] = {"jordan:dim=16,eta=0.01,gamma=0.01",
                                        "jordan-stab:dim=16,eta=0.01,gamma=0.01,at=105"};
    double q[DIM], k[DIM], left[DIM], right[DIM], r = 5.0;
    vectors(q, k);
    for (size_t t = 0; t < TOOLS_COUNT(specs); t++) {
        struct encoding *e = tools_encoding(specs[t]);
        const struct factor_method *f = e->type->factors;
        double *want = tools_scores(e, 1, &r, 1, q, k), sum = 0.0, size = 0.0;
        f->form(e->state, FACTOR_QUERY, 105.0, q, left);
        f->form(e->state, FACTOR_KEY, 100.0, k, right);
        for (size_t i = 0; i < DIM; i++)
            sum += left[i] * right[i], size += fabs(left[i] * right[i]);
        /* the sheared parts cancel: 1 + eta 105 in size on each side */
        check_le(fabs(sum - want[0]), 300.0 * UNIT_ROUNDING * size);
        free(want);
        encoding_free(e);
    }
}

/* b = J a is RoPE's pair, sign and bits; omega = 1/2 is RoPE stretched by 2, and other coordinates
 * count as NoPE's. */
TEST(one_plane_of_grape_is_a_pair_of_rope)
{
    double q[DIM], k[DIM];
    vectors(q, k);
    same_bits("grape-m:dim=16", "rope:dim=16,rotary=2", q, k, q, k);
    same_bits("grape-m:dim=16,omega=0.5", "rope:dim=16,rotary=2,scaling=linear,factor=2", q, k, q,
              k);
    same_bits("grape-m:dim=2,norm=none", "rope:dim=2,norm=none", q, k, q, k);
    q[0] = q[1] = 0.0;
    same_bits("grape-m:dim=16,omega=3", "nope:dim=16", q, k, q, k);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"jordan:dim=6", "multiple of 4"},         {"jordan:dim=2", "from 4"},
        {"jordan:gamma=-1", "gamma=\"-1\""},       {"jordan:eta=2", "eta=\"2\""},
        {"jordan:train=5", "unknown key"},         {"jordan-stab:train=0", "train=\"0\""},
        {"jordan-stab:dim=10", "multiple of 4"},   {"jordan-stab:at=-1", "at=\"-1\""},
        {"grape-m:omega=0", "omega=\"0\""},        {"grape-m:omega=6.29", "to 6.28"},
        {"grape-m:norm=none,scale=2", "replaces"}, {"grape-m:base=10", "unknown key"}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
    struct encoding *ends[] = {tools_encoding("grape-m:omega=6.28"),
                               tools_encoding("grape-m:omega=1e-12"), tools_encoding("rope")};
    ck_assert(!encoding_jordan_shape(ends[2]));
    for (size_t i = 0; i < TOOLS_COUNT(ends); i++)
        encoding_free(ends[i]);
}
