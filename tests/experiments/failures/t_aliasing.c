/* Claims on aliasing: verdicts turn where the counts of every pair of distances say. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/aliasing/judges.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

/* Short curves of one deterministic model, few enough distances to compare every pair. */
static const struct grid curves = {
    .command = "aliasing",
    .encoding = "rope:base={base},dim=16",
    .axes = {{"qk", {"unit"}},
             {"base", {"16,1e3"}},
             {"context", {"64,128,256"}},
             {"&pairs", {"1,1,1"}},
             {"dtype", {"bf16"}}},
};
enum { BASES = 2, CONTEXTS = 3 };

/* Distances of a context that share their score, rounded to bf16, with another; and their pairs. */
static void count_pairs(const char *base, size_t context, double *positions, double *pairs)
{
    struct encoding *e = claim_encoding("rope:base=%s,dim=16", base);
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    struct qk_law law = tools_law("unit");
    struct random_stream unused = {0, 0};
    double work[48], q[16], k[16], r[256];
    uint64_t code[256];
    ck_assert(e && context <= TOOLS_COUNT(r));
    for (size_t i = 0; i < context; i++)
        r[i] = (double)i;
    qk_draw(&law, &unused, 0, 16, work, q, k);
    double *score = tools_scores(e, context, r, 1, q, k);
    for (size_t i = 0; i < context; i++)
        code[i] = dtype_code(&rounding, score[i]);
    *positions = *pairs = 0.0;
    for (size_t i = 0; i < context; i++) {
        size_t others = 0;
        for (size_t other = 0; other < context; other++)
            others += other != i && code[other] == code[i];
        *positions += others > 0;
        *pairs += 0.5 * (double)others;
    }
    free(score);
    encoding_free(e);
}

/* All of the grid, [base][context]. */
static void count_all(double share_of[BASES][CONTEXTS], double pairs[BASES][CONTEXTS])
{
    static const char *const base[BASES] = {"16", "1e3"};
    for (size_t b = 0; b < BASES; b++)
        for (size_t c = 0; c < CONTEXTS; c++) {
            size_t context = (size_t)64 << c;
            count_pairs(base[b], context, &share_of[b][c], &pairs[b][c]);
            share_of[b][c] /= (double)context;
        }
}

static const struct alias_statistic aliased = {"share", ALIAS_POSITIONS, 0.0, true},
                                    alias_pairs = {"pairs", ALIAS_PAIRS, 0.0, false},
                                    lesser = {"gap", ALIAS_POSITIONS, 0.5, true},
                                    tokens = {"tokens", ALIAS_TOKEN_POSITIONS, 0.0, true};

static struct judgement judged(const struct grid *grid,
                               enum status (*judge)(const void *, const struct grid_walk *,
                                                    struct judgement *),
                               const void *subject)
{
    struct grid_walk walk;
    struct judgement j;
    ck_assert_int_eq(grid_open(grid, SCALE_SMOKE, &walk), STATUS_OK);
    ck_assert_int_eq(judge(subject, &walk, &j), STATUS_OK);
    grid_close(&walk);
    return j;
}

/* The least share of the grid is above every smaller limit and not above itself, the largest below
 * every larger one; no other point's decides. */
TEST(level_is_judged_where_it_is_nearest_to_the_limit)
{
    double share_of[BASES][CONTEXTS], pairs[BASES][CONTEXTS], least = 1.0, most = 0.0;
    count_all(share_of, pairs);
    for (size_t i = 0; i < BASES * CONTEXTS; i++) {
        least = fmin(least, share_of[i / CONTEXTS][i % CONTEXTS]);
        most = fmax(most, share_of[i / CONTEXTS][i % CONTEXTS]);
    }
    ck_assert(0.0 < least && least < most);
    for (int above = 0; above < 2; above++) {
        double value = above ? least : most, step = above ? -1e-9 : 1e-9;
        struct alias_level at = {&aliased, above, value}, near = {&aliased, above, value + step};
        struct judgement j = judged(&curves, alias_judge_level, &at);
        ck_assert(j.verdict == VERDICT_REFUTED && j.value == value && j.limit == value);
        j = judged(&curves, alias_judge_level, &near);
        ck_assert(j.verdict == VERDICT_VERIFIED && j.value == value);
    }
}

TEST(statistic_is_a_count_less_alias_pairs_as_a_share)
{
    double count[2 * ALIAS_QUANTITIES] = {0};
    double *second = count + ALIAS_QUANTITIES;
    second[ALIAS_PAIRS] = 6.0, second[ALIAS_POSITIONS] = 5.0;
    ck_assert(alias_value(&aliased, count, 1, 10) == 0.5);
    ck_assert(alias_value(&alias_pairs, count, 1, 10) == 6.0);
    ck_assert(alias_value(&lesser, count, 1, 10) == 0.2);
    ck_assert(alias_value(&aliased, count, 0, 10) == 0.0);
}

/* The weakest change over the whole axis, relative to its start, or the first step against it. */
TEST(trend_is_the_weakest_change_or_the_first_step_against_it)
{
    double share_of[BASES][CONTEXTS], pairs[BASES][CONTEXTS], weakest = HUGE_VAL;
    count_all(share_of, pairs);
    for (size_t b = 0; b < BASES; b++) {
        for (size_t c = 1; c < CONTEXTS; c++)
            ck_assert(pairs[b][c] > pairs[b][c - 1]);
        weakest = fmin(weakest, pairs[b][CONTEXTS - 1] / pairs[b][0] - 1.0);
    }
    struct alias_trend up = {&alias_pairs, "context", true},
                       down = {&alias_pairs, "context", false};
    struct judgement j = judged(&curves, alias_judge_trend, &up);
    ck_assert(j.verdict == VERDICT_VERIFIED && j.limit == 0.0);
    check_le(fabs(j.value - weakest), 4.0 * UNIT_ROUNDING * (1.0 + weakest));
    j = judged(&curves, alias_judge_trend, &down);
    ck_assert(j.verdict == VERDICT_REFUTED);
    check_le(fabs(j.value - (1.0 - pairs[0][1] / pairs[0][0])),
             4.0 * UNIT_ROUNDING * pairs[0][1] / pairs[0][0]);
    struct alias_trend by_base = {&alias_pairs, "base", pairs[1][0] > pairs[0][0]};
    j = judged(&curves, alias_judge_trend, &by_base);
    ck_assert_msg(strstr(j.detail.text, "at base 16, context ") &&
                      strstr(j.detail.text, "and base 1e3, context "),
                  "%s", j.detail.text);
}

/* Few draws of keys that score alike at every base: nothing is decided, whichever way is asked. The
 * longer context's fewer draws are the ones compared. */
TEST(draws_that_decide_nothing_are_inconclusive)
{
    static const struct grid drawn = {
        .command = "aliasing",
        .encoding = "rope:base={base},dim=16",
        .axes = {{"qk", {"gauss"}},
                 {"base", {"16,1e3"}},
                 {"context", {"64,256"}},
                 {"&pairs", {"80,40"}},
                 {"dtype", {"bf16"}}},
    };
    struct alias_trend up = {&tokens, "base", true}, down = {&tokens, "base", false},
                       longer = {&aliased, "context", true};
    struct judgement j = judged(&drawn, alias_judge_trend, &up);
    ck_assert_int_eq(j.verdict, VERDICT_INCONCLUSIVE);
    j = judged(&drawn, alias_judge_trend, &down);
    ck_assert_int_eq(j.verdict, VERDICT_INCONCLUSIVE);
    j = judged(&drawn, alias_judge_trend, &longer);
    ck_assert_msg(strstr(j.detail.text, "from 40 draws") &&
                      strstr(j.shown_by.text, " --context=64,256 --pairs=40 "),
                  "%s: %s", j.detail.text, j.shown_by.text);
    struct alias_level at = {&aliased, true, 0.0};
    j = judged(&drawn, alias_judge_level, &at);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    at.limit = j.value + 1e-6; /* just inside the limits of the point that decides */
    j = judged(&drawn, alias_judge_level, &at);
    ck_assert_int_eq(j.verdict, VERDICT_INCONCLUSIVE);
    at = (struct alias_level){&aliased, true, 1.0};
    j = judged(&drawn, alias_judge_level, &at);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
}

/* Exponential decay would be by the differences of the contexts: four times from 4096 to 16384 to
 * 65536, twice over two doublings. */
TEST(exponential_falls_by_the_differences_of_contexts)
{
    static const struct grid doublings = {
        .command = "aliasing",
        .encoding = "rope:base=1e4,dim=64",
        .axes = {{"qk", {"gauss"}},
                 {"context", {"4096,8192,16384"}},
                 {"pairs", {"128"}},
                 {"dtype", {"bf16"}}},
    };
    struct judgement j = judged(&doublings, alias_judge_rate, NULL);
    ck_assert(j.limit == 2.0 && j.value > 0.0 && j.verdict == VERDICT_REFUTED);
}

/* So few draws leave an upper limit over the exponential's rate, which verifies nothing. */
TEST(exponential_within_the_limits_is_undecided)
{
    static const struct grid doublings = {
        .command = "aliasing",
        .encoding = "rope:base=1e4,dim=64",
        .axes = {{"qk", {"gauss"}},
                 {"context", {"256,512,1024"}},
                 {"pairs", {"32"}},
                 {"dtype", {"bf16"}}},
    };
    struct judgement j = judged(&doublings, alias_judge_rate, NULL);
    ck_assert_msg(j.verdict == VERDICT_INCONCLUSIVE, "%g", j.value);
}

/* The verdict turns at the largest error of the law, which is at the shorter of these contexts. */
TEST(law_is_judged_where_it_is_farthest_off)
{
    static const struct grid laws = {
        .command = "aliasing",
        .encoding = "rope:base={base},dim=128",
        .axes = {{"qk", {"unit"}},
                 {"base", {"1e4"}},
                 {"context", {"64,8192"}},
                 {"pairs", {"1"}},
                 {"dtype", {"bf16"}}},
    };
    struct grid_walk walk;
    double most = 0.0;
    ck_assert_int_eq(grid_open(&laws, SCALE_SMOKE, &walk), STATUS_OK);
    for (struct grid_point p = grid_first(&walk); p.valid; grid_next(&p)) {
        const double *count;
        ck_assert_int_eq(alias_counts(&p, true, &count), STATUS_OK);
        most = fmax(most, fabs(count[ALIAS_PAIRS] / count[ALIAS_LAW] - 1.0));
    }
    grid_close(&walk);
    double at = most, over = most * (1.0 + 1e-12);
    struct judgement j = judged(&laws, alias_judge_law, &at);
    ck_assert(j.verdict == VERDICT_REFUTED || j.verdict == VERDICT_INCONCLUSIVE);
    check_le(fabs(j.value - most), 4.0 * UNIT_ROUNDING);
    j = judged(&laws, alias_judge_law, &over);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
}
