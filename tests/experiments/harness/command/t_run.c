/* Options of experiments made for the purpose: lists of names, and none at all. */
#include "experiments/harness/command/experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/output/process/failure.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

static const char *const colours[] = {"red", "green", "blue", NULL};
enum { NAMES };
static const struct option_spec options[] = {
    [NAMES] = {.name = "colours",
               .type = OPTION_NAMES,
               .fallback = {"blue", "red,blue", "red,blue"},
               .choices = colours,
               .meaning = "colours"},
};
static const struct column columns[] = {{"colour", "number"}};

/* A row for each colour chosen. */
static enum status run_rows(struct run *run)
{
    if (!run_begin(run))
        return STATUS_DOMAIN;
    for (size_t i = 0; i < run->values[NAMES].count; i++) {
        row_number(run->table, 0, run->values[NAMES].numbers[i]);
        row_end(run->table);
    }
    return STATUS_OK;
}

static const struct experiment experiment = {.name = "painting",
                                             .summary = "",
                                             .measures = "",
                                             .source = "",
                                             .options = options,
                                             .option_count = TOOLS_COUNT(options),
                                             .columns = columns,
                                             .column_count = TOOLS_COUNT(columns),
                                             .run = run_rows};

static int run_on(const char *const *words, char **text, char **error)
{
    struct outcome out = run_tools(&experiment, words);
    free(out.printed);
    *text = out.text;
    *error = out.error;
    return out.status;
}
#define RUN(...) run_on((const char *const[]){__VA_ARGS__, NULL}, &text, &error)

TEST(lists_of_names_are_read_or_refused)
{
    static const struct {
        const char *words[3], *rows;
    } good[] = {
        {{"--colours=red"}, "\ncolour\n0\n"},
        {{"--colours=blue,red"}, "\ncolour\n2\n0\n"}, /* in the order typed */
        {{"--colours", "green,red,blue"}, "\ncolour\n1\n0\n2\n"},
        {{"--scale=smoke"}, "\ncolour\n2\n"},
        {{"--scale=full"}, "\ncolour\n0\n2\n"},
    };
    static const struct {
        const char *word, *says[2];
    } bad[] = {
        {"--colours=", {"--colours", "\"\" is not accepted"}},
        {"--colours=red,", {"--colours", "\"\" is not accepted"}},
        {"--colours=,red", {"--colours", "\"\" is not accepted"}},
        {"--colours=red,,blue", {"--colours", "\"\" is not accepted"}},
        {"--colours=rde", {"\"rde\"", "did you mean \"red\"?"}},
        {"--colours=red,Green", {"\"Green\"", "red, green, blue"}},
        {"--colours=red, blue", {"\" blue\"", "one or more of"}},
        {"--colours=red;blue", {"\"red;blue\"", "one or more of"}},
        {"--colours=red,blue,red", {"\"red\"", "twice"}},
        {"--colours=red,green,blue,red", {"\"red\"", "twice"}},
    };
    char *text, *error;
    for (size_t i = 0; i < TOOLS_COUNT(good); i++) {
        int status = run_on(good[i].words, &text, &error);
        ck_assert_msg(status == EXIT_DONE && text && error[0] == '\0', "%s: %s", good[i].words[0],
                      error);
        ck_assert_msg(strstr(text, good[i].rows) &&
                          strlen(strstr(text, good[i].rows)) == strlen(good[i].rows),
                      "%s: %s", good[i].words[0], text);
        free(text);
        free(error);
    }
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        int status = RUN(bad[i].word);
        ck_assert_msg(status == EXIT_USAGE && !text, "%s: status %d", bad[i].word, status);
        for (size_t j = 0; j < 2; j++)
            ck_assert_msg(strstr(error, bad[i].says[j]), "%s: does not say %s: %s", bad[i].word,
                          bad[i].says[j], error);
        free(error);
    }
}

static enum status bare_rows(struct run *run)
{
    row_number(run->table, 0, 7.0);
    row_end(run->table);
    return STATUS_OK;
}

/* No option, no figure, no claim: what is not there is left out, and help says so. */
TEST(bare_experiment)
{
    static const struct experiment bare = {.name = "bare",
                                           .summary = "a number",
                                           .measures = "The number 7.",
                                           .source = "none",
                                           EXPERIMENT_COLUMNS(columns),
                                           .run = bare_rows};
    struct outcome run = run_tools(&bare, (const char *const[]){NULL});
    ck_assert_msg(run.status == EXIT_DONE && run.error[0] == '\0', "%s", run.error);
    ck_assert_msg(run.text && strstr(run.text, "\ncolour\n7\n"), "%s", run.text);
    ck_assert_ptr_nonnull(strstr(run.text, "\n# command build/posbias bare --scale=standard\n"));
    ck_assert_str_eq(run.printed, "");
    struct outcome help = run_tools(&bare, (const char *const[]){"--help", NULL});
    ck_assert_msg(help.status == EXIT_DONE && help.error[0] == '\0', "%s", help.error);
    ck_assert_ptr_null(help.text); /* nothing is run */
    static const char *const says[] = {"Usage: posbias bare", "The number 7.", "--threads",
                                       "\n  colour ",         "No figure",     "No claim"};
    for (size_t i = 0; i < TOOLS_COUNT(says); i++)
        ck_assert_msg(strstr(help.printed, says[i]) != NULL, "%s: %s", says[i], help.printed);
    struct outcome odd = run_tools(&bare, (const char *const[]){"--pairs=3", NULL});
    ck_assert_int_eq(odd.status, EXIT_USAGE);
    ck_assert_ptr_nonnull(strstr(odd.error, "\"--pairs\""));
    const struct outcome all[] = {run, help, odd};
    for (size_t i = 0; i < TOOLS_COUNT(all); i++) {
        free(all[i].text);
        free(all[i].printed);
        free(all[i].error);
    }
}
