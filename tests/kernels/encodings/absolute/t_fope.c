/* FoPE: its matrices, its end RoPE, queries anywhere, the mean over draws of the matrices, and how
 * far a common shift moves scores. */
#include "kernels/encodings/absolute/fope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/model/shapes/drawn.h"
#include "theory/moments/absolute/fope_moments.h"

enum { COUNT = 5, DIM = 16 };
static const double r[COUNT] = {0, 1, 3, 40, 99};

static void vectors(size_t n, double *q, double *k)
{
    uint64_t state = 7;
    for (size_t i = 0; i < n; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

/* The first 200,000 normals of two arrays: mean, variance and correlation within 6 deviations, and
 * none depends on how many are asked for. */
TEST(drawn_parameters_are_normal)
{
    enum { MANY = 200000 };
    static double x[MANY], y[MANY];
    double some[3], sum = 0.0, square = 0.0, both = 0.0;
    drawn_normals(5, 0, MANY, x), drawn_normals(5, 1, MANY, y), drawn_normals(5, 0, 3, some);
    ck_assert(memcmp(some, x, sizeof some) == 0);
    for (size_t i = 0; i < MANY; i++)
        sum += x[i], square += x[i] * x[i], both += x[i] * y[i];
    ck_assert_double_lt(fabs(sum), 6.0 * sqrt(MANY));
    ck_assert_double_lt(fabs(square - MANY), 6.0 * sqrt(2.0 * MANY));
    ck_assert_double_lt(fabs(both), 6.0 * sqrt(MANY));
    drawn_normals(6, 0, 3, some);
    ck_assert(some[0] != x[0] && x[0] != y[0]);
}

/* Kept, outputs, step and deviation; a frequency that turns exactly once in the length is kept. */
TEST(sizes_are_those_of_the_code)
{
    static const struct {
        const char *text;
        size_t kept, outputs, step;
        double deviation;
    } cases[] = {
        {"fope:dim=64,train=512", 16, 16, 1, 0.3 * 0.072168783648703220},
        {"fope:dim=128,train=4096", 46, 32, 2, 0.3 * 0.034020690871988586},
        {"fope:dim=128,train=4096,heads=0", 46, 32, 2, 0.3 * 0.160128153805087130},
        {"fope:dim=8,base=16,unit=turn,train=8,gain=1,heads=4", 4, 2, 2, 0.35355339059327376},
        {"fope:dim=8,base=16,unit=turn,train=7,gain=1,heads=1", 3, 2, 2, 0.5},
        {"fope:dim=6,train=7", 1, 1, 1, 0.3 * 0.47140452079103168}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].text);
        const struct fope_shape *s = encoding_fope_shape(e);
        double off = 0.0, ones = 0.0;
        ck_assert_uint_eq(s->kept, cases[i].kept);
        ck_assert_uint_eq(s->outputs, cases[i].outputs);
        ck_assert_uint_eq(s->step, cases[i].step);
        ck_assert_double_eq_tol(s->deviation, cases[i].deviation, 1e-15);
        for (size_t n = 0; n < s->outputs * s->kept; n++) {
            bool one = n % s->kept == n / s->kept * s->step;
            ones += one;
            off += pow((s->cosine[n] - one) / s->deviation, 2.0);
        }
        ck_assert(ones == (double)((s->kept + s->step - 1) / s->step));
        double entries = (double)(s->outputs * s->kept);
        ck_assert_double_lt(fabs(off - entries), 6.0 * sqrt(2.0 * entries) + 6.0);
        encoding_free(e);
    }
}

/* Without a random part and with a wave for every output the pairs that are kept are RoPE's, at
 * every position, and the others weigh twice. */
TEST(no_gain_is_rope_on_the_kept_pairs)
{
    struct encoding *e = tools_encoding("fope:dim=16,base=1e4,train=20,gain=0,at=100k"),
                    *rope = tools_encoding("rope:dim=16,base=1e4,rotary=4,partial=p");
    double q[DIM], k[DIM], rest = 0.0, change;
    vectors(DIM, q, k);
    ck_assert_uint_eq(encoding_fope_shape(e)->kept, 2);
    for (size_t c = 4; c < DIM; c++)
        rest += q[c] * k[c] / 4.0;
    double *got = tools_scores(e, COUNT, r, 1, q, k), *want = tools_scores(rope, COUNT, r, 1, q, k);
    struct worst w = {0};
    for (size_t i = 0; i < COUNT; i++)
        worst_take(&w, fabs(got[i] - want[i] - rest),
                   encoding_error_level(e, q, k, r[i]) + encoding_error_level(rope, q, k, r[i]),
                   "at %.0f", r[i]);
    worst_check(&w);
    ck_assert_int_eq(fope_shift(encoding_fope_shape(e), 1000.0, 1e9, COUNT, r, &change), STATUS_OK);
    ck_assert_double_lt(change, 1e-14);
    free(got), free(want);
    encoding_free(e), encoding_free(rope);
}

/* A position that is given is `at`, to the last bit, at counts that fill no strip; and the vectors
 * that a model keeps give the score. */
TEST(queries_stand_anywhere)
{
    enum { MANY = 53 };
    struct encoding *e = tools_encoding("fope:dim=16,train=4k,gain=2,at=777"),
                    *other = tools_encoding("fope:dim=16,train=4k,gain=2,at=9");
    double q[2 * DIM], k[2 * DIM], far[MANY], score[2 * MANY], position[2] = {777.0, 1e15},
                                                               left[DIM], right[DIM];
    vectors(2 * DIM, q, k);
    for (size_t i = 0; i < MANY; i++)
        far[i] = (double)(3 * i);
    double *own = tools_scores(e, MANY, far, 2, q, k),
           *table = malloc(encoding_table_size(other, MANY) * sizeof *table),
           *work = malloc(encoding_work_size(other, 2) * sizeof *work);
    struct score_input input = {.draws = 2, .query = q, .key = k, .position = position};
    ck_assert_int_eq(encoding_table_fill(other, MANY, far, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(other, MANY, table, &input, work, score), STATUS_OK);
    ck_assert(memcmp(own, score, MANY * sizeof *own) == 0);
    const struct factor_method *f = other->type->factors;
    ck_assert_uint_eq(f->width(other->state), DIM);
    struct worst w = {0};
    for (size_t i = 0; i < 2 * MANY; i++) {
        size_t d = i / MANY;
        double sum = 0.0;
        f->form(other->state, FACTOR_QUERY, position[d], q + d * DIM, left);
        f->form(other->state, FACTOR_KEY, position[d] - far[i % MANY], k + d * DIM, right);
        for (size_t c = 0; c < DIM; c++)
            sum += left[c] * right[c];
        worst_take(&w, fabs(sum - score[i]),
                   2.0 * encoding_error_level(other, q + d * DIM, k + d * DIM, 0.0),
                   "draw %zu at %.0f", d, far[i % MANY]);
    }
    worst_check(&w);
    const double early[] = {155.0, 156.0}; /* the farthest distance is 156 */
    input.position = &early[1], input.draws = 1;
    ck_assert_int_eq(encoding_scores(other, MANY, table, &input, work, score), STATUS_OK);
    input.position = &early[0];
    ck_assert_int_eq(encoding_scores(other, MANY, table, &input, work, score), STATUS_DOMAIN);
    input.position = NULL;
    ck_assert_int_eq(encoding_scores(other, MANY, table, &input, work, score), STATUS_DOMAIN);
    free(own), free(table), free(work);
    encoding_free(e), encoding_free(other);
}

/* The mean over the matrices too, of which no position is a part, for equal pairs without a skew:
 * E C_i = cos x_d + s^2 sum_k cos x_k, and E S_i = sin x_d, with d = i step the wave of row i's 1
 * (theory/moments/README.md, section fope-moments). */
static double mean_drawn(const struct fope_shape *s, double mean_a, double mean_b, double distance)
{
    double all = 0.0, own = 0.0, rest = 2.0 * (double)(s->schedule->pairs - s->outputs);
    for (size_t d = 0; d < s->kept; d++) {
        double x = distance * s->schedule->theta[d];
        all += cos(x);
        if (d % s->step == 0 && d / s->step < s->outputs)
            own += mean_a * cos(x) + mean_b * sin(x);
    }
    all *= s->deviation * s->deviation * (double)s->outputs;
    return s->schedule->norm * (own + mean_a * (all + rest));
}

/* Means over 400 seeds within 7 of their own standard errors, far from both ends of the sequence:
 * relative positions are kept in the mean, and in no draw. */
TEST(mean_over_the_matrices_is_relative)
{
    enum { SEEDS = 400 };
    const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 1.0, .nu0 = 0.5};
    double sum[2][COUNT] = {{0.0}}, square[2][COUNT] = {{0.0}}, want[COUNT], mean[COUNT];
    struct worst w = {0};
    for (size_t i = 0; i < 2 * SEEDS; i++) {
        char text[96];
        snprintf(text, sizeof text, "fope:dim=16,train=4k,gain=1,seed=%zu,at=%s", i / 2,
                 i % 2 ? "100" : "12345");
        struct encoding *e = tools_encoding(text);
        ck_assert_int_eq(fope_mean(encoding_fope_shape(e), &law, COUNT, r, mean), STATUS_OK);
        for (size_t j = 0; j < COUNT; j++)
            want[j] = mean_drawn(encoding_fope_shape(e), law.mu0, law.nu0, r[j]);
        for (size_t j = 0; j < COUNT; j++)
            sum[i % 2][j] += mean[j], square[i % 2][j] += mean[j] * mean[j];
        encoding_free(e);
    }
    for (size_t i = 0; i < 2 * COUNT; i++) {
        double average = sum[i / COUNT][i % COUNT] / SEEDS,
               spread = square[i / COUNT][i % COUNT] / SEEDS - average * average;
        ck_assert(spread > 1e-4);
        worst_take(&w, fabs(average - want[i % COUNT]), 7.0 * sqrt(spread / (SEEDS - 1)),
                   "position %zu at %.0f", i / COUNT, r[i % COUNT]);
    }
    worst_check(&w);
}

/* Scores of unit vectors are the columns themselves: their sums are what q and k of independent
 * normals give. */
TEST(a_common_shift_moves_scores)
{
    struct encoding *e = tools_encoding("fope:dim=16,train=4k,heads=0,at=5000");
    const struct fope_shape *s = encoding_fope_shape(e);
    double difference = 0.0, size = 0.0, change, none, q[2 * DIM] = {0.0}, k[2 * DIM] = {0.0},
           position[2] = {1000.0, 3000.0}, score[2 * COUNT];
    double *table = malloc(encoding_table_size(e, COUNT) * sizeof *table),
           *work = malloc(encoding_work_size(e, 2) * sizeof *work);
    struct score_input input = {.draws = 2, .query = q, .key = k, .position = position};
    ck_assert_int_eq(encoding_table_fill(e, COUNT, r, table), STATUS_OK);
    for (size_t a = 0; a < DIM; a++)
        for (size_t b = 0; b < DIM; b++) {
            q[a] = q[DIM + a] = k[b] = k[DIM + b] = 1.0;
            ck_assert_int_eq(encoding_scores(e, COUNT, table, &input, work, score), STATUS_OK);
            q[a] = q[DIM + a] = k[b] = k[DIM + b] = 0.0;
            for (size_t i = 0; i < COUNT; i++) {
                difference += pow(score[COUNT + i] - score[i], 2.0);
                size += score[i] * score[i];
            }
        }
    ck_assert_int_eq(fope_shift(s, 1000.0, 3000.0, COUNT, r, &change), STATUS_OK);
    ck_assert_int_eq(fope_shift(s, 1000.0, 1000.0, COUNT, r, &none), STATUS_OK);
    ck_assert_double_eq_tol(change, sqrt(difference / size), 1e-12);
    ck_assert(change > 0.05 && none == 0.0);
    ck_assert_int_eq(fope_shift(s, 98.0, 3000.0, COUNT, r, &none), STATUS_DOMAIN);
    free(table), free(work);
    encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"fope:train=6", "train=6 is too short"},
                                           {"fope:train=0", "train=\"0\" is too small"},
                                           {"fope:dim=2", "dim=\"2\" is too small"},
                                           {"fope:dim=8192", "dim=\"8192\" is too large"},
                                           {"fope:at=1.5", "at=1.5 is not a whole number"},
                                           {"fope:gain=-1", "gain=\"-1\" is too small"},
                                           {"fope:seed=0.5", "is not a whole number"},
                                           {"fope:rotary=4", "unknown key"},
                                           {"fope:scaling=yarn", "unknown key"}};
    struct encoding *e = tools_encoding("fope");
    ck_assert_str_eq(e->resolved, "fope:base=1e4,dim=128,train=512,gain=0.3,heads=8,seed=1,"
                                  "at=131071,unit=rad,norm=sqrt");
    ck_assert(!encoding_bank(e) && encoding_reach(e) == 131071.0);
    encoding_free(e);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
