/* Estimates against what runs take: processor time and memory of every experiment at three sizes,
 * from the start of the program alone to seconds. */
#include "experiments/harness/command/experiment.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/version.h"
#include "experiments/harness/output/failure.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

SUITE_SECONDS(600);

enum { WORDS = 8, TRIES = 3 };

/* An estimate holds within this factor; shorter runs only have to be estimated as short. */
static const double FACTOR = 3.0, SHORT = 0.05;

/* What a child used: seconds of all its threads and bytes at most. */
struct usage {
    double seconds, bytes;
};

/* Runs the program on one thread, so that what it waits for does not count. */
static struct usage usage_of(const char *const *words)
{
    const char *argv[WORDS + 5], *path = getenv("POSBIAS");
    size_t count = 0;
    argv[count++] = path ? path : "build/posbias";
    for (; words[count - 1]; count++)
        argv[count] = words[count - 1];
    argv[count++] = "--threads=1";
    argv[count++] = "--quiet";
    argv[count++] = "--yes";
    argv[count] = NULL;
    struct rusage used;
    int status;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execv(argv[0], (char *const *)(void *)argv);
        _exit(127);
    }
    ck_assert_int_eq(wait4(child, &status, 0, &used), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s %s: status %d", words[0],
                  words[1], status);
    return (struct usage){(double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                              1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
                          1024.0 * (double)used.ru_maxrss};
}

static struct cost estimate(const char *const *words)
{
    struct cost cost;
    struct message error;
    size_t count = 0;
    while (words[count])
        count++;
    ck_assert_msg(
        estimate_words(experiment_find(words[0]), count - 1, words + 1, 1.0, &cost, &error), "%s",
        error.text);
    cost_free(&cost);
    return cost;
}

/* Sanitizers slow the program down and not the libraries it calls, and hold memory of their own. */
static bool comparable(void) { return strcmp(POSBIAS_FLAVOUR, "release") == 0; }

static bool within(double estimate, double used)
{
    return estimate <= FACTOR * used && used <= FACTOR * estimate;
}

/* Compares a run with its estimate. Processor time counts, of the least of a few tries: a loaded
 * machine adds to it what caches and clocks are shared with, and takes nothing away. */
static void compare(const char *const *words)
{
    struct cost cost = estimate(words);
    double seconds = HUGE_VAL;
    for (int i = 0; i < TRIES; i++) {
        struct usage used = usage_of(words);
        seconds = fmin(seconds, used.seconds);
        ck_assert_msg(within(cost_bytes(&cost), used.bytes),
                      "%s %s %s: %.1f MB estimated, %.1f used", words[0], words[1], words[2],
                      cost_bytes(&cost) / 1e6, used.bytes / 1e6);
        if (within(cost.seconds, seconds))
            return;
    }
    ck_assert_msg(seconds <= SHORT && cost.seconds <= FACTOR * SHORT,
                  "%s %s %s %s: %.3f s estimated, %.3f used", words[0], words[1], words[2],
                  words[3] ? words[3] : "", cost.seconds, seconds);
}

#define ROPE "--encoding=rope:base=1e4,dim=128"
#define TURN "--encoding=rope:base=5e5,dim=128,unit=turn"
#define TAPA "--encoding=tapa:dim=128,alpha=0.1,split=0.5"
#define BOTH ROPE ";tapa:dim=128,alpha=0.1,split=0.5"

static const char *const runs[][WORDS] = {
    {"bias", BOTH, "--distances=10", "--pairs=100"},
    {"bias", BOTH, "--distances=0:99", "--pairs=100000"},
    {"bias", "--encoding=rope:base=1e4,dim=16384", "--distances=0:99", "--pairs=4000"},
    {"decay", BOTH, "--qk=gauss:mu=0.5", "--distances=10"},
    {"decay", BOTH, "--qk=gauss:mu=0.5", "--distances=1:20000"},
    {"decay", "--encoding=rope:base=1e4,dim=4096", "--qk=gauss:mu=0.5", "--distances=1:50000"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=100"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=50000"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=4000", "--near=0:9999", "--far=10000:29999"},
    {"consistency", ROPE, "--distances=10", "--pairs=10"},
    {"consistency", BOTH, "--distances=1:1000000:log:20", "--pairs=50000"},
    {"consistency", BOTH, "--distances=10", "--pairs=200", "--context=524288"},
    {"locality", BOTH, "--context=64", "--pairs=1", "--points=32"},
    {"locality", BOTH, "--context=16384", "--pairs=100", "--points=2048"},
    {"locality", ROPE, "--context=65536,2097152", "--pairs=10", "--points=32"},
    {"aliasing", ROPE, "--context=64", "--pairs=1"},
    {"aliasing", BOTH, "--context=1024", "--pairs=100"},
    {"aliasing", BOTH, "--context=1048576", "--pairs=6", "--dtype=bf16,fp32"},
    {"normality", ROPE, "--context=64", "--pairs=2"},
    {"normality", BOTH, "--qk=gauss", "--context=16384", "--pairs=200"},
    {"normality", BOTH, "--qk=gauss", "--context=1048576", "--pairs=20", "--bins=100"},
    {"tradeoff", ROPE, "--context=64", "--pairs=2"},
    {"tradeoff", BOTH, "--context=8192", "--pairs=200"},
    {"tradeoff", BOTH, "--context=262144", "--pairs=100"},
    {"gap", TURN, "--far-count=1000"},
    {"gap", TURN, "--far-count=8388608", "--prove"},
    {"gap", "--encoding=rope:base=5e5,dim=1024,unit=turn", "--far-count=8388608"},
    {"instability", TURN, "--method=scan", "--scan=1000"},
    {"instability", "--encoding=rope:base=5e5,dim=64,unit=turn", "--method=lattice"},
    {"instability", TURN, "--method=auto", "--scan=16777216"},
    {"lemmas", TURN, "--distances=10"},
    {"lemmas", TURN, "--distances=2:20000"},
    {"lemmas", "--encoding=rope:base=1e8,dim=16384,unit=turn", "--prove"},
    {"basebound", "--dim=128", "--context=64"},
    {"basebound", "--dim=128", "--context=4096"},
    {"basebound", "--dim=128", "--context=16384"},
    {"bounds", ROPE, "--context=64", "--limit=1000"},
    {"bounds", ROPE, "--context=65536", "--limit=1000"},
    {"bounds", TURN, "--context=64", "--limit=8388608"},
    {"scores", ROPE, "--distances=10", "--pairs=2"},
    {"scores", BOTH, "--distances=0:99", "--pairs=200"},
    {"scores", BOTH, "--distances=0:9999", "--pairs=20"},
    {"frequencies", ROPE},
    {"frequencies", "--encoding=rope:base=1e4,dim=4096"},
    {"frequencies", "--encoding=rope:base=1e4,dim=65536"},
};

/* Two of everything that a run loops over. */
#define TWO   "--encoding=rope:base=1e4,dim=8;rope:base=1e5,dim=16"
#define TURNS "--encoding=rope:base=1e4,dim=8,unit=turn;rope:base=1e5,dim=16,unit=turn"
#define LIKE  "--encoding=rope:base=1e4,dim=8;rope:base=1e5,dim=8", "--versus=nope:dim=8"
#define LAWS  "--qk=gauss:mu=0.5;aligned:rho=0.5"

static const char *const steps[][WORDS] = {
    {"bias", TWO, LAWS, "--distances=1:5", "--pairs=10"},
    {"decay", TWO, LAWS, "--distances=1:5"},
    {"diffhist", TWO, LAWS, "--pairs=10"},
    {"consistency", TWO, LAWS, "--distances=1:5", "--context=8,16", "--pairs=10"},
    {"locality", TWO, LAWS, "--context=8,16", "--pairs=2", "--points=32"},
    {"locality", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1,0.2"},
    {"consistency", TWO, LAWS, "--distances=1:5", "--context=8,16", "--pairs=9", "--exceeds=0.1"},
    {"tradeoff", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1"},
    {"aliasing", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1"},
    {"bias", LIKE, LAWS, "--distances=1:5", "--pairs=10"},
    {"locality", LIKE, LAWS, "--context=8,16", "--pairs=2"},
    {"consistency", LIKE, LAWS, "--distances=1:5", "--context=8,16", "--pairs=9"},
    {"consistency", LIKE, LAWS, "--distances=1:5", "--pairs=9"},
    {"tradeoff", LIKE, LAWS, "--context=8,16", "--pairs=2"},
    {"aliasing", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"normality", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"tradeoff", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"gap", TURNS, LAWS, "--near=1:3", "--far=10:20"},
    {"instability", TURNS, LAWS, "--scan=1000", "--grid=5"},
    {"instability", TURNS, LAWS, "--method=lattice", "--target=0,0.1"},
    {"lemmas", TURNS, "--distances=2,3"},
    {"lemmas", TURNS, "--prove", "--range=2:9"},
    {"basebound", "--dim=32", "--context=64,128"},
    {"basebound", "--dim=32", "--context=64,128", "--check=1e4,1e5"},
    {"bounds", TWO, "--context=64,128", "--limit=1000"},
    {"scores", TWO, LAWS, "--distances=1:5", "--pairs=2"},
    {"frequencies", TWO},
};

static const char *const days[][WORDS] = {
    {"bias", ROPE, "--distances=0:999", "--pairs=1e12"},
    {"decay",
     "--encoding=tapa:dim=4,alpha=0.1,phase=linear;tapa:dim=6,alpha=0.1,phase=linear;tapa:dim=8,alpha=0.1,phase=linear;tapa:dim=10,alpha=0.1,phase=linear;tapa:dim=12,alpha=0.1,phase=linear;tapa:dim=14,alpha=0.1,phase=linear;tapa:dim=16,alpha=0.1,phase=linear;tapa:dim=18,alpha=0.1,phase=linear",
     "--qk=gauss:mu=0.1;gauss:mu=0.2;gauss:mu=0.3;gauss:mu=0.4;gauss:mu=0.5;gauss:mu=0.6;gauss:mu=0.7;gauss:mu=0.8",
     "--distances=1:10000000"},
    {"diffhist", ROPE, "--near=0:65535", "--far=0:65535", "--pairs=5e7"},
    {"consistency", ROPE, "--distances=1", "--context=1e12"},
    {"locality", ROPE, "--context=1048576", "--pairs=1e8"},
    {"aliasing", ROPE, "--context=1048576", "--pairs=1e6"},
    {"normality", ROPE, "--context=1048576", "--pairs=1e6"},
    {"tradeoff", ROPE, "--context=1048576", "--pairs=1e8"},
    {"gap", "--encoding=rope:base=5e5,dim=65536,unit=turn", "--far-count=1e9",
     "--qk=unit;moments;moments:mu0=2;moments:mu0=3"},
    {"instability", TURN, "--scan=1e12"},
    {"lemmas", "--encoding=rope:base=1e12,dim=131072,unit=turn", "--prove"},
    {"basebound", "--dim=1024", "--context=16777216"},
    {"bounds", "--encoding=rope:base=1e8,dim=1024", "--context=16777216"},
    {"scores", ROPE, "--distances=0:9999", "--pairs=1e9"},
};

TEST_EACH(estimate_within_a_factor_of_three, TOOLS_COUNT(runs))
{
    if (comparable())
        compare(runs[_i]);
}

/* The rows above are three sizes of every experiment that there is. */
TEST(every_experiment_has_three_sizes)
{
    for (size_t e = 0; e < experiment_count; e++) {
        size_t found = 0;
        double least = HUGE_VAL, most = 0.0;
        for (size_t i = 0; i < TOOLS_COUNT(runs); i++)
            if (strcmp(runs[i][0], experiments[e]->name) == 0) {
                double seconds = estimate(runs[i]).seconds;
                found++;
                least = fmin(least, seconds);
                most = fmax(most, seconds);
            }
        ck_assert_msg(found == 3, "%s: %zu sizes", experiments[e]->name, found);
        ck_assert_msg(!comparable() || most > 20.0 * least, "%s: %.3f to %.3f s",
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
        message_set(&option, "--%s=", watched.tables[i].option);
        for (size_t w = 1; w < WORDS && steps[_i][w]; w++)
            if (strncmp(steps[_i][w], option.text, strlen(option.text)) == 0)
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

/* What takes days is refused and writes nothing, whatever the experiment. */
TEST_EACH(days_are_refused, TOOLS_COUNT(days))
{
    struct outcome out = run_tools(experiment_find(days[_i][0]), days[_i] + 1);
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
