/* Options and requests of an experiment made for the purpose: lists of names, and what needs --yes.
 * */
#include "experiments/harness/command/experiment.h"

#include <fcntl.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/output/failure.h"
#include "tests/tools/cli_tools.h"

static const char *const colours[] = {"red", "green", "blue", NULL};
enum { NAMES, SECONDS };
static const struct option_spec options[] = {
    [NAMES] = {.name = "colours",
               .type = OPTION_NAMES,
               .fallback = {"blue", "red,blue", "red,blue"},
               .choices = colours,
               .meaning = "colours"},
    [SECONDS] = {.name = "seconds",
                 .type = OPTION_WHOLE,
                 .fallback = {"1", "1", "1"},
                 .lo = 0,
                 .hi = 1e9,
                 .meaning = "seconds on two cores"},
};
static const struct column columns[] = {{"colour", "number"}};

/* A row for each colour chosen. */
static enum status run_rows(struct run *run)
{
    for (size_t i = 0; i < run->values[NAMES].count; i++) {
        row_number(run->table, 0, run->values[NAMES].numbers[i]);
        row_end(run->table);
    }
    return STATUS_OK;
}

static double seconds(const struct run *run) { return run_number(run, "seconds"); }

static const struct experiment experiment = {.name = "painting",
                                             .summary = "",
                                             .measures = "",
                                             .source = "",
                                             .options = options,
                                             .option_count = TOOLS_COUNT(options),
                                             .columns = columns,
                                             .column_count = TOOLS_COUNT(columns),
                                             .run = run_rows,
                                             .seconds = seconds};

/* Runs it on words and "-o FILE"; the file's text (NULL: none was written), what was printed, and
 * the error line, to be freed. */
struct outcome {
    int status;
    char *text, *printed, *error;
};

static struct outcome run_of(const struct experiment *e, const char *const *words)
{
    enum { MOST = 12, SIZE = 64 };
    struct outcome out;
    struct folder f;
    char storage[MOST][SIZE], path[160], *argv[MOST];
    int count = 0, old[3];
    folder_make(&f);
    snprintf(path, sizeof path, "--output=%s/out", f.path);
    for (; words[count]; count++) {
        snprintf(storage[count], SIZE, "%s", words[count]);
        argv[count] = storage[count];
    }
    argv[count++] = path;
    static const char *const names[3] = {NULL, "printed", "error"};
    fflush(stdout);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        old[fd] = dup(fd);
        int file = open(folder_file(&f, names[fd]), O_CREAT | O_RDWR, 0600);
        ck_assert(old[fd] >= 0 && file >= 0 && dup2(file, fd) >= 0);
        close(file);
    }
    out.status = experiment_main(e, count, argv);
    fflush(stdout);
    fflush(stderr);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        dup2(old[fd], fd);
        close(old[fd]);
    }
    out.text = cli_file(folder_file(&f, "out"));
    out.printed = cli_file(folder_file(&f, "printed"));
    out.error = cli_file(folder_file(&f, "error"));
    folder_remove(&f);
    return out;
}

static int run_on(const char *const *words, char **text, char **error)
{
    struct outcome out = run_of(&experiment, words);
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

/* Over an hour on the cores that its threads find: refused with the time it would take, unless
 * --yes. */
TEST(hours_need_yes)
{
    static const struct {
        const char *seconds; /* on two cores */
        int threads;
        const char *hours; /* on as many cores as threads; NULL: not refused */
    } cases[] = {
        {"--seconds=3600", 2, NULL},
        {"--seconds=3601", 2, "about 1.0 hours on 2 cores"},
        {"--seconds=1800", 1, NULL},
        {"--seconds=1801", 1, "about 1.0 hours on 1 core;"},
        {"--seconds=7200", 4, NULL},
        {"--seconds=9000", 4, "about 1.2 hours on 4 cores"},
        {"--seconds=9000", 64, NULL},
        {"--seconds=30000", 2, "about 8.3 hours on 2 cores"},
        {"--seconds=360000", 2, "about 100 hours on 2 cores"},
    };
    char *text, *error, threads[32], fewer[32];
    int cores = omp_get_num_procs();
    /* more threads than cores gain nothing */
    snprintf(fewer, sizeof fewer, "hours on %d core", cores);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        bool crowded = cases[i].threads > cores;
        const char *hours = !crowded                                             ? cases[i].hours
                            : 2.0 * atof(cases[i].seconds + 10) > 3600.0 * cores ? fewer
                                                                                 : NULL;
        snprintf(threads, sizeof threads, "--threads=%d", cases[i].threads);
        int status = RUN(cases[i].seconds, threads);
        ck_assert_msg(status == (hours ? EXIT_USAGE : EXIT_DONE), "%s %s: status %d",
                      cases[i].seconds, threads, status);
        ck_assert_msg((text == NULL) == (hours != NULL), "%s", cases[i].seconds);
        ck_assert_msg(!hours || (strstr(error, hours) && strstr(error, "--yes")), "%s", error);
        free(text);
        free(error);
        status = RUN(cases[i].seconds, threads, "--yes");
        ck_assert_msg(status == EXIT_DONE && text && error[0] == '\0', "%s --yes: %s",
                      cases[i].seconds, error);
        free(text);
        free(error);
    }
    ck_assert_int_eq(RUN("--yes", "--yes"), EXIT_USAGE);
    ck_assert(strstr(error, "--yes is given twice"));
    free(error);
    ck_assert_int_eq(RUN("--yes=1"), EXIT_USAGE);
    ck_assert(strstr(error, "--yes"));
    free(error);
}

/* The printed command has --yes where one thread would need it, whatever it was run with: the bytes
 * are the same. */
TEST(yes_in_the_command)
{
    static const struct {
        const char *seconds;
        bool shown;
    } cases[] = {{"--seconds=1", false},
                 {"--seconds=1800", false},
                 {"--seconds=1801", true},
                 {"--seconds=100000", true}};
    char *text, *error, *first;
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        RUN(cases[i].seconds, "--threads=1", "--yes");
        free(error);
        first = text;
        ck_assert_msg((strstr(first, " --yes\n") != NULL) == cases[i].shown, "%s: %s",
                      cases[i].seconds, first);
        RUN(cases[i].seconds, "--threads=4", "--yes");
        ck_assert_msg(strcmp(first, text) == 0, "%s: %s\nand\n%s", cases[i].seconds, first, text);
        free(first);
        free(text);
        free(error);
    }
    /* not needed on two cores, but the command may be run on one; on one it is */
    bool one_core = omp_get_num_procs() < 2;
    ck_assert_int_eq(RUN("--seconds=1801", "--threads=2"), one_core ? EXIT_USAGE : EXIT_DONE);
    ck_assert(one_core || strstr(text, " --yes\n") != NULL);
    free(text);
    free(error);
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
    struct outcome run = run_of(&bare, (const char *const[]){NULL});
    ck_assert_msg(run.status == EXIT_DONE && run.error[0] == '\0', "%s", run.error);
    ck_assert_msg(run.text && strstr(run.text, "\ncolour\n7\n"), "%s", run.text);
    ck_assert_ptr_nonnull(strstr(run.text, "\n# command build/posbias bare --scale=standard\n"));
    ck_assert_str_eq(run.printed, "");
    struct outcome help = run_of(&bare, (const char *const[]){"--help", NULL});
    ck_assert_msg(help.status == EXIT_DONE && help.error[0] == '\0', "%s", help.error);
    ck_assert_ptr_null(help.text); /* nothing is run */
    static const char *const says[] = {"Usage: posbias bare", "The number 7.", "--threads",
                                       "\n  colour ",         "No figure",     "No claim"};
    for (size_t i = 0; i < TOOLS_COUNT(says); i++)
        ck_assert_msg(strstr(help.printed, says[i]) != NULL, "%s: %s", says[i], help.printed);
    struct outcome odd = run_of(&bare, (const char *const[]){"--pairs=3", NULL});
    ck_assert_int_eq(odd.status, EXIT_USAGE);
    ck_assert_ptr_nonnull(strstr(odd.error, "\"--pairs\""));
    const struct outcome all[] = {run, help, odd};
    for (size_t i = 0; i < TOOLS_COUNT(all); i++) {
        free(all[i].text);
        free(all[i].printed);
        free(all[i].error);
    }
}
