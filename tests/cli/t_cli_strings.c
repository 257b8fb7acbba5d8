/* Encoding strings, query-key models and matrix files that must be refused. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

/* The string after --encoding= or --qk=, and what the message says of it. */
struct text_row {
    const char *text, *says[CLI_SAYS];
};

#define YARN     "rope:scaling=yarn,factor=4,orig=4096"
#define LONGROPE "rope:dim=4,scaling=longrope,factor=4,orig=4096"
#define GENERAL  "tapa:dim=4,phase=general"

static const struct text_row encodings[] = {
    /* names */
    {"", {"--encoding", "empty"}},
    {";;", {"empty"}},
    {"rope;;nope", {"empty"}},
    {"rope;", {"empty"}},
    {"rpoe", {"\"rpoe\"", "did you mean \"rope\"?"}},
    {"rope;tapaa:dim=4", {"\"tapaa\"", "did you mean \"tapa\"?"}},
    {"RoPE:dim=4", {"\"RoPE\"", "did you mean \"rope\"?"}},
    {"ALIBI:slope=1", {"\"ALIBI\"", "did you mean \"alibi\"?"}},
    {" rope", {"\" rope\"", "did you mean \"rope\"?"}},
    {"rope\n:dim=4", {"rope\\x0a:dim=4", "control character"}},
    {"nosuchname", {"\"nosuchname\"", "rope, nope, hope-fast, cope-clip"}},
    {"model:", {"\"\"", "llama-2-7b"}},
    {"model:llama-3-8bb", {"\"llama-3-8bb\"", "did you mean \"llama-3-8b\"?"}},
    {"model:deepseekv3", {"\"deepseekv3\"", "did you mean \"deepseek-v3\"?"}},
    {"model:Qwen/Qwen3-8B",
     {"\"Qwen/Qwen3-8B\"", "expected model:qwen3-8b or model:qwen3-8b-yarn"}},
    {"Qwen3-8B", {"\"Qwen3-8B\"", "expected model:qwen3-8b"}},
    {"llama-3-8", {"\"llama-3-8\"", "did you mean \"model:llama-3-8b\"?"}},
    {"rope:base=1e4;dim=8", {"\"dim=8\" begins with a key", "','"}},
    {"rope:base=1e4,tapa:dim=8", {"\"tapa:dim\" begins another", "joined by ';'"}},
    {"rope,tapa", {"\"rope\" is followed by ','", "';' before another"}},
    /* what it is here, before what there is */
    {"rope:rope_theta=5e5", {"\"rope_theta\"; rope_theta is base here; keys: base"}},
    {"rope:scaling=su", {"scaling=\"su\"", "su is scaling=longrope here; expected one of none"}},
    /* lists, and words that are in none */
    {"tapa:dim=8,alpha=0.1,2x", {"\"tapa:dim=8,alpha=2x\"", "alpha=\"2x\""}},
    {"tapa:dim=8,alpha=0.1,x",
     {"\"x\" is neither key=value nor another value of alpha; keys: dim"}},
    {"tapa:dim=8,alpha=0.1,split", {"another value of alpha; expected split=VALUE;"}},
    {"rope:scaling=linear,factor=8,su",
     {"\"su\" is neither key=value nor another value of factor; su is scaling=longrope here;"}},
    {"rope:factor=8,yarn", {"\"yarn\" is neither", "of factor; expected scaling=yarn;"}},
    {"rope:base=1e4,turn,dim=8", {"\"turn\" is neither", "of base; expected unit=turn;"}},
    {"rope:yarn", {"\"yarn\" is not key=value; expected scaling=yarn;"}},
    {"rope:scaling=none,dim", {"scaling=\"dim\" is not accepted; dim is a key, dim=VALUE;"}},
    {"rope:dim=base", {"dim=\"base\" is not a number; base is a key, base=VALUE;"}},
    {"model:qwen3-8b,dim=3", {"dim=\"3\"", "even"}},
    {"model:qwen3-8b,factor=4", {"scaling=none", "factor"}},
    {"model:qwen3-8b,base=1e4,base=1e5", {"\"base\"", "twice"}},
    /* grammar */
    {"rope:", {"\"rope:\"", "key=value"}},
    {"rope:,", {"\"rope:,\"", "key=value"}},
    {"rope:dim=4,", {"\"rope:dim=4,\"", "key=value"}},
    {"rope:base", {"\"base\"", "key=value"}},
    {"rope:=5", {"\"\"", "keys: base"}},
    {"rope:base=", {"base=\"\"", "number over 1"}},
    {"rope:bsae=1e4", {"\"bsae\"", "did you mean \"base\"?"}},
    {"rope:Dim=4", {"\"Dim\"", "did you mean \"dim\"?"}},
    {"tapa:spilt=0.5", {"\"spilt\"", "did you mean \"split\"?"}},
    {"alibi:slpoe=1", {"\"slpoe\"", "did you mean \"slope\"?"}},
    {"nope:base=1e4", {"\"base\"", "keys: dim, norm, scale"}},
    {"rope:dim=4,dim=4", {"\"dim\"", "twice"}},
    {"rope:dim=4 ", {"dim=\"4 \""}},
    {"rope:dim=4\x7f", {"dim=4\\x7f", "control character"}},
    {"rope:unit=turns", {"\"turns\"", "did you mean \"turn\"?"}},
    {"rope:norm=sqr", {"\"sqr\"", "did you mean \"sqrt\"?"}},
    {"rope:scaling=yran", {"\"yran\"", "did you mean \"yarn\"?"}},
    {"tapa:phase=quadratc", {"\"quadratc\"", "did you mean \"quadratic\"?"}},
    /* dim, base */
    {"rope:dim=3", {"dim=\"3\"", "even"}},
    {"rope:dim=0", {"dim=\"0\"", "from 2"}},
    {"rope:dim=-2", {"dim=\"-2\"", "from 2"}},
    {"rope:dim=4.5", {"dim=\"4.5\"", "whole"}},
    {"rope:dim=1048578", {"dim=\"1048578\"", "1048576"}},
    {"tapa:dim=1", {"dim=\"1\"", "from 2"}},
    {"nope:dim=5", {"dim=\"5\"", "even"}},
    {"rope:base=1", {"base=\"1\"", "over 1"}},
    {"rope:base=0.5", {"base=\"0.5\"", "over 1"}},
    {"rope:base=-1e4", {"base=\"-1e4\"", "over 1"}},
    {"rope:base=1e301", {"base=\"1e301\"", "1e+300"}},
    {"rope:base=1e999", {"base=\"1e999\"", "1e+300"}},
    {"rope:base=inf", {"base=\"inf\"", "number"}},
    {"rope:base=NaN", {"base=\"NaN\"", "number"}},
    {"rope:base=0x1p10", {"base=\"0x1p10\"", "number"}},
    {"rope:base=5e5x", {"base=\"5e5x\"", "number"}},
    {"rope:base=1e4=2", {"base=\"1e4=2\"", "number"}},
    {"rope:base=1 000", {"base=\"1 000\"", "number"}},
    {"rope:rotary=256", {"rotary=256", "dim=128"}},
    {"rope:rotary=3", {"rotary=\"3\"", "even"}},
    {"rope:partial=p", {"partial=p", "rotary"}},
    /* keys of a scaling rule: all of them, and no other's */
    {"rope:factor=4", {"scaling=none", "factor"}},
    {"rope:scaling=linear", {"scaling=linear", "factor"}},
    {"rope:scaling=linear,factor=0", {"factor=\"0\"", "over 0"}},
    {"rope:scaling=linear,factor=4,orig=4096", {"scaling=linear", "orig"}},
    {"rope:scaling=ntk", {"scaling=ntk", "alpha"}},
    {"rope:scaling=ntk,factor=8", {"scaling=ntk does not take factor", "expected alpha"}},
    {"rope:scaling=ntk,alpha=-1", {"alpha=\"-1\"", "over 0"}},
    {"rope:dim=2,scaling=ntk,alpha=2", {"scaling=ntk", "dim over 2"}},
    {"rope:scaling=dynamic,factor=2,orig=4096", {"scaling=dynamic", "length"}},
    {"rope:scaling=yarn,factor=4", {"scaling=yarn", "orig"}},
    {YARN ",mscale=-1", {"mscale=\"-1\"", "from 0"}},
    {YARN ",attn=1,mscale=1,mscale_all_dim=1", {"attn", "mscale"}},
    {"rope:scaling=yarn-paper,factor=4,orig=4096,beta_fast=1,beta_slow=2",
     {"scaling=yarn-paper", "beta_fast not under beta_slow"}},
    {"rope:scaling=llama3,factor=8,orig=8192,low=4,high=1", {"=llama3", "high not under low"}},
    {"rope:scaling=longrope,factor=4,orig=4096", {"scaling=longrope", "ext"}},
    {LONGROPE ",ext=1/2/3", {"ext=\"1/2/3\"", "has 3 divisors; expected 2"}},
    {LONGROPE ",ext=1/-2", {"ext=\"1/-2\"", "over 0"}},
    {LONGROPE ",ext=phi-3-mini-128k-long", {"ext=phi-3-mini-128k-long", "48", "expected 2"}},
    {"rope:scaling=longrope,factor=4,orig=4096,ext=phi-3-mini-128k-shrt",
     {"phi-3-mini-128k-shrt", "did you mean \"phi-3-mini-128k-short\"?"}},
    /* tapa, alibi */
    {"tapa:alpha=0", {"alpha=\"0\"", "over 0"}},
    {"tapa:alpha=-0.1", {"alpha=\"-0.1\"", "over 0"}},
    {"tapa:alpha=inf", {"alpha=\"inf\"", "number"}},
    {"tapa:split=0", {"split=\"0\"", "over 0 and under 1"}},
    {"tapa:split=1", {"split=\"1\"", "over 0 and under 1"}},
    {"tapa:split=1.5", {"split=\"1.5\"", "over 0 and under 1"}},
    {"tapa:split=0.3", {"split*dim = 38.4", "whole"}},
    {"tapa:dim=3", {"split*dim = 1.5", "whole"}},
    {"tapa:split=1e-300", {"split*dim", "from 1 to 127"}},
    {"tapa:m=a.npy", {"m needs phase=general"}},
    {"alibi", {"slope is missing"}},
    {"alibi:slope=-1", {"slope=\"-1\"", "from 0"}},
    {"alibi:slope=1e51", {"slope=\"1e51\"", "1e+15"}},
    {"alibi:heads=12", {"head is missing"}},
    {"alibi:slope=nan", {"slope=\"nan\"", "number"}},
    /* the general form and its matrices */
    {"tapa:phase=general", {"needs m"}},
    {GENERAL ",m=@/a#b.npy,n=@/good.npy", {"m=\"", "a#b.npy\" holds '#'"}},
    {"rope:scaling=longrope,factor=4,orig=4096,ext=1/#", {"ext=\"1/#\" holds '#'"}},
    {GENERAL ",m=@/good.npy", {"needs n"}},
    {GENERAL ",split=0.5,m=@/good.npy,n=@/good.npy", {"does not take split"}},
    {"tapa:dim=9000,phase=general,m=@/good.npy,n=@/good.npy", {"dim=9000", "8192"}},
    {GENERAL ",m=@/absent.npy,n=@/good.npy", {"\"@/absent.npy\"", "No such file"}},
    {GENERAL ",m=@/good.npy,n=@", {"\"@\"", "not a regular file"}},
    {GENERAL ",m=@/good.npy,n=/dev/null", {"\"/dev/null\"", "not a regular file"}},
    {GENERAL ",m=@/wide.npy,n=@/good.npy", {"\"@/wide.npy\"", "(2, 8)", "(4, 4)"}},
    {GENERAL ",m=@/flat.npy,n=@/good.npy", {"\"@/flat.npy\"", "(16,)", "expected (4, 4)"}},
    {GENERAL ",m=@/good.npy,n=@/whole.npy", {"\"@/whole.npy\"", "\"<i8\"", "float64"}},
    {GENERAL ",m=@/good.npy,n=@/foreign.npy", {"\"@/foreign.npy\"", "\"|O\"", "float64"}},
    {GENERAL ",m=@/good.npy,n=@/short.npy", {"\"@/short.npy\"", "15 of 16"}},
    {GENERAL ",m=@/good.npy,n=@/long.npy", {"\"@/long.npy\"", "16"}},
    {GENERAL ",m=@/good.npy,n=@/cut.npy", {"\"@/cut.npy\"", "header"}},
    {GENERAL ",m=@/good.npy,n=@/nan.npy", {"\"@/nan.npy\"", "not finite", "5"}},
    {GENERAL ",m=@/good.npy,n=@/text.npy", {"\"@/text.npy\"", "not a .npy file"}},
    /* matrices that are fine, under names that would break the header's lines or the JSON */
    {GENERAL ",m=@/a\nb.npy,n=@/good.npy", {"a control character, \\x0a at byte"}},
    {GENERAL ",m=@/good.npy,n=@/\xff.npy", {"not UTF-8, \\xff at byte"}},
};

static const struct text_row models[] = {
    {"", {"--qk", "empty"}},
    {"unit;;phase", {"empty"}},
    {"gaus:mu=1", {"\"gaus\"", "did you mean \"gauss\"?"}},
    {"Gauss", {"\"Gauss\"", "did you mean \"gauss\"?"}},
    {"UNIT", {"\"UNIT\"", "did you mean \"unit\"?"}},
    {"alinged:rho=0.5", {"\"alinged\"", "did you mean \"aligned\"?"}},
    {"gauss:mo=1", {"\"mo\"", "did you mean \"mu\"?"}},
    {"gauss:sgima=1", {"\"sgima\"", "did you mean \"sigma\"?"}},
    {"gauss:mean=1", {"\"mean\"; mean is mu here; keys: mu, sigma"}},
    {"gauss:var=1", {"\"var\"; var is sigma (the square root of the variance) here"}},
    {"gauss:mu=1,sigma", {"\"sigma\" is neither", "of mu; expected sigma=VALUE;"}},
    {"gauss:rho=1", {"\"rho\"", "keys: mu, sigma"}},
    {"gauss:mu=1,mu=1", {"\"mu\"", "twice"}},
    {"gauss:mu=inf", {"mu=\"inf\"", "number"}},
    {"gauss:mu=5e5x", {"mu=\"5e5x\"", "number"}},
    {"gauss:sigma=0", {"sigma=\"0\"", "from 1e-15"}},
    {"gauss:sigma=-1", {"sigma=\"-1\"", "from 1e-15"}},
    {"aligned:rho=1.1", {"rho=\"1.1\"", "from 1e-15 to 1"}},
    {"crossed:c=1", {"c=\"1\"", "under 1"}},
    {"unit:mu=1", {"\"unit:mu=1\"", "no keys"}},
    {"moments:mu0=nan", {"mu0=\"nan\"", "number"}},
};

static void fixtures(struct folder *f)
{
    double entries[17] = {0}, holed[16] = {[5] = NAN};
    cli_npy(f, "good.npy", "<f8", "(4, 4)", 16, entries, 0);
    cli_npy(f, "wide.npy", "<f8", "(2, 8)", 16, entries, 0);
    cli_npy(f, "flat.npy", "<f8", "(16,)", 16, entries, 0);
    cli_npy(f, "whole.npy", "<i8", "(4, 4)", 16, entries, 0);
    cli_npy(f, "foreign.npy", "|O", "(4, 4)", 16, entries, 0);
    cli_npy(f, "short.npy", "<f8", "(4, 4)", 16, entries, 1);
    cli_npy(f, "long.npy", "<f8", "(4, 4)", 17, entries, 0);
    cli_npy(f, "cut.npy", "<f8", "(4, 4)", 0, entries, 100);
    cli_npy(f, "nan.npy", "<f8", "(4, 4)", 16, holed, 0);
    cli_npy(f, "a\nb.npy", "<f8", "(4, 4)", 16, entries, 0);
    cli_npy(f, "\xff.npy", "<f8", "(4, 4)", 16, entries, 0);
    folder_write(f, "text.npy", 12, "not numbers\n");
}

static void refused(const char *option, const struct text_row *row)
{
    char word[512];
    struct folder f;
    folder_make(&f);
    fixtures(&f);
    size_t files = cli_files(&f);
    snprintf(word, sizeof word, "--%s=%s", option, row->text);
    struct cli_row full = {{"bias", "--scale=smoke", word, "-o", "@/out.csv"},
                           2,
                           {row->says[0], row->says[1], row->says[2]}};
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &full);
    ck_assert_uint_eq(folder_remove(&f), files);
}

TEST_EACH(encoding_is_refused, TOOLS_COUNT(encodings)) { refused("encoding", &encodings[_i]); }

TEST_EACH(model_is_refused, TOOLS_COUNT(models)) { refused("qk", &models[_i]); }

/* Strings far over any limit: the message still begins with what is wrong and stays one line. */
TEST(huge_string_is_refused)
{
    static const char *const heads[] = {"--encoding=",
                                        "--encoding=rope:dim=",
                                        "--encoding=rope:",
                                        "--encoding=model:",
                                        "--qk=",
                                        "--qk=gauss:mu=",
                                        "--distances=",
                                        "--pairs=",
                                        "--scale=",
                                        "--format=",
                                        "--",
                                        ""};
    static char word[100000];
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(heads); i++) {
        memset(word, '9', sizeof word - 1);
        memcpy(word, heads[i], strlen(heads[i]));
        struct cli_row row = {{"bias", word, "-o", "@/out.csv"}, 2, {"999"}};
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &row);
    }
    ck_assert_uint_eq(folder_remove(&f), 0);
}
