/* The factor on a score: norm's choices, and the number that replaces them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"
#include "theory/moments/bank_moments.h"
#include "theory/proof/tapa/gap_proof.h"

enum { DIM = 64, COUNT = 30 };

static const struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.75};

/* Scores, curve scores, error bound, closed mean and variance of an encoding, one after another. */
static void numbers(const char *text, double out[4 * COUNT + 1])
{
    struct encoding *e = tools_encoding(text);
    double q[DIM], k[DIM], r[COUNT];
    uint64_t state = 5;
    for (size_t i = 0; i < DIM; i++)
        q[i] = tools_uniform(&state) - 0.5, k[i] = tools_uniform(&state) - 0.5;
    for (size_t i = 0; i < COUNT; i++)
        r[i] = 1000.0 + (double)i;
    double *score = tools_scores(e, COUNT, r, 1, q, k),
           *window = malloc(curve_window_size(e, COUNT) * sizeof *window),
           *work = malloc(curve_work_size(e, 1, COUNT) * sizeof *work);
    struct score_input input = {.draws = 1, .query = q, .key = k};
    memcpy(out, score, COUNT * sizeof *score);
    ck_assert_int_eq(curve_window_fill(e, r[0], COUNT, window), STATUS_OK);
    ck_assert_int_eq(curve_scores(e, COUNT, window, &input, work, out + COUNT), STATUS_OK);
    ck_assert_int_eq(
        bank_mean(encoding_schedule(e), encoding_bank(e)->slope, &law, COUNT, r, out + 2 * COUNT),
        STATUS_OK);
    ck_assert_int_eq(bank_variance(encoding_schedule(e), &law, COUNT, r, out + 3 * COUNT),
                     STATUS_OK);
    out[4 * COUNT] = encoding_error_level(e, q, k, r[COUNT - 1]);
    free(score), free(window), free(work);
    encoding_free(e);
}

/* 1/8 is 1/sqrt(64) and 1 is none: every number is that of norm, to the bit. */
TEST(scale_gives_the_bits_of_norm)
{
    static const char *const pairs[][2] = {
        {"rope:dim=64,scale=0.125", "rope:dim=64,norm=sqrt"},
        {"rope:dim=64,scale=1", "rope:dim=64,norm=none"},
        {"rope:dim=64,rotary=16,scale=0.125", "rope:dim=64,rotary=16"},
        {"nope:dim=64,scale=0.125", "nope:dim=64"},
        {"nope:dim=64,scale=1", "nope:dim=64,norm=none"},
        {"alibi:dim=64,slope=0.25,scale=0.125", "alibi:dim=64,slope=0.25"},
        {"alibi:dim=64,slope=0.25,scale=1", "alibi:dim=64,slope=0.25,norm=none"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(pairs); i++) {
        double got[4 * COUNT + 1], want[4 * COUNT + 1];
        numbers(pairs[i][0], got), numbers(pairs[i][1], want);
        ck_assert_msg(memcmp(got, want, sizeof got) == 0, "%s", pairs[i][0]);
    }
}

/* The published rule: heads of a power of two have a geometric sequence; of another number, that of
 * the power below, then every second of the one above. */
TEST(alibi_heads_have_published_slopes)
{
    static const struct {
        unsigned heads, head;
        double log2_slope;
    } cases[] = {
        {1, 0, -8},    {8, 0, -1},    {8, 7, -8},       {12, 3, -4},   {12, 7, -8},
        {12, 8, -0.5}, {12, 9, -1.5}, {12, 11, -3.5},   {16, 0, -0.5}, {16, 15, -8},
        {40, 3, -1},   {40, 31, -8},  {40, 36, -1.125}, {3, 2, -2},    {64, 7, -1},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        char text[64];
        snprintf(text, sizeof text, "alibi:heads=%u,head=%u", cases[i].heads, cases[i].head);
        struct encoding *e = tools_encoding(text), *again = tools_encoding(e->resolved);
        double got = encoding_bank(e)->slope, want = exp2(cases[i].log2_slope);
        ck_assert_msg(fabs(got - want) <= 0x1p-52 * want, "%s: %.17g", text, got);
        ck_assert_msg(strstr(e->resolved, ",slope=") && !strstr(e->resolved, "head"), "%s",
                      e->resolved);
        ck_assert(encoding_bank(again)->slope == got);
        encoding_free(e), encoding_free(again);
    }
}

/* The score and its mean are proportional to the scale, the variance to its square; a power of two
 * does not round. */
TEST(score_mean_and_variance_follow_the_scale)
{
    double got[4 * COUNT + 1], one[4 * COUNT + 1];
    numbers("rope:dim=64,scale=0.25", got), numbers("rope:dim=64,norm=none", one);
    for (size_t i = 0; i < 4 * COUNT + 1; i++)
        ck_assert_msg(got[i] == one[i] * (i / COUNT == 3 ? 0.0625 : 0.25), "%zu: %.17g", i, got[i]);
}

/* The proved inequality divides the factor out. */
TEST(proofs_do_not_depend_on_the_scale)
{
    static const char *const texts[] = {"rope:dim=64,norm=none", "rope:dim=64,scale=0.3"};
    struct gap_proof proof[2];
    for (size_t i = 0; i < 2; i++) {
        struct encoding *e = tools_encoding(texts[i]);
        struct gap_problem p = {encoding_schedule(e), 1.0, 0.5, 0, 2, 50000, 60000};
        ck_assert_int_eq(gap_prove(&p, &proof[i]), STATUS_OK);
        encoding_free(e);
    }
    ck_assert(proof[0].outcome == proof[1].outcome && proof[0].gap_min == proof[1].gap_min &&
              proof[0].comparisons == proof[1].comparisons);
}

TEST(resolved_string_shows_the_factor_that_counts)
{
    static const char *const cases[][2] = {
        {"rope:scale=0.3", "rope:base=1e4,dim=128,unit=rad,scale=0.3,scaling=none"},
        {"nope:dim=8,scale=2", "nope:dim=8,scale=2"},
        {"alibi:scale=2,slope=1", "alibi:dim=128,slope=1,scale=2"},
        {"alibi:slope=1", "alibi:dim=128,slope=1,norm=sqrt"},
        {"model:llama-3-8b,scale=0.1", "rope:base=5e5,dim=128,unit=rad,scale=0.1,scaling=none"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i][0]), *again = tools_encoding(e->resolved);
        ck_assert_str_eq(e->resolved, cases[i][1]);
        ck_assert_str_eq(again->resolved, cases[i][1]);
        ck_assert(encoding_schedule(e)->norm == encoding_schedule(again)->norm);
        encoding_free(e), encoding_free(again);
    }
}

TEST(bad_scales_are_refused)
{
    static const char *const cases[][2] = {
        {"rope:norm=sqrt,scale=2", "scale=2 replaces norm=sqrt; give one of them"},
        {"nope:scale=2,norm=none", "scale=2 replaces norm=none; give one of them"},
        {"model:llama-3-8b,norm=none,scale=2", "scale=2 replaces norm=none"},
        {"rope:scale=0", "scale=\"0\" is too small; expected a number from 1e-15 to 1e+15"},
        {"rope:scale=-1", "scale=\"-1\""},
        {"nope:scale=nan", "scale=\"nan\""},
        {"alibi:slope=1,scale=inf", "scale=\"inf\""},
        {"alibi:slope=1,scale=1e51", "scale=\"1e51\""},
        {"alibi:slope=1,norm=sqrt,scale=1", "scale=1 replaces norm=sqrt"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
    struct frequency_rule rule = frequency_rule_rope(1e4, 8);
    rule.norm = NORM_SCALE;
    for (size_t i = 0; i < 4; i++) {
        rule.scale = (const double[]){0.0, -1.0, NAN, INFINITY}[i];
        ck_assert(!frequency_rule_in_range(&rule));
    }
}
