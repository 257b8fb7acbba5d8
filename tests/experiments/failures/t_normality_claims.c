/* Claims on a score's law: what they say is what their commands print, and where verdicts turn. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/normality/judges.h"
#include "tests/tools/claim_tools.h"
#include "tests/tools/cli_tools.h"

static double cell(const struct csv *csv, const char *name)
{
    size_t column = csv_column(csv, name);
    ck_assert_msg(csv->row_count == 1 && column < csv->column_count, "%s", name);
    return strtod(csv_cell(csv, 0, column), NULL);
}

static struct message split_said(const struct csv *csv)
{
    struct message said;
    message_set(&said,
                "M = %.0f, %.0f draw%s: the split's mean is off by %.3f standard deviations "
                "(median), its sd is %.3f of the true one, the Kolmogorov distance to its "
                "normal law %.3f, to the normal law with the curve's own mean and sd %.4f",
                cell(csv, "context_tok"), cell(csv, "pairs"), cell(csv, "pairs") > 1.0 ? "s" : "",
                cell(csv, "law_mean_error"), cell(csv, "law_sd_ratio"), cell(csv, "ks_split"),
                cell(csv, "ks_normal"));
    return said;
}

static struct message limit_said(const struct csv *csv)
{
    struct message said;
    message_set(&said,
                "M = %.0f: Kolmogorov distance to the limiting law %.2g, to the normal law "
                "%.2g, between",
                cell(csv, "context_tok"), cell(csv, "ks_limit"), cell(csv, "ks_normal"));
    return said;
}

static struct message bound_said(const struct csv *csv, const char *moment)
{
    struct message said;
    message_set(&said, "closest %.4f of the bound", cell(csv, moment));
    return said;
}

static struct message mean_said(const struct csv *csv) { return bound_said(csv, "follow_mean"); }

static struct message variance_said(const struct csv *csv) { return bound_said(csv, "follow_var"); }

static struct message whole_said(const struct csv *csv)
{
    struct message said;
    message_set(&said, "is %.0f of ", cell(csv, "follow_pairs"));
    return said;
}

/* One curve, whose distances the table prints as they are. */
static const struct grid one_curve = {
    .command = "normality",
    .encoding = "rope:base=1e3,dim={dim}",
    .axes = {{"dim", {"8"}}, {"qk", {"unit"}}, {"pairs", {"2"}}, {"context", {"65536"}}},
};
static const struct normality_limit any = {1.0, 0.5};
static const struct question limit = {.judge = normality_judge_limit};
static const struct claim alone = {.question = &limit, .grid = &one_curve, .subject = &any};

static const struct {
    const char *id; /* NULL: the claim alone */
    struct message (*said)(const struct csv *csv);
} commands[] = {
    {"DU-N-UNIT", split_said},       {"DU-N-MEAN-PHASE", split_said},
    {"DU-N-GAUSS", split_said},      {"DU-N-VARIANCE-ALIGNED", split_said},
    {"FOLLOW-P1-MEAN", mean_said},   {"FOLLOW-P1-VAR", variance_said},
    {"FOLLOW-P1-WHOLE", whole_said}, {NULL, limit_said},
};

TEST_EACH(detail_is_what_the_command_prints, TOOLS_COUNT(commands))
{
    if (tools_spared("detail_is_what_the_command_prints",
                     "the battery judges every claim in cli_claims"))
        return;
    const char *id = commands[_i].id;
    const struct claim *claim = id ? claim_named(&normality_claims, id) : &alone;
    struct judgement j;
    struct csv csv;
    struct message said;
    claim_show(claim, &j, &csv);
    said = commands[_i].said(&csv);
    ck_assert_msg(strstr(j.detail.text, said.text), "\"%s\" is not in \"%s\"", said.text,
                  j.detail.text);
    csv_free(&csv);
}

static struct judgement judged(const struct grid *grid, const struct question *question,
                               const void *subject)
{
    struct claim claim = {.question = question, .grid = grid, .subject = subject};
    struct judgement j;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    return j;
}

static const struct question split = {.judge = normality_judge_split},
                             bound = {.judge = normality_judge_bound},
                             whole = {.judge = normality_judge_whole},
                             vanish = {.judge = normality_judge_vanish};

/* A single curve has no margin: its verdict turns where the tolerance is what it is off by. */
TEST(split_is_refuted_up_to_what_it_is_off_by)
{
    static const struct grid grid = {
        .command = "normality",
        .encoding = "rope:base={base},dim=16",
        .axes = {{"qk", {"unit"}},
                 {"base", {"1e4,1e8"}},
                 {"context", {"256,1024"}},
                 {"pairs", {"9"}}},
    };
    for (enum normality_part part = PART_SHAPE; part <= PART_SPREAD; part++) {
        struct normality_split at = {part, 0.0};
        double farthest = judged(&grid, &split, &at).value;
        ck_assert(farthest > 0.01);
        at.tolerance = farthest * (1.0 - 1e-9);
        ck_assert_int_eq(judged(&grid, &split, &at).verdict, VERDICT_REFUTED);
        at.tolerance = farthest * (1.0 + 1e-9);
        ck_assert_int_eq(judged(&grid, &split, &at).verdict, VERDICT_VERIFIED);
    }
}

/* Of every part all three verdicts can come out: between the lower and the upper confidence limit
 * nothing is decided; beyond both, the upper one is the value. */
TEST(split_between_its_limits_is_undecided)
{
    static const struct grid grid = {
        .command = "normality",
        .encoding = "rope:base={base},dim=16",
        .axes = {{"qk", {"phase"}}, {"base", {"1e4"}}, {"context", {"256"}}, {"pairs", {"400"}}},
    };
    for (enum normality_part part = PART_SHAPE; part <= PART_SPREAD; part++) {
        struct normality_split at = {part, 0.0};
        double low = judged(&grid, &split, &at).value;
        at.tolerance = low + 1e-9;
        struct judgement j = judged(&grid, &split, &at);
        ck_assert(low > 0.0 && j.verdict == VERDICT_INCONCLUSIVE && j.value > 0.0 &&
                  j.clearance == -j.value);
        at.tolerance += j.value + 1e-9;
        j = judged(&grid, &split, &at);
        ck_assert(j.verdict == VERDICT_VERIFIED && j.value < 0.0 && j.value > -1e-8);
    }
}

TEST(nearest_and_farthest_curve_decide_at_the_share)
{
    struct normality_limit at = any;
    double least = judged(&one_curve, &vanish, &(double){1.0}).value,
           most = judged(&one_curve, &limit, &at).value;
    ck_assert_int_eq(judged(&one_curve, &vanish, &(double){least}).verdict, VERDICT_REFUTED);
    ck_assert_int_eq(judged(&one_curve, &vanish, &(double){least + 1e-9}).verdict,
                     VERDICT_VERIFIED);
    at.share = most;
    ck_assert_int_eq(judged(&one_curve, &limit, &at).verdict, VERDICT_REFUTED);
    at.share = most + 1e-9;
    struct judgement j = judged(&one_curve, &limit, &at);
    ck_assert(j.verdict == VERDICT_VERIFIED &&
              strstr(j.detail.text, "; at M = 32768 the distance"));
}

/* At 1024 tokens the band is empty, so that the longer context decides; a command names one that
 * the experiment holds. */
TEST(bound_is_shown_at_a_context_that_is_held)
{
    static const char *const contexts[][2] = {{"1024,16777216", " --context=16777216 "},
                                              {"1024,16777217", " --context=1024 "}};
    for (size_t i = 0; i < TOOLS_COUNT(contexts); i++) {
        const struct grid grid = {
            .command = "normality --qk=unit",
            .axes = {{"encoding", {"rope:base=1e4,dim=64"}},
                     {"context", {contexts[i][0]}},
                     {"eps", {"0.01"}}},
        };
        struct normality_bound at = {MOMENT_VARIANCE, 1.0};
        struct judgement j = judged(&grid, &bound, &at);
        ck_assert_msg(strstr(j.shown_by.text, contexts[i][1]), "%s", j.shown_by.text);
        ck_assert_msg(strstr(j.detail.text, "2 (schedule, M, eps): H empty at 1 of them"), "%s",
                      j.detail.text);
        at.limit = j.value;
        ck_assert_int_eq(judged(&grid, &bound, &at).verdict, VERDICT_REFUTED);
        at.limit = j.value * (1.0 + 1e-9);
        ck_assert_int_eq(judged(&grid, &bound, &at).verdict, VERDICT_VERIFIED);
    }
}

TEST(band_that_is_exactly_the_share_holds_it)
{
    static const struct grid grid = {
        .command = "normality --qk=unit --eps=0.4",
        .encoding = "model:{model}",
        .axes = {{"model", {"plain"}}, {".eps", {"0.4"}}},
    };
    double share = judged(&grid, &whole, &(double){1.0}).value;
    ck_assert(share > 0.0 && share < 1.0);
    ck_assert_int_eq(judged(&grid, &whole, &share).verdict, VERDICT_VERIFIED);
    ck_assert_int_eq(judged(&grid, &whole, &(double){share + 1e-9}).verdict, VERDICT_REFUTED);
}
