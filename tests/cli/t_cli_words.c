/* Commands, options, whole numbers and lists, as every command and experiment refuses them. */
#include "tests/tools/cli_tools.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SUITE_SECONDS(2 * CLI_PATIENCE);

#define ON "bias", "--scale=smoke"

static const struct cli_row rows[] = {
    {{"--hlep"}, 2, {"\"--hlep\"", "did you mean \"--help\"?"}},
    {{"--verison"}, 2, {"\"--verison\"", "did you mean \"--version\"?"}},
    /* commands and their words */
    {{NULL}, 2, {"no command", "claims"}},
    {{""}, 2, {"\"\"", "bias"}},
    {{"biass"}, 2, {"\"biass\"", "did you mean \"bias\"?"}},
    {{"instabilty"}, 2, {"\"instabilty\"", "did you mean \"instability\"?"}},
    {{"lst"}, 2, {"\"lst\"", "did you mean \"list\"?"}},
    {{"claim"}, 2, {"\"claim\"", "did you mean \"claims\"?"}},
    {{"--verson"}, 2, {"\"--verson\""}},
    {{"a\nb\tc"}, 2, {"\"a\\x0ab\\x09c\""}},
    {{"help", "gapp"}, 2, {"\"gapp\"", "did you mean \"gap\"?"}},
    {{"help", "encoding"}, 2, {"\"encoding\"", "did you mean \"encodings\"?"}},
    {{"list", "--jsn"}, 2, {"\"--jsn\"", "did you mean \"--json\"?"}},
    {{"list", "--json=1"}, 2, {"--json", "takes no value"}},
    {{"version", "--json"}, 2, {"\"--json\"", "expected one of --help"}},
    {{"version", "--help=1"}, 2, {"--help", "takes no value"}},
    {{"version", "---help"}, 2, {"\"---help\"", "unknown option"}},
    {{"help", "--format=csv"}, 2, {"--format", "\"csv\"", "text, man, bash, zsh"}},
    {{"help", "gap", "--format=bash"}, 2, {"--format=bash", "\"gap\""}},
    {{"plan", "--scale=smok"}, 2, {"\"smok\"", "did you mean \"smoke\"?"}},
    {{"plot"}, 2, {"missing", "all"}},
    {{"plot", "gapp"}, 2, {"\"gapp\"", "did you mean \"gap\"?"}},
    {{"plot", "bias", "--out="}, 2, {"--out", "empty"}},
    {{"plot", "bias", "--out=@"}, 3, {"\"@/bias.csv\"", "No such file"}},
    {{"report", "--out=@/missing"}, 2, {"\"@/missing\"", "not a folder"}},
    {{"report", "--out=@"}, 3, {"\"@/claims.csv\"", "No such file"}},
    {{"claims", "CONTROL-FLASE"}, 2, {"\"CONTROL-FLASE\"", "did you mean \"CONTROL-FALSE\"?"}},
    {{"claims", "=CONTROL-FLASE"}, 2, {"did you mean \"=CONTROL-FALSE\"?"}},
    {{"claims", "TAPA-T2.4"}, 2, {"\"TAPA-T2.4\"", "did you mean \"TAPA-T2."}},
    {{"claims", ""}, 2, {"\"\"", "posbias claims"}},
    {{"claims", "--format=tpa"}, 2, {"\"tpa\"", "did you mean \"tap\"?"}},
    {{"claims", "--scale", "stndard"}, 2, {"\"stndard\"", "did you mean \"standard\"?"}},
    {{"claims", "--threads=0"}, 2, {"\"0\"", "from 1 to 1024"}},
    {{"claims", "--seed=1"}, 2, {"\"--seed\""}},
    /* options of an experiment */
    {{ON, "--sed=5"}, 2, {"\"--sed\"", "did you mean \"--seed\"?"}},
    /* no abbreviations */
    {{ON, "--distance=5"}, 2, {"\"--distance\"", "did you mean \"--distances\"?"}},
    {{ON, "--enc=rope"}, 2, {"\"--enc\""}},
    /* another experiment's */
    {{ON, "--near=1:2"}, 2, {"\"--near\"", "--near is an option of gap, diffhist"}},
    {{ON, "--context=5"}, 2, {"\"--context\"", "--context is an option of locality, consistency"}},
    {{ON, "--contexts=5"}, 2, {"\"--contexts\"", "--context is an option of locality"}},
    {{"claims", "--methd=scan"}, 2, {"\"--methd\"", "--method is an option of instability"}},
    {{ON, "--formats=csv"}, 2, {"\"--formats\"", "did you mean \"--format\"?"}},
    {{ON, "--zork=5"}, 2, {"\"--zork\"", "--help\n"}},
    {{ON, "-x"}, 2, {"\"-x\""}},
    {{ON, "-seed=5"}, 2, {"\"-seed\"", "did you mean \"--seed\"?"}},
    {{ON, "rope"}, 2, {"\"rope\"", "start with --"}},
    {{ON, "--", "--seed=5"}, 2, {"\"--seed=5\""}},
    {{ON, "--seed"}, 2, {"--seed", "missing"}},
    {{ON, "-o"}, 2, {"-o", "missing"}},
    {{ON, "--output="}, 2, {"--output", "empty"}},
    {{ON, "-o", ""}, 2, {"--output", "empty"}},
    {{ON, "-o=@/a.csv"}, 2, {"\"-o=@/a.csv\"", "--output=FILE"}}, /* not a file "=@/a.csv" */
    {{ON, "-o="}, 2, {"\"-o=\"", "-o FILE"}},
    {{ON, "--quiet=yes"}, 2, {"--quiet", "takes no value"}},
    {{ON, "--seed=1", "--seed=1"}, 2, {"--seed", "twice"}},
    {{ON, "--quiet", "--quiet"}, 2, {"--quiet", "twice"}},
    {{ON, "--scale=smoke"}, 2, {"--scale", "twice"}},
    {{ON, "-o", "@/a.csv", "--output=@/b.csv"}, 2, {"--output", "twice"}},
    {{"bias", "--scale=Smoke"}, 2, {"\"Smoke\"", "did you mean \"smoke\"?"}},
    {{"bias", "--scale="}, 2, {"\"\"", "smoke, standard, full"}},
    {{ON, "--format=jsn"}, 2, {"\"jsn\"", "did you mean \"json\"?"}},
    {{ON, "--format=tap"}, 2, {"\"tap\"", "csv, json"}},
    {{ON, "--threads=0"}, 2, {"\"0\"", "from 1 to 1024"}},
    {{ON, "--threads=2.5"}, 2, {"\"2.5\"", "whole number"}},
    {{ON, "--threads=1e9"}, 2, {"\"1e9\"", "1024"}},
    {{ON, "--threads=nan"}, 2, {"\"nan\"", "whole number"}},
    {{ON, "--threads=two"}, 2, {"\"two\"", "whole number"}},
    /* whole numbers */
    {{ON, "--seed=-1"}, 2, {"--seed", "-1 is out of range", "from 0"}},
    {{ON, "--seed=1.5"}, 2, {"--seed", "\"1.5\""}},
    {{ON, "--seed=0x10"}, 2, {"\"0x10\""}},
    {{ON, "--seed=1,2"}, 2, {"--seed", "\"1,2\""}},
    {{ON, "--seed=1:3"}, 2, {"--seed", "\"1:3\""}},
    {{ON, "--seed="}, 2, {"--seed", "empty"}},
    {{ON, "--seed=1e16"}, 2, {"1e16 is out of range", "9007199254740992"}},
    {{ON, "--pairs=0"}, 2, {"--pairs", "0 is out of range", "from 2"}},
    {{ON, "--pairs=1"}, 2, {"--pairs", "1 is out of range", "from 2"}},
    {{ON, "--pairs=5e5x"}, 2, {"--pairs", "\"5e5x\""}},
    {{ON, "--pairs=1e13"}, 2, {"1e13 is out of range"}},
    {{ON, "--pairs=inf"}, 2, {"\"inf\""}},
    /* lists and ranges */
    {{ON, "--distances="}, 2, {"--distances", "empty"}},
    {{ON, "--distances=1,,2"}, 2, {"--distances", "empty"}},
    {{ON, "--distances=5,3"}, 2, {"3", "5", "ascending"}},
    {{ON, "--distances=4,4"}, 2, {"4", "ascending"}},
    {{ON, "--distances=0:5,3"}, 2, {"3", "5", "ascending"}},
    {{ON, "--distances=9:3"}, 2, {"\"9:3\"", "descends"}},
    {{ON, "--distances=1:"}, 2, {"--distances", "\"\" in \"1:\" is empty"}},
    {{ON, "--distances=1:10:lgo:4"}, 2, {"\"1:10:lgo:4\"", "A:B:log:N"}},
    {{ON, "--distances=1:10:log"}, 2, {"\"1:10:log\"", "A:B:log:N"}},
    {{ON, "--distances=1:10:log:1"}, 2, {"1 in \"1:10:log:1\" is out of range", "from 2"}},
    {{ON, "--distances=1:10:log:4:2"}, 2, {"\"1:10:log:4:2\""}},
    {{ON, "--distances=0:10:log:4"}, 2, {"\"0:10:log:4\"", "starts below 1"}},
    {{ON, "--distances=1:10:x1"}, 2, {"\"1:10:x1\"", "from 2"}},
    {{ON, "--distances=1:10:x2.5"}, 2, {"\"1:10:x2.5\""}},
    {{ON, "--distances=0:10:x2"}, 2, {"\"0:10:x2\""}},
    {{ON, "--distances=0:1e9"}, 2, {"\"0:1e9\"", "268435456"}},
    {{ON, "--distances=1.5"}, 2, {"\"1.5\""}},
    {{ON, "--distances=-1"}, 2, {"-1 is out of range"}},
    {{ON, "--distances=5e5x"}, 2, {"\"5e5x\""}},
    {{ON, "--distances=0x10"}, 2, {"\"0x10\""}},
    {{ON, "--distances=nan"}, 2, {"\"nan\""}},
    {{ON, "--distances=inf"}, 2, {"\"inf\""}},
    {{ON, "--distances=1 ,2"}, 2, {"\"1 \""}},
    {{ON, "--distances=1\n2"}, 2, {"1\\x0a2", "control character"}},
    {{ON, "--distances=1e16"}, 2, {"1e16 is out of range", "9007199254740992"}},
    {{ON, "--distances=9007199254740994"}, 2, {"9007199254740994 is out of range"}},
    {{ON, "--distances=1e400"}, 2, {"\"1e400\""}},
};

/* What a command would otherwise drop without a word. */
static const struct cli_row dropped[] = {
    {{"list", "bias"}, 2, {"\"bias\""}},
    {{"help", "bias", "gap"}, 2, {"\"gap\""}},
    {{"version", "2"}, 2, {"\"2\""}},
    {{"plan", "bias"}, 2, {"\"bias\""}},
    {{"plot", "bias", "gap", "--out=@"}, 2, {"\"gap\""}},
    {{"report", "bias", "--out=@"}, 2, {"\"bias\""}},
    {{"claims", "CONTROL-FALSE", "--scale=smoke", "--scale=full"}, 2, {"--scale", "twice"}},
    {{"claims", "CONTROL-FALSE", "-o", "@/a", "-o", "@/b"}, 2, {"--output", "twice"}},
    {{"claims", "CONTROL-FALSE", "--format=json", "--format=csv"}, 2, {"--format", "twice"}},
    {{"claims", "--list", "--format=json"}, 2, {"--format", "--list"}},
    {{"claims", "-o", "@/a", "--list"}, 2, {"--output", "--list"}},
    {{"claims", "--list", "--reuse"}, 2, {"--reuse", "--list"}},
    {{ON, "--reuse"}, 2, {"--reuse", "expected --output FILE"}},
    {{ON, "--reuse", "--format=json", "-o", "@/a"}, 2, {"--reuse", "expected --format=csv"}},
    {{ON, "--distances=9007199254740993"}, 2, {"9007199254740993"}}, /* rounds to the limit */
    {{ON, "--seed=9007199254740993"}, 2, {"9007199254740993"}},
};

/* --help goes before whatever else is said, right or wrong, and ends with 0. */
static const char *const helped[][4] = {
    {"bias", "--pairs=x", "--help"},
    {"bias", "--help", "--nosuch"},
    {"bias", "--encoding", "--help"},
    {"claims", "--help", "nosuch"},
    {"claims", "--threads=0", "--help"},
    {"list", "bias", "--help"},
    {"version", "2", "--help"},
    {"plan", "--help", "--help"},
    {"plot", "--help"},
    {"report", "--out=", "--help"},
    {"verify", "--threads=0", "--help"},
    {"verify", "--nosuch", "--help"},
    {"locality", "--yes=1", "--help"},
    {"help", "nosuch", "--help"},
};

TEST_EACH(help_goes_before_everything, TOOLS_COUNT(helped))
{
    struct cli_result r = CLI(NULL, helped[_i][0], helped[_i][1], helped[_i][2]),
                      same = CLI(NULL, helped[_i][0], "--help");
    cli_went_well(&r);
    ck_assert_str_eq(r.out, same.out);
    cli_free(&r);
    cli_free(&same);
}

/* To the end of the tables that it prints, whatever has no default in them. */
static const char *const topics[][2] = {
    {"encodings", "drope"}, {"qk", "head=all"}, {"tokens", "cope-ctx"}, {"tokens", "normal"}};

TEST_EACH(help_on_a_topic_is_whole, TOOLS_COUNT(topics))
{
    struct cli_result r = CLI(NULL, "help", topics[_i][0]);
    cli_went_well(&r);
    ck_assert_msg(strstr(r.out, topics[_i][1]), "%s is not in help %s", topics[_i][1],
                  topics[_i][0]);
    cli_free(&r);
}

TEST_EACH(command_line_is_refused, TOOLS_COUNT(rows)) { cli_refuses_alone(&rows[_i]); }

TEST_EACH(nothing_is_dropped_silently, TOOLS_COUNT(dropped)) { cli_refuses_alone(&dropped[_i]); }

#define SMOKE "--scale=smoke"

/* The command in a result's header makes the same result, whatever options stand in for others. */
static const char *const again[][7] = {
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

TEST_EACH(the_command_of_a_header_makes_the_same, TOOLS_COUNT(again))
{
    const char *const *w = again[_i];
    struct cli_result r = CLI(NULL, w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
    cli_went_well(&r);
    static const char mark[] = "\n# command build/posbias ";
    char *command = strstr(r.out, mark);
    ck_assert_ptr_nonnull(command);
    command = strdup(command + sizeof mark - 1);
    command[strcspn(command, "\n")] = '\0';
    struct cli_result same = cli_shell(command);
    cli_went_well(&same);
    ck_assert_str_eq(same.out, r.out);
    free(command);
    cli_free(&r);
    cli_free(&same);
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
