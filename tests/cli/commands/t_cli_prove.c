/* --prove of gap and lemmas: what its rows say, the same bytes on any number of threads, and what
 * it refuses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

/* One row: the words, and cells it must hold as "column=cell", empty for an empty cell. */
static const struct {
    const char *words[CLI_WORDS];
    const char *cells[8];
} shown[] = {
    {{"gap", "--prove", "--encoding=model:llama-3-8b,unit=turn", "--far-count=100000"},
     {"holds=1", "proved=1", "horizon_tok=", "witness_tok=", "open_tok=", "comparisons=200000",
      "near_hi_tok=3"}},
    {{"gap", "--encoding=model:llama-3-8b,unit=turn", "--far-count=100000"},
     {"holds=1", "proved=0", "gap_error=", "comparisons=", "by_balls="}},
    {{"gap", "--prove", "--encoding=rope:base=1e5,dim=32,unit=turn", "--qk=unit",
      "--far-count=100000"},
     {"holds=0", "proved=1", "horizon_tok=101152", "witness_tok=2", "comparisons=1152",
      "open_tok="}},
    /* a tie at 3 */
    {{"gap", "--prove", "--encoding=rope:base=16,dim=8,rotary=4,unit=turn", "--near=0:0",
      "--far=2:9"},
     {"holds=", "proved=0", "horizon_tok=", "open_tok=3", "by_balls=1"}},
    {{"gap", "--prove", "--encoding=rope:base=1e4"}, /* no near distance: nothing to prove */
     {"holds=", "proved=0", "gap_error=", "gap_min="}},
    {{"gap", "--prove", "--encoding=model:deepseek-v3", "--near=0:1", "--far=4000:5000",
      "--qk=gauss:mu=1e-3"},
     {"proved=1"}},
    {{"lemmas", "--prove", "--encoding=rope:base=1e300,dim=2", "--range=1:99"}, /* the second row */
     {"lemma=LC.1-S", "holds=0", "proved=1", "violated=0", "hypothesis=0", "distance_tok=1",
      "evaluated=1", "by_balls=1"}},
    {{"lemmas", "--prove", "--encoding=model:llama-3-8b,unit=turn"},
     {"lemma=LC.1-S", "holds=1", "proved=1", "hypothesis=1", "beyond=1", "to_tok=9007199254740992",
      "trivial_from_tok=28", "distance_tok="}},
    {{"lemmas", "--prove", "--encoding=model:llama-3-8b", "--range=7:7"},
     {"from_tok=7", "to_tok=7", "evaluated=1", "hypothesis=1"}},
    {{"lemmas", "--encoding=rope", "--distances=5"},
     {"lemma=LC.1-S", "proved=0", "holds=", "from_tok=", "distance_tok=5"}},
};

/* The words and one more. */
static struct cli_result run_with(const struct folder *f, const char *last,
                                  const char *const *words)
{
    const char *all[CLI_WORDS + 1] = {NULL};
    size_t count = 0;
    for (; words[count]; count++)
        all[count] = words[count];
    all[count] = last;
    return cli_run(f, &(struct cli_setting){NULL, 0}, all);
}

TEST_EACH(rows_say_what_is_proved, TOOLS_COUNT(shown))
{
    struct folder f;
    struct csv csv;
    struct message error;
    folder_make(&f);
    struct cli_result r = run_with(&f, "--output=@/out.csv", shown[_i].words);
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_msg(csv_read(folder_file(&f, "out.csv"), &csv, &error), "%s", error.text);
    size_t row = strcmp(shown[_i].words[0], "lemmas") == 0 ? 1 : 0;
    for (size_t i = 0; i < 8 && shown[_i].cells[i]; i++) {
        char name[32];
        const char *want = strchr(shown[_i].cells[i], '=') + 1;
        snprintf(name, sizeof name, "%.*s", (int)(want - 1 - shown[_i].cells[i]),
                 shown[_i].cells[i]);
        const char *cell = csv_cell(&csv, row, csv_column(&csv, name));
        ck_assert_msg(strcmp(cell, want) == 0, "%s is \"%s\", not \"%s\"", name, cell, want);
    }
    csv_free(&csv);
    folder_remove(&f);
}

TEST_EACH(threads_change_nothing, TOOLS_COUNT(shown))
{
    struct cli_result r[] = {run_with(NULL, "--threads=1", shown[_i].words),
                             run_with(NULL, "--threads=3", shown[_i].words)};
    cli_went_well(&r[0]);
    cli_went_well(&r[1]);
    ck_assert(r[0].out_size == r[1].out_size && memcmp(r[0].out, r[1].out, r[0].out_size) == 0);
    cli_free(&r[0]);
    cli_free(&r[1]);
}

static const struct cli_row refused[] = {
    {{"gap", "--prove", "--encoding=nope", "--near=1:2", "--far=3:4"},
     2,
     {"--prove", "\"nope\"", "expected one of rope, hope-fast,"}},
    {{"gap", "--prove", "--encoding=rope;alibi:slope=0.1", "--near=1:2", "--far=3:4"},
     2,
     {"--prove", "\"alibi:slope=0.1\""}},
    {{"gap", "--prove", "--encoding=tapa"}, 2, {"\"tapa\"", "rope"}},
    {{"gap", "--prove=1"}, 2, {"--prove", "takes no value"}},
    {{"gap", "--prov"}, 2, {"--prov", "did you mean \"--prove\"?"}},
    {{"gap", "--prove", "--qk=moments:mu0=1e-290,nu0=1"},
     2,
     {"\"moments:mu0=1e-290,nu0=1\"", "mu0", "1e-30"}},
    {{"gap", "--prove", "--qk=phase"}, 2, {"\"phase\"", "no near side"}},
    {{"gap", "--prove", "--near=1:100000000", "--far=3:4"}, 2, {"near range", "16777216"}},
    {{"lemmas", "--prove", "--distances=2:10"}, 2, {"--distances", "\"2:10\"", "--range"}},
    {{"lemmas", "--prove", "--distances=2,5"}, 2, {"--distances", "\"2,5\"", "--range"}},
    {{"lemmas", "--range=2:10"}, 2, {"--range", "\"2:10\"", "--prove"}},
    {{"lemmas", "--prove", "--range=9:3"}, 2, {"--range", "\"9:3\"", "descends"}},
    {{"lemmas", "--prove", "--range=0:5"}, 2, {"--range", "0 in \"0:5\" is out of range"}},
    {{"lemmas", "--prove", "--range=1,2,3"}, 2, {"--range", "\"1,2,3\"", "A:B"}},
    {{"lemmas", "--prove", "--range=1:1e16"}, 2, {"--range", "1e16 in \"1:1e16\" is out of range"}},
    {{"lemmas", "--prove", "--encoding=nope"}, 2, {"\"nope\"", "plain RoPE"}},
    {{"lemmas", "--prove", "--encoding=tapa"}, 2, {"\"tapa\"", "plain RoPE"}},
    {{"lemmas", "--prove", "--encoding=rope:base=1e300,dim=2"},
     2,
     {"\"rope:base=1e300,dim=2\"", "LC.1-S", "--range"}},
    {{"lemmas", "--prove", "--encoding=rope:base=1e300,dim=65536", "--range=7:1e9", "--threads=1"},
     2,
     {"hours", "--yes"}},
};

TEST_EACH(bad_input_is_refused, TOOLS_COUNT(refused))
{
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &refused[_i]);
    ck_assert_uint_eq(folder_remove(&f), 0);
}
