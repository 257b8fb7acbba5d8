/* The command in a result's header makes the same result, whatever options stand in for others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define SMOKE "--scale=smoke"

static const char *const rows[][7] = {
    {"consistency", SMOKE, "--encoding=nope:dim=8", "--context=8", "--pairs=16"},
    {"consistency", SMOKE, "--encoding=nope:dim=8", "--context=8", "--distances=3", "--pairs=16"},
    {"instability", SMOKE, "--encoding=rope:dim=8", "--method=scan", "--target=0.5", "--scan=9"},
    {"instability", SMOKE, "--encoding=rope:dim=8,base=100", "--method=lattice", "--grid=2"},
    {"instability", SMOKE, "--encoding=rope:dim=8,base=100", "--method=lattice", "--target=0.5"},
    {"gap", SMOKE, "--near=1:2", "--far=5:10"},
    {"gap", SMOKE, "--encoding=rope:dim=8", "--near=1:2", "--far-count=10"},
    {"bias", SMOKE, "--encoding=tapa:dim=8,alpha=0.1,0.2", "--qk=gauss:mu=0,1", "--pairs=8",
     "--distances=1k"},
    {"aliasing", SMOKE, "--encoding=model:LLAMA-3-8B,scaling=none", "--dtype=bfloat16,half",
     "--context=16", "--pairs=2"},
};

TEST_EACH(the_command_of_a_header_makes_the_same, TOOLS_COUNT(rows))
{
    const char *const *w = rows[_i];
    struct cli_result r = CLI(NULL, w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
    cli_went_well(&r);
    static const char mark[] = "\n# command build/posbias ";
    char *command = strstr(r.out, mark);
    ck_assert_ptr_nonnull(command);
    command = strdup(command + sizeof mark - 1);
    command[strcspn(command, "\n")] = '\0';
    struct cli_result again = cli_shell(command);
    cli_went_well(&again);
    ck_assert_str_eq(again.out, r.out);
    free(command);
    cli_free(&r);
    cli_free(&again);
}

static size_t rows_of(const char *out)
{
    size_t count = 0;
    for (const char *at = out; *at; at += strcspn(at, "\n"), at += *at == '\n')
        count += *at != '#';
    return count - 1; /* the names of the columns */
}

/* --context alone is a row for each context; --distances besides adds its rows. */
TEST(consistency_computes_what_is_asked_for)
{
    struct cli_result alone = CLI(NULL, "consistency", SMOKE, "--encoding=nope:dim=8",
                                  "--context=8,16", "--pairs=16"),
                      both = CLI(NULL, "consistency", SMOKE, "--encoding=nope:dim=8",
                                 "--context=8,16", "--distances=1,2,3", "--pairs=16");
    cli_went_well(&alone);
    cli_went_well(&both);
    ck_assert_uint_eq(rows_of(alone.out), 2);
    ck_assert_uint_eq(rows_of(both.out), 5);
    cli_free(&alone);
    cli_free(&both);
}
