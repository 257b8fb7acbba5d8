/* Estimates against what runs take: processor time and memory of every experiment at three sizes,
 * from the start of the program alone to seconds. */
#include "experiments/harness/command/experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/process/failure.h"
#include "tests/experiments/harness/command/cost_runs.h"
#include "tests/experiments/harness/command/cost_tools.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/models/vector_tools.h"
#include "tests/tools/run_tools.h"

SUITE_SECONDS(600);

enum { TRIES = 3 };

/* Shorter runs only have to be estimated as short. */
static const double SHORT = 0.05;

/* Compares a run with its estimate. Processor time counts, of the least of a few tries: a loaded
 * machine adds to it what caches and clocks are shared with, and takes nothing away. */
static void compare(const char *const *words, bool memory)
{
    struct cost cost = cost_estimate(words);
    double seconds = HUGE_VAL;
    for (int i = 0; i < TRIES; i++) {
        struct cost_usage used = cost_usage(words);
        seconds = fmin(seconds, used.seconds);
        ck_assert_msg(!memory || cost_within(cost_bytes(&cost), used.bytes),
                      "%s %s %s: %.1f MB estimated, %.1f used", words[0], words[1], words[2],
                      cost_bytes(&cost) / 1e6, used.bytes / 1e6);
        if (cost_within(cost.seconds, seconds))
            return;
    }
    ck_assert_msg(seconds <= SHORT && cost.seconds <= COST_FACTOR * SHORT,
                  "%s %s %s %s: %.3f s estimated, %.3f used", words[0], words[1], words[2],
                  words[3] ? words[3] : "", cost.seconds, seconds);
}

TEST(estimates_are_compared_or_it_is_said)
{
    double us;
    if (!cost_comparable(&us))
        printf("estimates: skipped: not compared; a new page of memory takes %.1f us\n", us);
}

TEST_EACH(estimate_within_a_factor_of_three, TOOLS_COUNT(runs))
{
    if (cost_comparable(NULL))
        compare(runs[_i], true);
}

/* A few distances far away take what the tokens before them do. */
TEST_EACH(estimates_of_paths_hold_as_well, TOOLS_COUNT(path_runs))
{
    if (cost_comparable(NULL))
        compare(path_runs[_i], true);
}

/* Files that models read, of 20,000 tokens of 64 and of a layer 512 wide. */
static const char *files_write(struct folder *f, bool weights, char text[VECTOR_TEXT])
{
    enum { HEADS = 2, TOKENS = 20000, DIM = 64, WIDTH = 512, VOCABULARY = 6000 };
    if (weights) {
        snprintf(text, VECTOR_TEXT, "--qk=weights:%s,head=all",
                 vector_llama2c(f, "model.bin", WIDTH, HEADS, HEADS, 8, VOCABULARY));
        return "--encoding=rope:base=1e4,dim=256";
    }
    size_t count = (size_t)HEADS * TOKENS * DIM;
    double *x = malloc(count * sizeof *x);
    uint64_t state = 3;
    ck_assert_ptr_nonnull(x);
    for (size_t i = 0; i < count; i++)
        x[i] = tools_uniform(&state) - 0.4;
    const char *q = vector_npy(f, "q.npy", 3, (size_t[]){HEADS, TOKENS, DIM}, x);
    int used = snprintf(text, VECTOR_TEXT, "--qk=npy:q=%s", q);
    snprintf(text + used, (size_t)(VECTOR_TEXT - used), ",k=%s,head=all",
             vector_npy(f, "k.npy", 3, (size_t[]){HEADS, TOKENS, DIM}, x));
    free(x);
    return "--encoding=rope:base=1e4,dim=64";
}

/* Rows of files cost what the estimate says, one by one and many at once. */
TEST_EACH(estimates_of_files_hold_as_well, 2 * TOOLS_COUNT(file_runs))
{
    const char *words[COST_WORDS] = {0}, *const *row = file_runs[_i / 2];
    char text[VECTOR_TEXT];
    struct folder f;
    if (!cost_comparable(NULL))
        return;
    folder_make(&f);
    words[0] = row[0];
    words[1] = files_write(&f, _i % 2, text);
    words[2] = text;
    for (size_t i = 1; row[i]; i++)
        words[2 + i] = row[i];
    compare(words, true);
    folder_remove(&f);
}

/* The rows above are three sizes of every experiment that there is. */
TEST(every_experiment_has_three_sizes)
{
    for (size_t e = 0; e < experiment_count; e++) {
        size_t found = 0;
        double least = HUGE_VAL, most = 0.0;
        for (size_t i = 0; i < TOOLS_COUNT(runs); i++)
            if (strcmp(runs[i][0], experiments[e]->name) == 0) {
                double seconds = cost_estimate(runs[i]).seconds;
                found++;
                least = fmin(least, seconds);
                most = fmax(most, seconds);
            }
        ck_assert_msg(found == 3, "%s: %zu sizes", experiments[e]->name, found);
        ck_assert_msg(!cost_comparable(NULL) || most > 20.0 * least, "%s: %.3f to %.3f s",
                      experiments[e]->name, least, most);
    }
}

static enum status (*watched_run)(struct run *run);
static size_t steps_counted, steps_done;

static enum status watch(struct run *run)
{
    enum status status = watched_run(run);
    steps_counted = run->cost->step_count;
    steps_done = run->steps;
    return status;
}

/* A run ends as many steps as its cost counted, with several encodings, models and contexts: each
 * takes the time that was meant for it. */
TEST_EACH(runs_end_the_steps_that_were_counted, TOOLS_COUNT(steps))
{
    struct experiment watched = *experiment_find(steps[_i][0]);
    struct experiment_table tables[4];
    ck_assert_uint_le(watched.table_count, TOOLS_COUNT(tables));
    watched_run = watched.run;
    watched.run = watch;
    for (size_t i = 0; i < watched.table_count; i++) {
        struct message option;
        message_set(&option, "--%s", watched.tables[i].option);
        size_t length = strlen(option.text);
        for (size_t w = 1; w < COST_WORDS && steps[_i][w]; w++)
            if (strncmp(steps[_i][w], option.text, length) == 0 &&
                (steps[_i][w][length] == '=' || steps[_i][w][length] == '\0'))
                watched_run = watched.tables[i].run;
        tables[i] = watched.tables[i];
        tables[i].run = watch;
    }
    watched.tables = tables;
    struct outcome out = run_tools(&watched, steps[_i] + 1);
    ck_assert_msg(out.status == EXIT_DONE, "%s: %s", steps[_i][0], out.error);
    ck_assert_msg(steps_counted > 0 && steps_done == steps_counted, "%s: %zu of %zu", steps[_i][0],
                  steps_done, steps_counted);
    free(out.text);
    free(out.printed);
    free(out.error);
}

/* What takes days is refused and writes nothing, whatever the experiment and the machine. */
TEST_EACH(days_are_refused, TOOLS_COUNT(days))
{
    if (tools_spared("days_are_refused", "it is about time alone"))
        return;
    const char *words[COST_WORDS + 1] = {NULL};
    size_t count = 0;
    for (; count + 1 < COST_WORDS && days[_i][count + 1]; count++)
        words[count] = days[_i][count + 1];
    words[count] = "--threads=1";
    run_as_priced();
    struct outcome out = run_tools(experiment_find(days[_i][0]), words);
    ck_assert_msg(out.status == EXIT_USAGE && !out.text && strstr(out.error, "hours") &&
                      strstr(out.error, "or --yes"),
                  "%s: %d: %s", days[_i][0], out.status, out.error);
    free(out.printed);
    free(out.error);
}

TEST(every_experiment_counts_its_steps_and_refuses_days)
{
    for (size_t e = 0; e < experiment_count; e++) {
        bool found[2] = {false, false};
        for (size_t i = 0; i < TOOLS_COUNT(steps); i++)
            found[0] = found[0] || strcmp(steps[i][0], experiments[e]->name) == 0;
        for (size_t i = 0; i < TOOLS_COUNT(days); i++)
            found[1] = found[1] || strcmp(days[i][0], experiments[e]->name) == 0;
        /* the longest list of encodings that can be typed takes seconds */
        ck_assert_msg(found[0] && (found[1] || strcmp(experiments[e]->name, "frequencies") == 0),
                      "%s", experiments[e]->name);
    }
}
