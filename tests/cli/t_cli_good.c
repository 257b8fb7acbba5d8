/* What a run prints: header, columns, digits, JSON, and the same bytes however it is asked and on
 * however many threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

/* The columns that others build on: fixed names, in its order. */
static const struct {
    const char *name, *columns;
} fixed[] = {
    {"bias",
     "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se,var_closed,var_mc,var_mc_se,draws"},
    {"gap",
     "encoding,qk,near_lo_tok,near_hi_tok,far_lo_tok,far_hi_tok,gap_min,threshold,holds,horizon_tok,proved"},
    {"instability", "encoding,qk,gamma_target,witness_tok,gamma_reached,error,method"},
    {"lemmas", "encoding,lemma,distance_tok,value,bound,tightness,vacuous,violated"},
    {"decay", "encoding,qk,distance_tok,mean_closed,exponent_local,exponent_theory"},
    {"diffhist", "encoding,qk,bin_lo,bin_hi,count,mean,sd,skewness"},
    {"normality", "encoding,qk,context_tok,mean,sd,ks_normal,ks_limit,law_mean,law_sd,pairs"},
    {"aliasing",
     "encoding,qk,context_tok,dtype,alias_pairs,p_alias_pair,positions_aliased,invariance_pairs,token_alias_positions,threshold_pairs,pairs"},
    {"locality", "encoding,qk,context_tok,p_inv,p_inv_lo,p_inv_hi,p_tie,p_exact,p_law,pairs"},
    {"consistency", "encoding,qk,distance_tok,p_inv,p_inv_lo,p_inv_hi,p_exact,p_law,pairs"},
    {"tradeoff",
     "encoding,qk,context_tok,position_failure,position_failure_lo,position_failure_hi,token_failure,token_failure_lo,token_failure_hi"},
    {"basebound", "dim,context_tok,base_inf_lo,base_inf_hi,window_hi,base_safe,base_limit,proved"},
    {"bounds", "encoding,criterion,context_tok,base_least,context_most,proved"},
    {"frequencies", "encoding,pair,inv_freq_rad,wavelength_tok,turns,weight,ratio"},
    {"precision",
     "encoding,pipeline,position_tok,angle_err,angle_err_p50,angle_err_p99,cos_err,cos_err_p50,cos_err_p99,score_err,score_err_p50,score_err_p99,first_collision_tok,rank_flips"},
    {"scores", "encoding,qk,draw,distance_tok,score,score_err,key"},
    {"moments", "encoding,qk,layer,head,pair,mean_a,mean_a_se,mean_b,mean_b_se,usage,tokens"},
    {"reportcard", "encoding,qk,context_tok,criterion,value,value_lo,value_hi,rank_lo,rank_hi"},
    {"heads", "encoding,qk,layer,head,usage_slow,usage_slow_lo,usage_slow_hi,usage_slow_null"},
    {"properties", "encoding,property,deviation,holds,witness"},
    {"shift", "encoding,qk,context_tok,variant,move_rms,move_rms_lo,move_rms_hi,move_exact"},
};
enum { EXPERIMENTS = TOOLS_COUNT(fixed) };

static void same_bytes(const struct cli_result *a, const struct cli_result *b, const char *what)
{
    cli_went_well(a);
    cli_went_well(b);
    ck_assert_msg(a->out_size == b->out_size && memcmp(a->out, b->out, a->out_size) == 0,
                  "%s: the bytes differ", what);
}

/* Runs to a file of the folder and reads it. */
static void read_run(struct folder *f, const char *name, struct csv *csv)
{
    struct message error;
    struct cli_result r = CLI(f, name, "--scale=smoke", "-o", "@/out.csv");
    cli_went_well(&r);
    cli_free(&r);
    bool read = csv_read(folder_file(f, "out.csv"), csv, &error);
    ck_assert_msg(read, "%s", error.text);
}

TEST(every_experiment_has_its_row)
{
    for (size_t e = 0; e < experiment_count; e++) {
        size_t i = 0;
        while (i < EXPERIMENTS && strcmp(fixed[i].name, experiments[e]->name) != 0)
            i++;
        ck_assert_msg(i < EXPERIMENTS,
                      "experiment %s has no row of fixed columns in tests/cli/t_cli_good.c",
                      experiments[e]->name);
    }
    for (size_t i = 0; i < EXPERIMENTS; i++)
        ck_assert_msg(experiment_find(fixed[i].name) != NULL,
                      "tests/cli/t_cli_good.c has a row for %s, which is no experiment",
                      fixed[i].name);
}

static bool encodes(const char *columns) { return strncmp(columns, "encoding,", 9) == 0; }

TEST_EACH(header_says_what_was_run, EXPERIMENTS)
{
    if (tools_spared("header_says_what_was_run", "threads_change_nothing runs every experiment"))
        return;
    char line[64];
    const char *name = fixed[_i].name;
    struct cli_result r = CLI(NULL, name, "--scale=smoke");
    cli_went_well(&r);
    snprintf(line, sizeof line, "# posbias %s\n", name);
    ck_assert_msg(strncmp(r.out, line, strlen(line)) == 0, "begins with %.60s", r.out);
    snprintf(line, sizeof line, "# command build/posbias %s --scale=smoke ", name);
    ck_assert_ptr_nonnull(strstr(r.out, line));
    ck_assert(strstr(r.out, "\n# version ") && strstr(r.out, ", commit "));
    ck_assert_ptr_nonnull(
        strstr(r.out, encodes(fixed[_i].columns) ? "\n# encoding " : "\n# context "));
    /* '#' lines first, then the names, then rows, without any '#' */
    const char *at = r.out;
    for (; *at == '#'; at = strchr(at, '\n') + 1)
        ck_assert_msg(at[1] == ' ' && at[2] > ' ', "%.60s", at);
    size_t length = strlen(fixed[_i].columns);
    ck_assert_msg(strncmp(at, fixed[_i].columns, length) == 0 &&
                      (at[length] == ',' || at[length] == '\n'),
                  "%.200s", at);
    ck_assert_ptr_null(strchr(at, '#'));
    ck_assert_int_eq(r.out[r.out_size - 1], '\n');
    cli_free(&r);
}

/* The header's command, as a shell reads it, makes the same bytes again: also of a table that
 * other options are refused with. */
static const char *const tables[][CLI_WORDS] = {
    {"lemmas", "--encoding=rope:dim=8,base=100", "--prove", "--range=1:10"},
    {"basebound", "--encoding=rope-id:dim=8,train=100", "--check", "--context=16"},
    {"gap", "--encoding=rope:dim=8,base=100", "--near=1:2", "--far=30:35", "--prove"},
    {"instability", "--encoding=rope:dim=8", "--target=0", "--method=lattice", "--error=1"},
    {"consistency", "--encoding=path:dim=4", "--context=8", "--pairs=2"},
    {"moments", "--encoding=rope:dim=8", "--tokens=40", "--test"},
    {"heads", "--encoding=rope:dim=8", "--pairs=4", "--tokens=40", "--octaves"}};

TEST_EACH(command_makes_the_same_bytes, EXPERIMENTS + ARRAY_COUNT(tables))
{
    if (tools_spared("command_makes_the_same_bytes",
                     "threads_change_nothing runs every experiment"))
        return;
    struct cli_result first = _i < (int)EXPERIMENTS ? CLI(NULL, fixed[_i].name, "--scale=smoke")
                                                    : cli_run(NULL, &(struct cli_setting){NULL, 0},
                                                              tables[_i - (int)EXPERIMENTS]);
    static const char key[] = "\n# command build/posbias ";
    const char *command = strstr(first.out, key);
    ck_assert_msg(command != NULL, "%s", first.err);
    char line[8192];
    command += strlen(key);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(command, "\n"), command);
    struct cli_result again = cli_shell(line);
    same_bytes(&first, &again, line);
    cli_free(&first);
    cli_free(&again);
}

/* Also where a name has blanks and quotes in it, and where the line is long. */
TEST_EACH(hard_command_makes_the_same_bytes, 2)
{
    static char encoding[60000] =
        "--encoding=tapa:dim=2,phase=general,m=@/it's a \"$m\".npy,n=@/n.npy";
    const double matrix[4] = {1, 2, 3, 4};
    struct folder f;
    folder_make(&f);
    cli_npy(&f, "it's a \"$m\".npy", "<f8", "(2, 2)", 4, matrix, 0);
    cli_npy(&f, "n.npy", "<f8", "(2, 2)", 4, matrix, 0);
    for (int i = 0; i < 1 + 1000 * _i; i++) /* once long enough for any fixed buffer to show */
        snprintf(encoding + strlen(encoding), 64, ";rope:dim=2,base=%d", 1000 + i);
    struct cli_result first = CLI(&f, "bias", "--distances=1", "--pairs=2", encoding);
    const char *command = strstr(first.out, "\n# command build/posbias ") + 25;
    static char line[1 << 16];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(command, "\n"), command);
    struct cli_result again = cli_shell(line);
    same_bytes(&first, &again, "a command with blanks and quotes");
    cli_free(&first);
    cli_free(&again);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* Every number is finite and printed with 17 significant digits: printing it again gives the same
 * text. */
TEST_EACH(numbers_are_finite_and_whole, EXPERIMENTS)
{
    if (tools_spared("numbers_are_finite_and_whole",
                     "threads_change_nothing runs every experiment"))
        return;
    struct folder f;
    struct csv csv;
    folder_make(&f);
    read_run(&f, fixed[_i].name, &csv);
    size_t numbers = 0;
    for (size_t row = 0; row < csv.row_count; row++)
        for (size_t column = 0; column < csv.column_count; column++) {
            const char *cell = csv_cell(&csv, row, column);
            char *end, again[40];
            double x = strtod(cell, &end);
            if (!*cell || *end || (strlen(cell) > 15 && cell[strspn(cell, "0123456789")] == '\0'))
                continue; /* empty, or text, or a whole number with all its digits */
            snprintf(again, sizeof again, "%.17g", x);
            ck_assert_msg(isfinite(x) && strcmp(again, cell) == 0, "row %zu, %s: %s", row,
                          csv.names[column], cell);
            numbers++;
        }
    ck_assert_uint_ge(numbers, 3 * csv.row_count);
    csv_free(&csv);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST_EACH(threads_change_nothing, EXPERIMENTS)
{
    const char *name = fixed[_i].name;
    struct cli_result one = CLI(NULL, name, "--scale=smoke", "--threads=1");
    for (int n = TOOLS_SANITIZED ? 5 : 2; n <= 5; n += 3) {
        char threads[32];
        snprintf(threads, sizeof threads, "--threads=%d", n);
        struct cli_result more = CLI(NULL, name, "--scale=smoke", threads);
        same_bytes(&one, &more, name);
        cli_free(&more);
    }
    cli_free(&one);
}

TEST(both_spellings_are_the_same)
{
    struct cli_result joined = CLI(NULL, "bias", "--scale=smoke", "--encoding=rope:dim=4",
                                   "--pairs=100", "--qk=gauss:mu=-1");
    struct cli_result apart = CLI(NULL, "bias", "--qk", "gauss:mu=-1", "--pairs", "100",
                                  "--encoding", "rope:dim=4", "--scale", "smoke");
    same_bytes(&joined, &apart, "--opt value");
    cli_free(&joined);
    cli_free(&apart);
}

/* Any row can be run again by pasting its strings. */
TEST(strings_come_back_as_typed)
{
    static const char *const typed[] = {"model:qwen3-8b-yarn", "rope:dim=4,base=5e5", "nope:dim=6",
                                        "alibi:slope=0.0039", "tapa:split=0.25,dim=8"};
    for (size_t i = 0; i < TOOLS_COUNT(typed); i++) {
        char word[64], cell[64];
        snprintf(word, sizeof word, "--encoding=%s", typed[i]);
        snprintf(cell, sizeof cell, strchr(typed[i], ',') ? "\n\"%s\"," : "\n%s,", typed[i]);
        struct cli_result r = CLI(NULL, "bias", "--scale=smoke", "--distances=7", "--pairs=2",
                                  "--qk=aligned:rho=-0.5", word);
        cli_went_well(&r);
        ck_assert_msg(strstr(r.out, cell) && strstr(r.out, "aligned:rho=-0.5,7,"), "%s", r.out);
        cli_free(&r);
    }
}

/* What a scan leaves too far is constructed, unless the scan alone was asked for; a row says which,
 * and what is proved. */
TEST(witnesses_by_method)
{
    static const struct {
        const char *method, *target, *words[4];
        bool digits;
    } rows[] = {
        {"auto", "-1", {"lattice", "1", "1000"}, true},
        {"scan", "-1", {"scan", "0", "1000"}, false},
        {"lattice", "-1", {"lattice", "1", ""}, true},
        {"auto", "0.25", {"scan", "1", "1000"}, false},
        {"lattice", "0.25", {"lattice", "1", ""}, false},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct folder f;
        struct csv csv;
        struct message error;
        char method[32], target[32];
        folder_make(&f);
        snprintf(method, sizeof method, "--method=%s", rows[i].method);
        snprintf(target, sizeof target, "--target=%s", rows[i].target);
        struct cli_result r = CLI(&f, "instability", "--encoding=rope:base=5e5,dim=32,unit=turn",
                                  method, target, "-o", "@/out.csv",
                                  strcmp(rows[i].method, "lattice") ? "--scan=1000" : NULL);
        cli_went_well(&r);
        cli_free(&r);
        ck_assert_msg(csv_read(folder_file(&f, "out.csv"), &csv, &error), "%s", error.text);
        static const char *const names[] = {"method", "proved", "scan_hi_tok"};
        for (size_t k = 0; k < TOOLS_COUNT(names); k++)
            ck_assert_str_eq(csv_cell(&csv, 0, csv_column(&csv, names[k])), rows[i].words[k]);
        double error_bound = strtod(csv_cell(&csv, 0, csv_column(&csv, "error_bound")), NULL),
               sought = strtod(csv_cell(&csv, 0, csv_column(&csv, "error_sought")), NULL),
               missed = fabs(strtod(csv_cell(&csv, 0, csv_column(&csv, "gamma_reached")), NULL) -
                             strtod(rows[i].target, NULL));
        ck_assert(fabs(sought - 1.25 * 2.0 / 16.0) <= 1e-15 && fabs(error_bound - missed) <= 1e-14);
        ck_assert_int_eq(error_bound <= sought, rows[i].words[1][0] == '1');
        const char *witness = csv_cell(&csv, 0, csv_column(&csv, "witness_tok"));
        ck_assert_int_eq(strlen(witness) > 10, rows[i].digits);
        ck_assert_uint_eq(strlen(witness),
                          strtoul(csv_cell(&csv, 0, csv_column(&csv, "witness_digits")), NULL, 10));
        csv_free(&csv);
        folder_remove(&f);
    }
}
