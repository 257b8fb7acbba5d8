/* Claims on aliasing: details are what their commands print, limits and efforts are what their
 * words say. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/aliasing/judges.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/claim_tools.h"
#include "tests/tools/cli_tools.h"

/* ---- What commands print ---- */

static double cell(const struct csv *csv, size_t row, const char *name)
{
    size_t column = csv_column(csv, name);
    ck_assert_msg(row < csv->row_count && column < csv->column_count, "%s", name);
    return strtod(csv_cell(csv, row, column), NULL);
}

/* Distances with an alias of those there are, in a row. */
static double share(const struct csv *csv, size_t row)
{
    return cell(csv, row, "positions_aliased") / cell(csv, row, "context_tok");
}

static void say_level(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "context %.0f: mean %.4g, the median's limits", cell(csv, 0, "context_tok"),
             share(csv, 0));
}

static void say_threshold(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "context %.0f: mean %.4g, the median's limits", cell(csv, 0, "context_tok"),
             cell(csv, 0, "token_threshold_positions") / cell(csv, 0, "context_tok"));
}

static void say_invariance(const struct csv *csv, char *out, size_t size)
{
    double m = cell(csv, 0, "context_tok");
    snprintf(out, size, "context %.0f: mean %.4g, the median's limits", m,
             (cell(csv, 0, "invariance_pairs") - 0.1 * cell(csv, 0, "alias_pairs")) /
                 (0.5 * m * (m - 1.0)));
}

static void say_shares(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "context %.0f, gives %.5g, and base 1e4, context %.0f, %.5g:",
             cell(csv, 0, "context_tok"), share(csv, 0), cell(csv, 1, "context_tok"),
             share(csv, 1));
}

/* A share of both contexts on as many draws as the longer one has. */
static void say_tokens(const struct csv *csv, char *out, size_t size)
{
    double of[2];
    for (size_t i = 0; i < 2; i++)
        of[i] = cell(csv, i, "token_alias_positions") / cell(csv, i, "context_tok");
    snprintf(out, size, "context %.0f, gives %.5g,", cell(csv, 0, "context_tok"), of[0]);
    ck_assert(of[1] > 0.0);
}

static void say_pairs(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "context %.0f, gives %.5g, and base 1e8, context %.0f, %.5g:",
             cell(csv, 0, "context_tok"), cell(csv, 0, "alias_pairs"), cell(csv, 1, "context_tok"),
             cell(csv, 1, "alias_pairs"));
}

static void say_lone(const struct csv *csv, char *out, size_t size)
{
    double lone[3];
    for (size_t i = 0; i < 3; i++)
        lone[i] = cell(csv, i, "context_tok") - cell(csv, i, "positions_aliased");
    snprintf(out, size, "at %.0f, %.0f and %.0f: %.1f, %.1f and %.1f:", cell(csv, 0, "context_tok"),
             cell(csv, 1, "context_tok"), cell(csv, 2, "context_tok"), lone[0], lone[1], lone[2]);
}

static void say_both(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "%.0f draws: TAPA", cell(csv, 0, "pairs"));
    ck_assert(cell(csv, 1, "token_alias_positions") != cell(csv, 0, "token_alias_positions"));
}

static void say_law(const struct csv *csv, char *out, size_t size)
{
    snprintf(out, size, "counts over law %.3f,",
             cell(csv, 0, "alias_pairs") / cell(csv, 0, "alias_pairs_law"));
}

static const struct {
    const char *id;
    void (*say)(const struct csv *csv, char *out, size_t size);
} commands[] = {
    {"DU-F2-UNIT", say_level},         {"DU-F2-FP32", say_level},
    {"DU-F4-NEAR", say_threshold},     {"DU-INV-PHASE", say_invariance},
    {"DU-T-F2-M-UNIT", say_shares},    {"DU-T-F4-M-ALIGNED", say_tokens},
    {"DU-T-F2-B-ALIGNED", say_pairs},  {"DU-F2-RATE", say_lone},
    {"TAPA-ALIASING-GAUSS", say_both}, {"LAW-ALIAS-UNIT", say_law},
    {"LAW-ALIAS-GAUSS", say_law},
};

TEST_EACH(detail_is_what_the_command_prints, TOOLS_COUNT(commands))
{
    if (tools_spared("detail_is_what_the_command_prints",
                     "the battery judges every claim in cli_claims"))
        return;
    const struct claim *claim = claim_named(&aliasing_claims, commands[_i].id);
    struct judgement j;
    struct csv csv;
    char said[256];
    claim_show(claim, &j, &csv);
    commands[_i].say(&csv, said, sizeof said);
    ck_assert_msg(strstr(j.detail.text, said), "\"%s\" is not in \"%s\"", said, j.detail.text);
    csv_free(&csv);
}

/* ---- Limits and efforts ---- */

/* Limits are the numbers that the allowances begin with; DU's 5 % is computed here from its own. */
TEST(limits_are_what_the_allowances_say)
{
    static const char *const nearly[] = {"DU-F2-GAUSS", "DU-F2-ALIGNED", "DU-F2-PHASE",
                                         "DU-F2-UNIT", "DU-F2-FP32"},
                             *const close[] = {"DU-F4-GAUSS", "DU-F4-ALIGNED", "DU-F4-PHASE",
                                               "DU-F4-NEAR"},
                             *const laws[] = {"LAW-ALIAS-UNIT", "LAW-ALIAS-GAUSS",
                                              "LAW-ALIAS-ALIGNED"};
    for (size_t i = 0; i < TOOLS_COUNT(nearly); i++) {
        const struct claim *c = claim_named(&aliasing_claims, nearly[i]);
        const struct alias_level *level = c->subject;
        ck_assert(level->above && level->limit == strtod(claim_allowance(c).text, NULL));
    }
    for (size_t i = 0; i < TOOLS_COUNT(close); i++) {
        const struct alias_level *level = claim_named(&aliasing_claims, close[i])->subject;
        ck_assert(!level->above);
        check_le(fabs(level->limit - sqrt(2.0 / M_PI) * 0x1p-7 * 8.0), 4.0 * UNIT_ROUNDING * 0.05);
    }
    for (size_t i = 0; i < TOOLS_COUNT(laws); i++) {
        const struct claim *c = claim_named(&aliasing_claims, laws[i]);
        ck_assert(*(const double *)c->subject == strtod(claim_allowance(c).text, NULL));
    }
}

/* Draws of a context score so many distances, but there are at least 32 and at most 1024 of them:
 * at every scale, of every claim with an axis of its own for them. */
static void check_effort(const struct claim *claim, enum scale scale)
{
    static const double levels[SCALE_COUNT] = {0x1p20, 0x1p22, 0x1p24},
                        trends[SCALE_COUNT] = {0x1p21, 0x1p23, 0x1p26};
    bool trend = claim->question->judge == alias_judge_trend;
    struct grid grid = claim_grid(claim);
    struct grid_walk walk;
    ck_assert_int_eq(grid_open(&grid, scale, &walk), STATUS_OK);
    for (struct grid_point p = grid_first(&walk); p.valid; grid_next(&p)) {
        double draws = (trend ? trends : levels)[scale] / grid_number(&p, "context"),
               wanted = strcmp(grid_word(&p, "qk"), "unit") == 0 ? 1.0
                                                                 : fmin(fmax(draws, 32.0), 1024.0);
        ck_assert_msg(grid_number(&p, "pairs") == wanted, "%s: %s draws, not %.0f", claim->id,
                      grid_word(&p, "pairs"), wanted);
    }
    grid_close(&walk);
}

TEST(draws_share_an_effort_by_scale)
{
    size_t count = 0;
    for (size_t i = 0; i < aliasing_claims.count; i++) {
        const struct claim *claim = &aliasing_claims.claims[i];
        if (claim->question->judge != alias_judge_trend &&
            claim->question->judge != alias_judge_level)
            continue;
        for (enum scale scale = 0; scale < SCALE_COUNT; scale++, count++)
            check_effort(claim, scale);
    }
    ck_assert_uint_gt(count, 0);
}
