/* Claims on expected scores and drawn curves: their numbers from the definition, and that they turn
 * where they are false. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/bias/judges.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

/* A claim's question on another grid, with another subject. */
static struct judgement judged(const char *id, const struct grid *grid, const void *subject)
{
    struct judgement j;
    struct claim claim = *claim_named(&bias_claims, id);
    claim.grid = grid;
    claim.subject = subject;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    return j;
}

/* The command that shows a claim ends with these distances. */
static void shown_at(const struct judgement *j, size_t count, const int *distance)
{
    struct message end = {""};
    message_set(&end, " --distances=");
    for (size_t i = 0; i < count; i++)
        message_add(&end, i ? ",%d" : "%d", distance[i]);
    const char *at = strstr(j->shown_by.text, end.text);
    ck_assert_msg(at && strcmp(at, end.text) == 0, "%s, not%s", j->shown_by.text, end.text);
}

/* sum_n cos(r 100^(-n/4)) over 4 pairs, of 4 at distance 0. */
static long double aligned(int r)
{
    long double sum = 0.0L;
    for (int n = 0; n < 4; n++)
        sum += cosl((long double)r * powl(100.0L, -(long double)n / 4.0L));
    return sum / 4.0L;
}

static const double zero = 0.0, low = -1.0;

TEST(first_negative_and_least_are_those_of_the_definition)
{
    static const struct grid grid = {.command = "bias",
                                     .encoding = "rope:base=100,dim=8",
                                     .axes = {{"qk", {"unit"}}, {".context", {"500"}}}};
    int first = 0, lowest = 0;
    char text[64];
    while (aligned(first) >= 0.0L)
        first++;
    for (int r = 0; r < 500; r++)
        lowest = aligned(r) < aligned(lowest) ? r : lowest;
    struct judgement j = judged("HOPEFAST-NODECAY", &grid, &zero);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
    check_le(fabs(j.value - (double)aligned(lowest)), 1e-14);
    snprintf(text, sizeof text, "limit at r = %d,", first);
    ck_assert_msg(strstr(j.detail.text, text), "%s", j.detail.text);
    snprintf(text, sizeof text, "least at r = %d", lowest);
    ck_assert_msg(strstr(j.detail.text, text), "%s", j.detail.text);
    shown_at(&j, 3, (int[]){0, first, lowest});
    ck_assert_int_eq(judged("HOPEFAST-NODECAY", &grid, &low).verdict, VERDICT_VERIFIED);
    struct bias_published published = {1.02 * first, 0.05}, wrong = {1.06 * first, 0.05};
    j = judged("MRROPE-WINDOW", &grid, &published);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    shown_at(&j, 2, (int[]){first - 1, first});
    ck_assert_int_eq(judged("MRROPE-WINDOW", &grid, &wrong).verdict, VERDICT_REFUTED);
}

/* A mean is under the floor where it is by more than rounding, 1e-12 of the largest. */
TEST(rounding_is_no_fall_under_the_floor)
{
    static const struct grid grid = {.command = "bias",
                                     .encoding = "rope:base=100,dim=8",
                                     .axes = {{"qk", {"unit"}}, {".context", {"500"}}}};
    const double least = judged("HOPEFAST-NODECAY", &grid, &zero).value, equal = least + 1e-14,
                 over = least + 1e-10;
    struct judgement j = judged("HOPEFAST-NODECAY", &grid, &equal);
    ck_assert_int_eq(j.verdict, VERDICT_INCONCLUSIVE);
    ck_assert_msg(strncmp(j.detail.text, "least at", 8) == 0, "%s", j.detail.text);
    j = judged("HOPEFAST-NODECAY", &grid, &over);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
    ck_assert_msg(strncmp(j.detail.text, "first under", 11) == 0, "%s", j.detail.text);
}

/* Each question's value at two points is that of the worse, whichever comes first, and the command
 * shows that one. */
TEST(a_grid_is_judged_by_its_worst_point)
{
    static const struct {
        const char *id, *worst, *other, *model;
    } rows[] = {
        {"HOPEFAST-NODECAY", "rope:base=1e4,dim=8", "rope:base=1e6,dim=8", "unit"},
        {"HOPEFAST-LATER", "rope:base=50,dim=8", "rope:base=1e4,dim=8", "unit"},
        {"POPE-NOBIAS", "alibi:dim=8,slope=4", "alibi:dim=8,slope=0.25", "gauss:mu=0,sigma=1"},
        {"ENCODING-MEANS", "rope:base=100,dim=8", "nope:dim=8", "gauss:mu=0,sigma=1"},
        {"POPE-DECOUPLE", "rope:base=100,dim=8", "alibi:dim=8,slope=0.25", "gauss:mu=0,sigma=1"},
        {"HOPEHYP-BOUND", "xpos:dim=2,base=100,scale=8", "xpos:dim=2,base=100,scale=2",
         "aligned:rho=0.5"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        const char *worst = rows[i].worst, *other = rows[i].other,
                   *orders[][2] = {{worst, other}, {other, worst}};
        double alone[2];
        for (size_t k = 0; k < 4; k++) {
            char encodings[128];
            snprintf(encodings, sizeof encodings, k < 2 ? "%s" : "%s;%s", orders[k % 2][0],
                     orders[k % 2][1]);
            struct grid grid = {.command = "scores",
                                .axes = {{"encoding", {encodings}},
                                         {"qk", {rows[i].model}},
                                         {".against", {"rope:base=100,dim=8"}},
                                         {".rate", {"0.5"}},
                                         {".context", {"64"}},
                                         {"pairs", {"16"}},
                                         {"distances", {"3"}}}};
            struct judgement j = judged(rows[i].id, &grid, &zero);
            if (k < 2)
                alone[k] = j.value;
            else
                ck_assert_msg(j.value == alone[0] && alone[0] != alone[1] &&
                                  strstr(j.shown_by.text, worst) && !strstr(j.shown_by.text, other),
                              "%s: %g of %g and %g, %s", rows[i].id, j.value, alone[0], alone[1],
                              j.shown_by.text);
        }
    }
}

/* A base's first negative distance is later than a smaller one's, and not than its own. */
TEST(later_compares_first_negative_distances)
{
    static const struct grid later = {.command = "bias",
                                      .encoding = "rope:base=1e4,dim=8",
                                      .axes = {{"qk", {"unit"}},
                                               {".against", {"rope:base=100,dim=8"}},
                                               {".context", {"5000"}}}},
                             same = {.command = "bias",
                                     .encoding = "rope:base=100,dim=8",
                                     .axes = {{"qk", {"unit"}},
                                              {".against", {"rope:base=100,dim=8"}},
                                              {".context", {"5000"}}}},
                             neither = {.command = "bias",
                                        .encoding = "nope:dim=8",
                                        .axes = {{"qk", {"unit"}},
                                                 {".against", {"nope:dim=8"}},
                                                 {".context", {"5000"}}}},
                             never = {.command = "bias",
                                      .encoding = "nope:dim=8",
                                      .axes = {{"qk", {"unit"}},
                                               {".against", {"rope:base=100,dim=8"}},
                                               {".context", {"5000"}}}};
    struct judgement j = judged("HOPEFAST-LATER", &later, NULL);
    ck_assert(j.verdict == VERDICT_VERIFIED && j.value > 1.0);
    ck_assert_msg(strstr(j.shown_by.text, "='rope:base=1e4,dim=8;rope:base=100,dim=8'"), "%s",
                  j.shown_by.text);
    j = judged("HOPEFAST-LATER", &same, NULL);
    ck_assert(j.verdict == VERDICT_REFUTED && j.value == 1.0);
    j = judged("HOPEFAST-LATER", &never, NULL);
    ck_assert_msg(strstr(j.detail.text, "r = 5000 or beyond against"), "%s", j.detail.text);
    ck_assert_int_eq(judged("HOPEFAST-LATER", &neither, NULL).verdict, VERDICT_INCONCLUSIVE);
}

/* ALiBi's expected score falls by slope r: from 0 to 63 tokens 0.25 63, a score of deviation
 * sqrt(8)/sqrt(8). */
TEST(flat_measures_the_change_in_deviations)
{
    static const struct grid grid = {
        .command = "bias",
        .encoding = "alibi:dim=8,slope=0.25",
        .axes = {{"qk", {"gauss:mu=0,sigma=1"}}, {".context", {"64"}}}};
    struct judgement j = judged("POPE-NOBIAS", &grid, NULL);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
    check_le(fabs(j.value - 0.25 * 63.0), 1e-12);
    shown_at(&j, 2, (int[]){0, 63});
}

/* The curve of equal vectors is largest at 0, those of any two are not; where distance lowers every
 * score they are. */
TEST(peaks_are_those_of_the_curves)
{
    static const struct grid
        falls = {.command = "scores",
                 .encoding = "alibi:dim=8,slope=0.25",
                 .axes = {{"qk", {"gauss:mu=0,sigma=1"}}, {".context", {"40"}}, {"pairs", {"64"}}}},
        equal = {.command = "scores",
                 .encoding = "rope:base=100,dim=8",
                 .axes = {{"qk", {"unit"}}, {".context", {"40"}}, {"pairs", {"2"}}}},
        rises = {.command = "scores", /* by a ten-billionth after distance 0 */
                 .encoding = "t5:dim=8,buckets=2,most=2,values=0/1e-10",
                 .axes = {{"qk", {"unit"}}, {".context", {"40"}}, {"pairs", {"2"}}}},
        turns = {.command = "scores",
                 .encoding = "rope:base=100,dim=8",
                 .axes = {{"qk", {"gauss:mu=0,sigma=1"}}, {".context", {"40"}}, {"pairs", {"64"}}}};
    ck_assert_int_eq(judged("POPE-DECOUPLE", &falls, NULL).verdict, VERDICT_VERIFIED);
    ck_assert_int_eq(judged("POPE-DECOUPLE", &equal, NULL).verdict, VERDICT_VERIFIED);
    ck_assert_int_eq(judged("POPE-DECOUPLE", &rises, NULL).verdict, VERDICT_REFUTED);
    struct judgement j = judged("POPE-DECOUPLE", &turns, NULL);
    ck_assert(j.verdict == VERDICT_REFUTED && j.value < 0.5);
}

/* xPos with a decay of one pair: |S| is under the bound at its own rate, -ln(0.4/1.4)/8 a token,
 * and over it at a twentieth more; where key and query are one vector they meet at 0. */
TEST(bound_turns_with_its_rate)
{
    static const struct grid kept = {.command = "scores",
                                     .encoding = "xpos:dim=2,base=100,scale=8",
                                     .axes = {{"qk", {"aligned:rho=1"}},
                                              {".rate", {"0.1565"}},
                                              {".context", {"40"}},
                                              {"pairs", {"64"}}}},
                             broken = {.command = "scores",
                                       .encoding = "xpos:dim=2,base=100,scale=8",
                                       .axes = {{"qk", {"aligned:rho=1"}},
                                                {".rate", {"0.1645"}},
                                                {".context", {"40"}},
                                                {"pairs", {"64"}}}};
    struct judgement j = judged("HOPEHYP-BOUND", &kept, NULL);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    check_le(fabs(j.value - 1.0), 1e-12);
    ck_assert_int_eq(judged("HOPEHYP-BOUND", &broken, NULL).verdict, VERDICT_REFUTED);
}

/* Scores that do not fall, over a bound that falls by less than their rounding: nobody can tell;
 * over one that falls by more, anybody. Of 2^17 coordinates the bound on a score's rounding is
 * 1.4e-11 of |q|^2 at least. */
TEST(bound_grants_rounding)
{
    static const struct grid within = {.command = "scores",
                                       .encoding = "nope:dim=131072",
                                       .axes = {{"qk", {"aligned:rho=1"}},
                                                {".rate", {"2e-12"}},
                                                {".context", {"5"}},
                                                {"pairs", {"4"}}}},
                             beyond = {.command = "scores",
                                       .encoding = "nope:dim=131072",
                                       .axes = {{"qk", {"aligned:rho=1"}},
                                                {".rate", {"2e-11"}},
                                                {".context", {"5"}},
                                                {"pairs", {"4"}}}};
    ck_assert_int_eq(judged("HOPEHYP-BOUND", &within, NULL).verdict, VERDICT_VERIFIED);
    ck_assert_int_eq(judged("HOPEHYP-BOUND", &beyond, NULL).verdict, VERDICT_REFUTED);
}

/* A law held against draws of its own is within its errors; the value is the largest of them. */
TEST(law_is_held_against_draws)
{
    static const struct grid grid = {
        .command = "bias",
        .encoding = "rope:base=100,dim=8",
        .axes = {{"qk", {"gauss:mu=0.5,sigma=1"}}, {"pairs", {"4096"}}, {"distances", {"0,3,50"}}}};
    struct judgement j = judged("ENCODING-MEANS", &grid, NULL);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    check_le(j.value, 5.0);
    check_le(0.01, j.value);
}
