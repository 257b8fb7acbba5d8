/* Commands, options and lists that must be refused. Strings of encodings and query-key models: t_cli_strings.c. */
#include "tests/cli_tools.h"

#define ON "bias", "--scale=smoke"

static const struct cli_row rows[] = {
    /* commands and their words */
    {{NULL}, 2, {"no command", "claims"}},
    {{""}, 2, {"\"\"", "bias"}},
    {{"biass"}, 2, {"\"biass\"", "did you mean \"bias\"?"}},
    {{"instabilty"}, 2, {"\"instabilty\"", "did you mean \"instability\"?"}},
    {{"lst"}, 2, {"\"lst\"", "did you mean \"list\"?"}},
    {{"claim"}, 2, {"\"claim\"", "did you mean \"claims\"?"}},
    {{"--verson"}, 2, {"\"--verson\""}},
    {{"a\nb\tc"}, 2, {"\"a?b?c\""}},
    {{"help", "gapp"}, 2, {"\"gapp\"", "did you mean \"gap\"?"}},
    {{"help", "encoding"}, 2, {"\"encoding\"", "did you mean \"encodings\"?"}},
    {{"list", "--jsn"}, 2, {"\"--jsn\"", "did you mean \"json\"?"}},
    {{"list", "--json=1"}, 2, {"--json", "takes no value"}},
    {{"version", "--json"}, 2, {"\"--json\""}},
    {{"plan", "--scale=smok"}, 2, {"\"smok\"", "did you mean \"smoke\"?"}},
    {{"plot"}, 2, {"missing", "all"}},
    {{"plot", "gapp"}, 2, {"\"gapp\"", "did you mean \"gap\"?"}},
    {{"plot", "bias", "--out="}, 2, {"--out", "empty"}},
    {{"plot", "bias", "--out=@"}, 3, {"\"@/bias.csv\"", "No such file"}},
    {{"report", "--out=@/missing"}, 2, {"\"@/missing\"", "not a folder"}},
    {{"report", "--out=@"}, 3, {"\"@/claims.csv\"", "No such file"}},
    {{"claims", "CONTROL-FLASE"}, 2, {"\"CONTROL-FLASE\"", "did you mean \"CONTROL-FALSE\"?"}},
    {{"claims", "TAPA-T2.4"}, 2, {"\"TAPA-T2.4\"", "did you mean \"TAPA-T2."}},
    {{"claims", ""}, 2, {"\"\"", "posbias claims"}},
    {{"claims", "--format=tpa"}, 2, {"\"tpa\"", "did you mean \"tap\"?"}},
    {{"claims", "--scale", "stndard"}, 2, {"\"stndard\"", "did you mean \"standard\"?"}},
    {{"claims", "--threads=0"}, 2, {"\"0\"", "from 1 to 1024"}},
    {{"claims", "--seed=1"}, 2, {"\"--seed\""}},
    /* options of an experiment */
    {{ON, "--sed=5"}, 2, {"\"--sed\"", "did you mean \"seed\"?"}},
    {{ON, "--distance=5"}, 2, {"\"--distance\"", "did you mean \"distances\"?"}}, /* no abbreviations */
    {{ON, "--enc=rope"}, 2, {"\"--enc\""}},
    {{ON, "--near=1:2"}, 2, {"\"--near\""}}, /* another experiment's */
    {{ON, "-x"}, 2, {"\"-x\""}},
    {{ON, "-seed=5"}, 2, {"\"-seed\"", "did you mean \"seed\"?"}},
    {{ON, "rope"}, 2, {"\"rope\"", "start with --"}},
    {{ON, "--", "--seed=5"}, 2, {"\"--seed=5\""}},
    {{ON, "--seed"}, 2, {"--seed", "missing"}},
    {{ON, "-o"}, 2, {"-o", "missing"}},
    {{ON, "--output="}, 2, {"--output", "empty"}},
    {{ON, "-o", ""}, 2, {"--output", "empty"}},
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
    {{"diffhist", "--bins=0"}, 2, {"--bins", "0 is out of range"}},
    {{"diffhist", "--bins=100001"}, 2, {"--bins", "100001 is out of range"}},
    {{"diffhist", "--tokens=shard"}, 2, {"\"shard\"", "did you mean \"shared\"?"}},
    {{"instability", "--scan=0"}, 2, {"--scan", "0 is out of range"}},
    {{"instability", "--grid=1"}, 2, {"--grid", "1 is out of range"}},
    {{"aliasing", "--dtype=bf61"}, 2, {"--dtype", "\"bf61\"", "did you mean \"bf16\"?"}},
    {{"aliasing", "--dtype=fp8"}, 2, {"\"fp8\"", "bf16, fp16, fp32, fp64"}},
    {{"aliasing", "--dtype=bf16,bf16"}, 2, {"--dtype", "\"bf16\"", "twice"}},
    {{"aliasing", "--dtype="}, 2, {"--dtype", "\"\"", "bf16, fp16, fp32, fp64"}},
    {{"aliasing", "--context=16777217"}, 2, {"--context", "16777217 is out of range", "16777216"}},
    {{"aliasing", "--context=1"}, 2, {"--context", "1 is out of range", "from 2"}},
    {{"aliasing", "--pairs=0"}, 2, {"--pairs", "0 is out of range", "from 1"}},
    {{"gap", "--far-count=0"}, 2, {"--far-count", "0 is out of range"}},
    {{"locality", "--context=0"}, 2, {"--context", "0 is out of range", "from 1"}},
    {{"locality", "--context=4294967297"}, 2, {"--context", "4294967297 is out of range", "4294967296"}},
    {{"locality", "--context=2.5"}, 2, {"--context", "\"2.5\""}},
    {{"locality", "--context=64,32"}, 2, {"--context", "ascending"}},
    {{"locality", "--context="}, 2, {"--context", "empty"}},
    {{"locality", "--pairs=0"}, 2, {"--pairs", "0 is out of range", "from 1"}},
    {{"locality", "--pairs=1e10"}, 2, {"--pairs", "1e10 is out of range"}},
    {{"locality", "--windows=folow"}, 2, {"--windows", "\"folow\"", "did you mean \"follow\"?"}},
    {{"locality", "--windows=half,follow"}, 2, {"--windows", "\"half,follow\""}},
    {{"locality", "--yes=1"}, 2, {"--yes", "takes no value"}},
    {{"locality", "--yes", "--yes"}, 2, {"--yes", "twice"}},
    /* lists and ranges */
    {{ON, "--distances="}, 2, {"--distances", "empty"}},
    {{ON, "--distances=1,,2"}, 2, {"--distances", "empty"}},
    {{ON, "--distances=5,3"}, 2, {"3", "5", "ascending"}},
    {{ON, "--distances=4,4"}, 2, {"4", "ascending"}},
    {{ON, "--distances=0:5,3"}, 2, {"3", "5", "ascending"}},
    {{ON, "--distances=9:3"}, 2, {"\"9:3\"", "descends"}},
    {{ON, "--distances=1:"}, 2, {"--distances", "whole number"}},
    {{ON, "--distances=1:10:lgo:4"}, 2, {"\"1:10:lgo:4\"", "A:B:log:N"}},
    {{ON, "--distances=1:10:log"}, 2, {"\"1:10:log\"", "A:B:log:N"}},
    {{ON, "--distances=1:10:log:1"}, 2, {"1 is out of range", "from 2"}},
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
    {{ON, "--distances=1\n2"}, 2, {"1?2", "control character"}},
    {{ON, "--distances=1e16"}, 2, {"1e16 is out of range", "9007199254740992"}},
    {{ON, "--distances=9007199254740994"}, 2, {"9007199254740994 is out of range"}},
    {{ON, "--distances=1e400"}, 2, {"\"1e400\""}},
    {{"gap", "--near=9:3"}, 2, {"--near", "\"9:3\"", "descends"}},
    {{"gap", "--near=3"}, 2, {"--near", "\"3\"", "A:B"}},
    {{"gap", "--near=1:2:3"}, 2, {"--near", "\"1:2:3\"", "A:B"}},
    {{"gap", "--near=1:2.5"}, 2, {"--near", "\"2.5\""}},
    {{"gap", "--near="}, 2, {"--near", "\"\"", "A:B"}},
    {{"gap", "--far=1:1e16"}, 2, {"--far", "1e16 is out of range"}},
    {{"instability", "--target="}, 2, {"--target", "empty"}},
    {{"instability", "--target=nan"}, 2, {"--target", "\"nan\""}},
    {{"instability", "--target=-inf"}, 2, {"--target", "\"-inf\""}},
    {{"instability", "--target=0.5.5"}, 2, {"--target", "\"0.5.5\""}},
};

/* Refused only once the pieces are seen together, or the result is: nothing may have been printed by then. */
static const struct cli_row combined[] = {
    {{"bias", "--encoding=tapa:dim=4", "--qk=unit"}, 2, {"\"unit\"", "\"tapa:dim=4\"", "gauss"}},
    {{"bias", "--encoding=tapa:dim=4", "--qk=moments"}, 2, {"\"moments\"", "gauss"}},
    {{"aliasing", "--encoding=tapa:dim=4", "--qk=phase"}, 2, {"\"phase\"", "\"tapa:dim=4\"", "one of gauss, aligned, crossed"}},
    {{"aliasing", "--qk=moments"}, 2, {"\"moments\"", "one of unit, phase, gauss, aligned, crossed"}},
    {{"aliasing", "--pairs=2e6", "--yes"}, 2, {"--pairs", "2000000", "1000000"}},
    {{"aliasing", "--pairs=1e9"}, 2, {"hours", "--yes"}},
    {{"aliasing", "--qk=gauss:mu=1e200"}, 3, {"aliasing"}},
    {{"bias", "--encoding=tapa:dim=3,split=0.33333333333333331", "--qk=crossed:c=0.5"}, 2, {"\"crossed:c=0.5\"", "odd"}},
    {{"decay", "--encoding=tapa:dim=4", "--qk=phase"}, 2, {"\"phase\"", "\"tapa:dim=4\""}},
    {{"normality", "--context=1"}, 2, {"--context", "1 is out of range"}},
    {{"normality", "--context=16777217"}, 2, {"--context", "16777217 is out of range"}},
    {{"normality", "--eps=0.5"}, 2, {"--eps", "0.5"}},
    {{"normality", "--eps=0.1,0.2"}, 2, {"--eps", "\"0.1,0.2\"", "one number"}},
    {{"normality", "--pairs=1e9", "--yes"}, 2, {"--pairs", "1000000000"}},
    {{"normality", "--qk=moments"}, 2, {"\"moments\"", "gauss"}},
    {{"normality", "--encoding=tapa:dim=16", "--qk=phase"}, 2, {"\"phase\"", "gauss"}},
    {{"consistency", "--qk=unit"}, 2, {"\"unit\"", "no order", "phase, gauss, aligned or crossed"}},
    {{"consistency", "--encoding=tapa:dim=4", "--qk=unit"}, 2, {"\"unit\"", "expected gauss, aligned or crossed"}},
    {{"consistency", "--qk=aligned:rho=1"}, 2, {"\"aligned:rho=1\"", "no order", "between -1 and 1"}},
    {{"consistency", "--qk=moments"}, 2, {"\"moments\"", "phase, gauss, aligned or crossed"}},
    {{"consistency", "--encoding=tapa:dim=4", "--reference=aligned"}, 2, {"--reference", "\"tapa:dim=4\"", "independent"}},
    {{"consistency", "--encoding=tapa:dim=4", "--qk=phase"}, 2, {"\"phase\"", "\"tapa:dim=4\""}},
    {{"consistency", "--reference=algned"}, 2, {"\"algned\"", "did you mean \"aligned\"?"}},
    {{"consistency", "--context=0"}, 2, {"--context", "0 is out of range"}},
    {{"consistency", "--pairs=0"}, 2, {"--pairs", "0 is out of range"}},
    {{"consistency", "--context=1e9", "--pairs=100000"}, 2, {"hours", "--yes"}},
    {{"tradeoff", "--context=9"}, 2, {"--context", "9 is odd", "even"}},
    {{"tradeoff", "--context=1"}, 2, {"--context", "1 is out of range"}},
    {{"tradeoff", "--qk=aligned:rho=-1"}, 2, {"\"aligned:rho=-1\"", "no order"}},
    {{"tradeoff", "--qk=unit"}, 2, {"\"unit\"", "no order"}},
    {{"normality", "--bins=-1"}, 2, {"--bins", "-1 is out of range", "from 0"}},
    {{"diffhist", "--qk=moments"}, 2, {"\"moments\"", "gauss"}},
    {{"diffhist", "--near=0:70000"}, 2, {"--near", "65536"}},
    {{"diffhist", "--pairs=1e10"}, 2, {"--pairs", "10000000000"}},
    {{"gap", "--encoding=nope"}, 2, {"\"nope\"", "--near and --far"}},
    {{"gap", "--scale=smoke", "--encoding=rope:dim=8;alibi:slope=1", "--near=1:2"},
     2,
     {"\"alibi:slope=1\"", "--near and --far"}},
    {{"gap", "--encoding=tapa"}, 2, {"\"tapa\"", "rope"}},
    {{"gap", "--encoding=rope:base=1e16"}, 2, {"\"rope:base=1e16\"", "9007199254740992"}},
    {{"gap", "--encoding=rope:base=1e60"}, 2, {"\"rope:base=1e60\"", "9007199254740992"}},
    {{"gap", "--qk=gauss"}, 2, {"\"gauss\"", "mu not 0"}},
    {{"gap", "--far=9:10", "--far-count=5"}, 2, {"--far-count", "--far"}},
    {{"instability", "--encoding=tapa"}, 2, {"\"tapa\"", "rope"}},
    {{"instability", "--target=0.5,0.1"}, 2, {"--target", "\"0.5,0.1\"", "ascend"}},
    {{"instability", "--target=0.5,0.5"}, 2, {"--target", "\"0.5,0.5\"", "ascend"}},
    {{"instability", "--target=0.5", "--grid=3"}, 2, {"--grid", "--target"}},
    {{"lemmas", "--encoding=rope:scaling=linear,factor=8"}, 2, {"\"rope:scaling=linear,factor=8\"", "without scaling"}},
    {{"lemmas", "--encoding=nope"}, 2, {"\"nope\"", "rope"}},
    {{"lemmas", "--distances=0:5"}, 2, {"--distances", "0 is out of range"}},
    {{"locality", "--context=65"}, 2, {"--context", "65 cannot be halved", "--windows=follow"}},
    {{"locality", "--context=1"}, 2, {"--context", "1 cannot be halved"}},
    {{"locality", "--context=64,4095,4096"}, 2, {"--context", "4095 cannot be halved"}},
    {{"locality", "--windows=follow", "--context=2147483649", "--pairs=1", "--yes"}, 2, {"too long", "2147483648"}},
    {{"locality", "--encoding=tapa:dim=4", "--qk=unit"}, 2, {"\"unit\"", "\"tapa:dim=4\"", "gauss"}},
    {{"locality", "--encoding=rope:dim=4;tapa:dim=4", "--qk=phase"}, 2, {"\"phase\"", "\"tapa:dim=4\"", "gauss"}},
    {{"locality", "--qk=gauss;moments"}, 2, {"\"moments\"", "gauss"}},
    {{"locality", "--context=4294967296", "--pairs=1000", "--threads=2"}, 2, {"locality", "hours on ", "--yes"}},
    {{"locality", "--context=1048576", "--pairs=1e6", "--threads=1"}, 2, {"hours on 1 core;", "--yes"}},
    {{"locality", "--windows=follow", "--context=65536", "--pairs=1e7", "--threads=2"}, 2, {"locality", "hours on ", "--yes"}},
    /* results that overflow: an infinity is never printed */
    {{ON, "--qk=gauss:mu=1e200"}, 3, {"finite"}},
    {{ON, "--qk=gauss:mu=1e200", "--format=json"}, 3, {"finite"}},
    {{ON, "--encoding=tapa:alpha=1e300"}, 3, {"finite"}},
    {{"gap", "--encoding=alibi:slope=1e308", "--near=1:2", "--far=5:10"}, 3, {"finite"}},
    {{"locality", "--qk=gauss:mu=1e200", "--context=16"}, 3, {"locality", "\"gauss:mu=1e200\""}},
    {{"locality", "--qk=gauss:mu=1e200", "--context=2097152", "--pairs=1", "--encoding=rope:dim=2"}, 3, {"\"rope:dim=2\""}},
    {{"tradeoff", "--qk=gauss:mu=1e200", "--context=16", "--pairs=2"}, 3, {"tradeoff", "\"gauss:mu=1e200\""}},
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
    {{ON, "--reuse"}, 2, {"--reuse", "--output"}},
    {{ON, "--distances=9007199254740993"}, 2, {"9007199254740993"}}, /* rounds to the limit */
    {{ON, "--seed=9007199254740993"}, 2, {"9007199254740993"}},
};

static void refused(const struct cli_row *row)
{
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, row);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

START_TEST(option_is_refused) { refused(&rows[_i]); }
END_TEST

START_TEST(combination_is_refused) { refused(&combined[_i]); }
END_TEST

START_TEST(nothing_is_dropped_silently) { refused(&dropped[_i]); }
END_TEST

TCase *tcase_cli_bad(void)
{
    TCase *tcase = tcase_create("cli-bad");
    tcase_set_timeout(tcase, 2 * CLI_PATIENCE);
    tcase_add_loop_test(tcase, option_is_refused, 0, TOOLS_COUNT(rows));
    tcase_add_loop_test(tcase, combination_is_refused, 0, TOOLS_COUNT(combined));
    tcase_add_loop_test(tcase, nothing_is_dropped_silently, 0, TOOLS_COUNT(dropped));
    return tcase;
}
