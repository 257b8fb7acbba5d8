/* Runs killed at random moments go on from FILE.checkpoint until they end, in the bytes of a run
 * that nobody stopped, whatever the threads of each. tests/shim/fast_clock.c makes what is written
 * every ten seconds be written every few milliseconds.
 * POSBIAS_KILLS=150 kills each that often; `make check-slow` does. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#if TOOLS_SANITIZED

TEST(a_sanitizer_stands_where_the_clock_would)
{
    puts("cli_resume: skipped: a sanitizer comes first");
}

#else

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A command for each way in which work is kept; what it makes besides @/out. */
static const struct {
    const char *words[CLI_WORDS];
    const char *also;
} cases[] = {
    /* results of units */
    {{"diffhist", "--encoding=rope:dim=64", "--pairs=40000", "--scale=smoke"}, NULL},
    {{"locality", "--encoding=rope:dim=64", "--qk=gauss", "--context=32768", "--pairs=300"}, NULL},
    /* totals that units are added to */
    {{"bias", "--encoding=rope:dim=32;alibi:dim=32,slope=0.1", "--qk=gauss;aligned:rho=0.5",
      "--distances=0:400", "--pairs=6000"},
     NULL},
    {{"precision", "--encoding=rope:dim=64", "--positions=9,20000", "--keys=1,5", "--shifts=1",
      "--pairs=2"},
     NULL},
    /* claims as they are judged, what several share, works in them */
    {{"claims", "DU-F4-GAUSS", "DU-F4-NEAR", "DU-N-LIMIT", "DU-INV-PHASE", "MEN-32K-LEAST",
      "SU-32K-LEAST", "TAPA-F1"},
     NULL},
    /* a proof, inside its rows too, and its certificate */
    {{"basebound", "--context=1024:131072:x2", "--certificate=@/certificate"}, "certificate"},
    {{"instability", "--encoding=rope:base=1e7,dim=64,unit=turn;rope:base=5e5,dim=128,unit=turn",
      "--target=-1,-0.5,0.5,1", "--method=lattice"},
     NULL},
    {{"gap", "--encoding=rope:base=5e5,dim=64,unit=turn;rope:base=1e6,dim=64,unit=turn",
      "--qk=moments:mu0=1,nu0=0", "--prove"},
     NULL},
    /* one unit after the other, each on every thread */
    {{"locality", "--encoding=rope:dim=16", "--qk=gauss", "--context=1200000", "--pairs=12"}, NULL},
};

/* One run to its end, or to a kill. Returns: whether it ended. */
static bool run(const struct folder *f, size_t at, int threads, double until)
{
    const char *words[CLI_WORDS + 5] = {NULL};
    char option[32];
    size_t count = 0;
    int status;
    for (; cases[at].words[count]; count++)
        words[count] = cases[at].words[count];
    snprintf(option, sizeof option, "--threads=%d", threads);
    words[count++] = option;
    words[count++] = "--yes";
    words[count++] = "-o";
    words[count] = "@/out";
    pid_t child = cli_start(f, words);
    if (until > 0.0) {
        usleep((useconds_t)(1e6 * until));
        kill(child, SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, "%s ends with status %d",
                  words[0], WEXITSTATUS(status));
    return WIFEXITED(status);
}

static bool there(struct folder *f, const char *name)
{
    return access(folder_file(f, name), F_OK) == 0;
}

static void same_bytes(struct folder *f, struct folder *whole, const char *name)
{
    char *a = cli_file(folder_file(f, name)), *b = cli_file(folder_file(whole, name));
    ck_assert(a && b);
    for (char *at = a, *other; (at = strstr(at, f->path)); at += strlen(f->path)) {
        other = b + (at - a); /* a header names the files that are given */
        ck_assert(strncmp(other, whole->path, strlen(f->path)) == 0);
        memcpy(other, f->path, strlen(f->path));
    }
    ck_assert_msg(strcmp(a, b) == 0, "%s differs", name);
    free(a);
    free(b);
}

TEST_EACH(killed_runs_go_on_to_the_same_bytes, TOOLS_COUNT(cases))
{
    const char *most = getenv("POSBIAS_KILLS");
    int kills = most ? atoi(most) : 6, killed = 0, kept = 0;
    uint64_t state = (uint64_t)_i + 1;
    struct folder f, whole;
    folder_make(&f);
    folder_make(&whole);
    double began = seconds();
    ck_assert(run(&whole, (size_t)_i, 2, 0.0));
    double patience = seconds() - began;
    ck_assert(!there(&whole, "out.checkpoint"));
    cli_shim("fast_clock");
    setenv("FAST_CLOCK", "2000", 1);
    bool ended = false;
    for (int runs = 0; !ended && (killed < kills || kept == 0); runs++) {
        ck_assert_msg(runs < 10 * kills, "%d kills left no checkpoint", killed);
        ended = run(&f, (size_t)_i, 1 + killed % 3, patience * tools_uniform(&state));
        if (there(&f, "out")) /* ended, or killed between its last act and its end: it is whole */
            same_bytes(&f, &whole, "out");
        killed += !ended;
        kept += there(&f, "out.checkpoint");
        if (ended && kept == 0) { /* nothing was shown yet: once more from the start */
            ck_assert_int_eq(unlink(folder_file(&f, "out")), 0);
            ended = false;
            patience *= 0.7;
        } else if (kept == 0) {
            patience *= 1.5; /* a machine that is busier than it was */
        }
    }
    if (!ended)
        ck_assert(run(&f, (size_t)_i, 3, 0.0));
    same_bytes(&f, &whole, "out");
    if (cases[_i].also)
        same_bytes(&f, &whole, cases[_i].also);
    size_t files = cases[_i].also ? 2 : 1;
    ck_assert_uint_eq(folder_remove(&f), files);
    ck_assert_uint_eq(folder_remove(&whole), files);
}

#define LONG "diffhist", "--encoding=rope:dim=64", "--pairs=100000", "--scale=smoke"

/* Stops a run with a signal once it has written what it has come to. */
static void stop(struct folder *f, int number)
{
    int status;
    cli_shim("fast_clock");
    setenv("FAST_CLOCK", "10000", 1);
    pid_t child = cli_start(f, (const char *const[]){LONG, "-o", "@/out.csv", NULL});
    for (int tries = 0; tries < 2000 && !there(f, "out.csv.checkpoint"); tries++)
        usleep(2000);
    kill(child, number);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(there(f, "out.csv.checkpoint") && !there(f, "out.csv"),
                  "the run ended before it was stopped: %d", status);
    unsetenv("LD_PRELOAD");
}

static char *shown(void)
{
    struct cli_result r = CLI(NULL, LONG);
    cli_went_well(&r);
    free(r.err);
    return r.out;
}

TEST(a_run_that_goes_on_says_so_unless_it_is_quiet)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGKILL};
    char *whole = shown();
    for (size_t i = 0; i < TOOLS_COUNT(numbers); i++) {
        struct folder f;
        folder_make(&f);
        stop(&f, numbers[i]);
        struct cli_result r = CLI(&f, LONG, i == 1 ? "--quiet" : "--yes", "-o", "@/out.csv");
        ck_assert_int_eq(r.status, 0);
        ck_assert_msg(i == 1 ? !r.err[0]
                             : strncmp(r.err, "posbias: goes on from \"", 23) == 0 &&
                                   strchr(r.err, '\n') == r.err + strlen(r.err) - 1,
                      "%s", r.err);
        cli_free(&r);
        cli_holds(folder_file(&f, "out.csv"), whole);
        ck_assert_uint_eq(folder_remove(&f), 1);
    }
    free(whole);
}

TEST(a_checkpoint_of_another_command_is_refused_and_stays)
{
    static const struct cli_row rows[] = {
        {{LONG, "--seed=2", "-o", "@/out.csv"},
         2,
         {"out.csv.checkpoint\"", "another command", "remove it"}},
        {{"bias", "--distances=1", "-o", "@/out.csv"},
         2,
         {"out.csv.checkpoint\"", "another experiment, \"diffhist\""}},
    };
    struct folder f;
    folder_make(&f);
    stop(&f, SIGKILL);
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &rows[i]);
    folder_write(&f, "out.csv.checkpoint", 4, "mine");
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{LONG, "-o", "@/out.csv"}, 2, {"is no checkpoint"}});
    cli_holds(folder_file(&f, "out.csv.checkpoint"), "mine");
    folder_remove(&f); /* and what the killed run was writing */
}

/* Two runs on one output are allowed: the second has its result, and leaves the first's alone. */
TEST(a_checkpoint_that_another_run_holds_is_left_to_it)
{
    char *whole = shown();
    struct folder f;
    folder_make(&f);
    stop(&f, SIGKILL);
    int held = open(folder_file(&f, "out.csv.checkpoint"), O_RDONLY);
    ck_assert(held >= 0 && flock(held, LOCK_EX) == 0);
    struct cli_result r = CLI(&f, LONG, "-o", "@/out.csv");
    ck_assert_msg(r.status == 0 && strstr(r.err, "another run keeps \""), "%s", r.err);
    cli_free(&r);
    cli_holds(folder_file(&f, "out.csv"), whole);
    free(whole);
    ck_assert_uint_eq(cli_files(&f), 2);
    close(held);
    r = CLI(&f, LONG, "--reuse", "-o", "@/out.csv"); /* killed between its name and this */
    ck_assert_int_eq(r.status, 0);
    ck_assert_str_eq(r.err, "posbias: out.csv is up to date\n");
    cli_free(&r);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A file that cannot grow is what a full disk looks like; the result is smaller. */
TEST(a_checkpoint_that_cannot_be_written_is_said_once)
{
    char *whole = shown();
    struct folder f;
    folder_make(&f);
    cli_shim("fast_clock");
    setenv("FAST_CLOCK", "10000", 1);
    struct cli_result r = cli_run(&f, &(struct cli_setting){NULL, 65536},
                                  (const char *const[]){LONG, "-o", "@/out.csv", NULL});
    ck_assert_int_eq(r.status, 0);
    ck_assert_msg(strncmp(r.err, "posbias: cannot write \"", 23) == 0 &&
                      strstr(r.err, "out.csv.checkpoint\": File too large") &&
                      strchr(r.err, '\n') == r.err + strlen(r.err) - 1,
                  "%s", r.err);
    cli_free(&r);
    cli_holds(folder_file(&f, "out.csv"), whole);
    free(whole);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

#endif
