/* What has a range is printed in it: shares, probabilities, correlations and ranks of matrices, of
 * draws in numbers whose inverses add up to more than 1, of curves that tie everywhere, and of
 * vectors that lie on one line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

enum { DIM = 16 };

static const struct {
    const char *name;
    double least, most;
} ranges[] = {
    {"p_inv", 0, 1},
    {"p_tie", 0, 1},
    {"p_exact", 0, 1},
    {"p_law", 0, 1},
    {"p_alias_pair", 0, 1},
    {"p_alias_bf16", 0, 1},
    {"p_value", 0, 1},
    {"p_holm", 0, 1},
    {"position_failure", 0, 1},
    {"position_tie", 0, 1},
    {"token_failure", 0, 1},
    {"token_tie", 0, 1},
    {"difference", -1, 1},
    {"position_difference", -1, 1},
    {"token_difference", -1, 1},
    {"ks_normal", 0, 1},
    {"ks_limit", 0, 1},
    {"ks_split", 0, 1},
    {"share_moved", 0, 1},
    {"shade", 0, 1},
    {"usage_share", 0, 1},
    {"usage_slow", 0, 1},
    {"amplitude_max", 2.0 / DIM, 1},
    {"semantic", 0, 1},
    {"assumption_p", 0, 1},
    {"positional_corr", 0, 1},
    {"first_share", 1.0 / DIM, 1},
    {"first_share_rotated", 1.0 / DIM, 1},
    {"stable_rank_k", 1, DIM},
    {"stable_rank_k_rotated", 1, DIM},
    {"dope_rank", 1, DIM},
};

/* Columns are a name alone or with one of these. */
static const char *const ends[] = {"", "_lo", "_hi", "_null", "_null_normal", "_versus"};

#define CURVES "--encoding=nope:dim=16;alibi:dim=16,slope=1e12;rope:base=1e4,dim=16"
#define BANKS  "--encoding=rope:base=1e4,dim=16;rope:base=1e8,dim=16,unit=turn"
#define LAWS   "--qk=gauss;aligned:rho=0.9"
#define LINES  "--qk=gauss:mu=1e8,sigma=1;gauss;aligned"

static const char *const commands[][CLI_WORDS] = {
    {"locality", CURVES, LAWS, "--context=64"},
    {"locality", "--encoding=rope:base=1e8,dim=64", "--qk=aligned:rho=1", "--context=4,64"},
    {"locality", "--encoding=rope:base=1e4,dim=128", "--qk=aligned:rho=1;aligned:rho=0.999",
     "--context=2,4"},
    {"locality", CURVES, LAWS, "--context=64", "--versus=alibi:dim=16,slope=1"},
    {"consistency", CURVES, LAWS, "--context=64"},
    {"consistency", CURVES, LAWS, "--distances=0,1,60"},
    {"tradeoff", CURVES, LAWS, "--context=64"},
    {"tradeoff", CURVES, LAWS, "--context=64", "--versus=alibi:dim=16,slope=1"},
    {"aliasing", CURVES, LAWS, "--context=2,64"},
    {"normality", BANKS, LAWS, "--context=2,64"},
    {"shift", BANKS, LAWS, "--context=2,64"},
    {"reportcard", CURVES, LAWS, "--context=66"},
    {"heads", BANKS, LINES, "--context=2", "--tokens=20"},
    {"heads", BANKS, LINES, "--context=64", "--tokens=20"},
    {"heads", BANKS, LINES, "--octaves", "--tokens=5"},
    {"moments", BANKS, LINES, "--test", "--tokens=40"},
};

/* Numbers of draws whose inverses add up to more than 1. */
static const char *const draws[] = {"--pairs=9", "--pairs=49"};

static bool draws_pairs(const char *const *words)
{
    bool octaves = false;
    for (size_t i = 0; words[i]; i++)
        octaves = octaves || strcmp(words[i], "--octaves") == 0;
    return !octaves && strcmp(words[0], "moments") != 0;
}

/* Which ranges were seen is counted. */
static void check_column(const struct csv *csv, size_t at, size_t range, const char *name,
                         const char *command, size_t *seen)
{
    for (size_t row = 0; row < csv->row_count; row++) {
        const char *cell = csv_cell(csv, row, at);
        if (!*cell)
            continue;
        double x = strtod(cell, NULL);
        ck_assert_msg(x >= ranges[range].least && x <= ranges[range].most, "%s, row %zu: %s is %s",
                      command, row, name, cell);
        seen[range]++;
    }
}

static void check_all(const struct csv *csv, const char *command, size_t *seen)
{
    for (size_t i = 0; i < TOOLS_COUNT(ranges); i++)
        for (size_t e = 0; e < TOOLS_COUNT(ends); e++) {
            char name[64];
            snprintf(name, sizeof name, "%s%s", ranges[i].name, ends[e]);
            size_t at = csv_column(csv, name);
            if (at < csv->column_count)
                check_column(csv, at, i, name, command, seen);
        }
}

/* The card has its shares in rows. */
static void check_card(const struct csv *csv)
{
    static const char *const shares[] = {"position_inversion", "token_inversion",
                                         "position_aliasing", "token_aliasing", "semantic"},
                             *const columns[] = {"value", "value_lo", "value_hi"};
    for (size_t row = 0; row < csv->row_count; row++)
        for (size_t i = 0; i < TOOLS_COUNT(shares); i++)
            for (size_t c = 0; c < TOOLS_COUNT(columns); c++) {
                const char *cell = csv_cell(csv, row, csv_column(csv, columns[c]));
                if (*cell &&
                    strcmp(csv_cell(csv, row, csv_column(csv, "criterion")), shares[i]) == 0)
                    ck_assert_msg(strtod(cell, NULL) >= 0.0 && strtod(cell, NULL) <= 1.0,
                                  "row %zu: %s of %s is %s", row, columns[c], shares[i], cell);
            }
}

TEST(what_has_a_range_is_printed_in_it)
{
    size_t seen[TOOLS_COUNT(ranges)] = {0};
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(commands); i++)
        for (size_t d = 0; d < (draws_pairs(commands[i]) ? TOOLS_COUNT(draws) : 1); d++) {
            const char *words[CLI_WORDS + 4] = {NULL};
            struct csv csv;
            struct message error;
            size_t count = 0;
            for (; commands[i][count]; count++)
                words[count] = commands[i][count];
            if (draws_pairs(commands[i]))
                words[count++] = draws[d];
            words[count++] = "-o";
            words[count] = "@/out.csv";
            struct cli_result r = cli_run(&f, &(struct cli_setting){NULL, 0}, words);
            cli_went_well(&r);
            cli_free(&r);
            bool read = csv_read(folder_file(&f, "out.csv"), &csv, &error);
            ck_assert_msg(read, "%s", error.text);
            check_all(&csv, words[0], seen);
            if (strcmp(words[0], "reportcard") == 0)
                check_card(&csv);
            csv_free(&csv);
        }
    for (size_t i = 0; i < TOOLS_COUNT(ranges); i++)
        ck_assert_msg(seen[i] > 0, "no %s was printed", ranges[i].name);
    folder_remove(&f);
}
