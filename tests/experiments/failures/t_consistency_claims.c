/* The words of the claims on token inversions: the command of each prints the numbers that its
 * detail names, and its limit is the one that its allowance states. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/consistency/judges.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

/* The table that a claim's command prints. */
struct shown {
    struct judgement judged;
    struct folder folder;
    struct csv csv;
};

static void show(const struct claim *claim, struct shown *s)
{
    struct message error, line;
    ck_assert_msg(claim_judge(claim, SCALE_SMOKE, &s->judged) == STATUS_OK, "%s", claim->id);
    folder_make(&s->folder);
    message_set(&line, "%s --quiet -o %s", s->judged.shown_by.text + strlen("build/posbias "),
                folder_file(&s->folder, "shown.csv"));
    struct cli_result r = cli_shell(line.text);
    ck_assert_msg(r.status == 0, "%s: %s", line.text, r.err);
    cli_free(&r);
    ck_assert_msg(csv_read(folder_file(&s->folder, "shown.csv"), &s->csv, &error), "%s",
                  error.text);
}

static void hide(struct shown *s)
{
    csv_free(&s->csv);
    folder_remove(&s->folder);
}

static double number(const struct shown *s, size_t row, const char *column)
{
    const char *cell = csv_cell(&s->csv, row, csv_column(&s->csv, column));
    return cell[0] ? strtod(cell, NULL) : NAN;
}

/* The row of the n-th average over a context. */
static size_t context_row(const struct shown *s, size_t n)
{
    size_t row = 0;
    while (row < s->csv.row_count && (isnan(number(s, row, "context_tok")) || n-- > 0))
        row++;
    ck_assert_uint_lt(row, s->csv.row_count);
    return row;
}

static void says(const struct claim *claim, const struct shown *s, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void says(const struct claim *claim, const struct shown *s, const char *format, ...)
{
    char text[256];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    ck_assert_msg(strstr(s->judged.detail.text, text), "claim %s: \"%s\" is not in \"%s\"",
                  claim->id, text, s->judged.detail.text);
}

static void check_half(const struct claim *claim, const struct shown *s)
{
    double near, lo, hi;
    for (size_t i = 0; i < 2; i++) {
        size_t row = context_row(s, i);
        says(claim, s, "%.4f (", number(s, row, "p_inv"));
        says(claim, s, " at M = %.0f", number(s, row, "context_tok"));
        /* b/64, then b as the statement says, or 4 b */
        double last = strstr(claim_statement(claim).text, "reaches b.") ? 1e4 : 4e4;
        ck_assert(number(s, row, "context_tok") == (i == 0 ? floor(1e4 / 64.0) : last));
    }
    ck_assert_int_eq(
        sscanf(s->judged.detail.text, "average over r < M: %lf (%lf to %lf)", &near, &lo, &hi), 3);
    /* a tenth of what is left to 1/2, printed with four decimals */
    check_le(fabs(s->judged.limit - (0.5 - hi) / 10.0), 0.51e-5);
}

/* Two rows differ in their context or in their base. */
static void check_trend(const struct claim *claim, const struct shown *s)
{
    double step = number(s, context_row(s, 1), "p_inv") - number(s, context_row(s, 0), "p_inv");
    bool falls = strstr(claim->id, "-B-") != NULL;
    says(claim, s, "the least %s, from", falls ? "fall" : "rise");
    says(claim, s, "is %.4f (", falls ? -step : step);
    says(claim, s, ", %.0f draws", number(s, 0, "pairs"));
    /* the last that is part of the id: those beyond the base are M or B as well */
    static const char *const ends[][3] = {{"-M-", "(1e4, 64)", "(1e4, 4096); the"},
                                          {"-B-", "(1e4, 4096)", "(1e8, 4096); the"},
                                          {"-M-BEYOND", "(1e4, 40000)", "(1e4, 80000); the"},
                                          {"-B-BEYOND", "(1e3, 8192)", "(3e3, 8192); the"}};
    size_t end = TOOLS_COUNT(ends) - 1;
    while (end > 0 && !strstr(claim->id, ends[end][0]))
        end--;
    says(claim, s, "at (b, M) = %s to", ends[end][1]);
    says(claim, s, "%s", ends[end][2]);
    ck_assert(s->judged.limit == 0.0);
}

/* The subject reaches as far as the domain says. */
static void check_reach(const struct claim *claim)
{
    const struct consistency_reach *reach = claim->subject;
    ck_assert(reach->bases == 10.0 &&
              strstr(claim_domain(claim).text, "distances up to 10 b") != NULL);
}

static void check_distance(const struct claim *claim, const struct shown *s)
{
    says(claim, s, "at r = %.0f,", number(s, 0, "distance_tok"));
    says(claim, s, "is %.4f:", number(s, 0, "p_exact"));
    ck_assert(s->judged.limit == 0.5);
    check_reach(claim);
}

/* At dim 128. */
static void check_law(const struct claim *claim, const struct shown *s)
{
    double law = number(s, 0, "p_law"), exact = number(s, 0, "p_exact");
    bool arccos = strcmp(claim->id, "LAW-ARCCOS") == 0;
    says(claim, s, "r = %.0f: law %.6f, exact %.6f", number(s, 0, "distance_tok"), law, exact);
    ck_assert(s->judged.limit == (arccos ? 0.25 : 0.04) / 64.0);
    check_reach(claim);
    ck_assert(s->judged.value == fabs(law - exact) + number(s, 0, "p_exact_err"));
}

static void check_average(const struct claim *claim, const struct shown *s)
{
    size_t row = context_row(s, 0);
    bool corrected = strstr(claim->id, "CORRECTED") != NULL;
    says(claim, s, "M = %.0f: the law", number(s, row, "context_tok"));
    says(claim, s, "the average over r < M is %.4f", number(s, row, "p_law"));
    ck_assert(s->judged.limit == (corrected ? 0.025 : 0.05));
    const struct consistency_average *average = claim->subject;
    ck_assert(!corrected || (average->longest == 0.5 &&
                             strstr(claim_domain(claim).text, "contexts up to b/2") != NULL));
}

static void check_kept(const struct claim *claim, const struct shown *s)
{
    size_t last = s->csv.row_count - 1;
    says(claim, s, "; %.4f flip at r = 1 and", number(s, 0, "p_inv"));
    says(claim, s, "and %.4f at r = %.0f", number(s, last, "p_inv"),
         number(s, last, "distance_tok"));
    for (size_t row = 0; row <= last && s->csv.row_count == 3; row++)
        says(claim, s, "%.4f", number(s, row, "p_inv"));
    says(claim, s, "of %.0f draws", number(s, 0, "pairs"));
    ck_assert(s->judged.limit == 0.25 && number(s, last, "distance_tok") == 131072.0);
}

static const struct {
    enum status (*judge)(const void *subject, const struct grid_walk *grid, struct judgement *out);
    void (*check)(const struct claim *claim, const struct shown *s);
} kinds[] = {
    {consistency_judge_half, check_half},         {consistency_judge_trend, check_trend},
    {consistency_judge_distance, check_distance}, {consistency_judge_law, check_law},
    {consistency_judge_average, check_average},   {consistency_judge_kept, check_kept},
};

/* Every claim, judged as expected; its numbers are those its command prints. Under a sanitizer the
 * last of each kind. */
TEST(command_prints_what_the_detail_says)
{
    if (tools_spared("command_prints_what_the_detail_says",
                     "the battery judges every claim in cli_claims"))
        return;
    size_t checked = 0, passed = 0;
    for (size_t c = 0; c < consistency_claims.count; c++) {
        const struct claim *claim = &consistency_claims.claims[c];
        struct shown s;
        if (TOOLS_SANITIZED && c + 1 < consistency_claims.count &&
            claim->question->judge == claim[1].question->judge) {
            passed++;
            continue;
        }
        show(claim, &s);
        ck_assert_msg(s.judged.verdict == claim->expected, "claim %s", claim->id);
        for (size_t k = 0; k < TOOLS_COUNT(kinds); k++)
            if (kinds[k].judge == claim->question->judge) {
                kinds[k].check(claim, &s);
                checked++;
            }
        hide(&s);
    }
    ck_assert_uint_eq(checked + passed, consistency_claims.count);
}

/* A question on a grid of the test's own. */
static struct judgement judge(const struct question *question, const struct grid *grid,
                              const void *subject)
{
    struct claim claim = {.id = "TEST", .question = question, .grid = grid, .subject = subject};
    struct judgement out;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &out), STATUS_OK);
    return out;
}

/* Distances up to so many bases, that one included, and no farther: P at them grows with r. */
TEST(distances_end_at_the_bases_asked_for)
{
    static const struct question question = {.judge = consistency_judge_distance};
    static const struct grid grid = {.command = "consistency",
                                     .encoding = "rope:base={base},dim=16",
                                     .axes = {{"base", {"16"}},
                                              {"qk", {"gauss"}},
                                              {"reference", {"independent"}},
                                              {"distances", {"1,2,4,8"}}}};
    static const struct {
        double bases;
        const char *says;
    } rows[] = {{0.125, "at r = 2,"}, {0.2499, "at r = 2,"}, {0.25, "at r = 4,"}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct consistency_reach subject = {0.9, rows[i].bases};
        struct judgement out = judge(&question, &grid, &subject);
        ck_assert_msg(strstr(out.detail.text, rows[i].says), "%s", out.detail.text);
        ck_assert(out.verdict == VERDICT_VERIFIED);
    }
}

/* Few draws leave a sign and a limit open. */
TEST(few_draws_decide_nothing)
{
    static const struct question trend = {.judge = consistency_judge_trend},
                                 kept = {.judge = consistency_judge_kept};
    static const struct grid contexts = {.command = "consistency --distances=1",
                                         .encoding = "rope:base={base},dim=16",
                                         .axes = {{"base", {"1e4"}},
                                                  {"qk", {"gauss"}},
                                                  {"reference", {"independent"}},
                                                  {"context", {"64,65"}},
                                                  {"pairs", {"16"}}}},
                             distances = {.command = "consistency",
                                          .encoding = "rope:base=1e4,dim=16",
                                          .axes = {{"qk", {"gauss"}},
                                                   {"reference", {"independent"}},
                                                   {"pairs", {"16"}},
                                                   {"distances", {"1,8"}}}};
    static const struct consistency_trend along[] = {{"context", false}, {"context", true}};
    static const double limit = 0.5;
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(judge(&trend, &contexts, &along[i]).verdict, VERDICT_INCONCLUSIVE);
    struct judgement out = judge(&kept, &distances, &limit);
    ck_assert_int_eq(out.verdict, VERDICT_INCONCLUSIVE);
    ck_assert_msg(strstr(out.detail.text, "perhaps over it at r = "), "%s", out.detail.text);
}
