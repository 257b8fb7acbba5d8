/* What a run says of itself before it starts, and what needs --yes. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/machine.h"
#include "experiments/harness/output/process/failure.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

enum { SECONDS, MEGABYTES };
static const struct option_spec options[] = {
    [SECONDS] = {.name = "seconds",
                 .type = OPTION_WHOLE,
                 .fallback = {"1", "1", "1"},
                 .lo = 0,
                 .hi = 1e9,
                 .meaning = "seconds on two cores"},
    [MEGABYTES] = {.name = "megabytes",
                   .type = OPTION_WHOLE,
                   .fallback = {"0", "0", "0"},
                   .lo = 0,
                   .hi = 1e12,
                   .meaning = "memory"},
};
static const struct column columns[] = {{"number", "number"}};

static enum status run_rows(struct run *run)
{
    if (!run_begin(run))
        return STATUS_DOMAIN;
    row_number(run->table, 0, 1.0);
    row_end(run->table);
    return STATUS_OK;
}

/* Seconds of two threads, and bytes. */
static void cost(const struct run *run, struct cost *out)
{
    out->seconds = 0.0;
    cost_work(out, PACE_SCALAR, 2.0 * run_number(run, "seconds"), 1e12);
    cost_peak(out, 1e6 * run_number(run, "megabytes"), 0.0, 1.0);
    cost_step(out);
}

static const struct experiment experiment = {.name = "waiting",
                                             .summary = "",
                                             .measures = "",
                                             .source = "",
                                             EXPERIMENT_OPTIONS(options),
                                             EXPERIMENT_COLUMNS(columns),
                                             .run = run_rows,
                                             .cost = cost};

static int run_on(const char *const *words, char **text, char **error)
{
    struct outcome out = run_tools(&experiment, words);
    free(out.printed);
    *text = out.text;
    *error = out.error;
    return out.status;
}
#define RUN(...) run_on((const char *const[]){__VA_ARGS__, NULL}, &text, &error)

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
        {"--seconds=35999", 2, "about 10 hours on 2 cores"},
        {"--seconds=360000", 2, "about 100 hours on 2 cores"},
    };
    char *text, *error, threads[32], fewer[32];
    run_as_priced();
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
        status = RUN(cases[i].seconds, threads, "--yes", "--quiet");
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

/* Over three quarters of the memory there is: refused with what it would take, unless --yes. */
TEST(much_memory_needs_yes)
{
    char *text, *error, asked[64], says[64];
    double megabytes = machine_memory() / 1e6;
    run_as_priced();
    for (int times = 0; times < 2; times++) {
        double asks = floor(megabytes * (times ? 0.85 : 0.65));
        snprintf(asked, sizeof asked, "--megabytes=%.0f", asks);
        snprintf(says, sizeof says, "MB of memory");
        int status = RUN(asked);
        ck_assert_msg(status == (times ? EXIT_USAGE : EXIT_DONE) && (text == NULL) == times,
                      "%s: status %d: %s", asked, status, error);
        ck_assert_msg(times ? strstr(error, says) && strstr(error, "--yes") : error[0] == '\0',
                      "%s", error);
        free(text);
        free(error);
        status = RUN(asked, "--yes");
        ck_assert_msg(status == EXIT_DONE && text && error[0] == '\0', "%s --yes: %s", asked,
                      error);
        free(text);
        free(error);
    }
}

/* On a pipe a run of over ten seconds says what it takes before anything else; --quiet does not. */
TEST(long_runs_say_what_they_take)
{
    static const struct {
        const char *seconds, *says;
    } cases[] = {{"--seconds=9", NULL},
                 {"--seconds=11", "takes about 11 seconds on 2 cores and"},
                 {"--seconds=119", "takes about 119 seconds on"},
                 {"--seconds=600", "takes about 10 minutes on"}};
    char *text, *error;
    run_as_priced();
    for (size_t i = 0; omp_get_num_procs() >= 2 && i < TOOLS_COUNT(cases); i++) {
        int status = RUN(cases[i].seconds, "--threads=2");
        ck_assert_msg(status == EXIT_DONE && text, "%s: %s", cases[i].seconds, error);
        ck_assert_msg(cases[i].says ? strstr(error, cases[i].says) != NULL : error[0] == '\0',
                      "%s: %s", cases[i].seconds, error);
        free(text);
        free(error);
        ck_assert_int_eq(RUN(cases[i].seconds, "--threads=2", "--quiet"), EXIT_DONE);
        ck_assert_str_eq(error, "");
        free(text);
        free(error);
    }
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
    run_as_priced();
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
