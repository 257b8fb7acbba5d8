/*
 * The runner: every test, or those of the suites and folders named by CK_RUN_SUITE, or the test
 * CK_RUN_CASE, as many at a time as there are cores. Each run of a test is a process of its own,
 * which Check need not fork once more: to start one is most of what a short test takes.
 * Fails if a test does, or if none ran. CK_VERBOSITY=verbose shows each and the seconds it took, of
 * the clock and of the processor.
 * The last line is Check's own summary.
 */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <omp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/suites.h"

/* One run of one test, and how it came out. */
struct job {
    const struct suite_test *test;
    int i;
    pid_t process;
    FILE *said;
    enum test_result result;
    double began, seconds, worked;
};

/* A process that says how its test came out ends with this and the result: with no status that a
 * sanitizer gives, 1, 23 or 66, or exit() in a test. */
enum { ENDED = 100 };

static bool leaks_passed_over;

/* The address sanitizer's; absent without it. */
void __lsan_do_leak_check(void) __attribute__((weak));

/* By exit() coverage is written and the address sanitizer looks for leaks. Where it does not, it
 * would go over all variables once more; and with the thread sanitizer Archer may not end in the
 * usual way after a fork. */
static _Noreturn void leave(int status)
{
#ifdef POSBIAS_COVERAGE
    exit(status);
#endif
    if (__lsan_do_leak_check && !leaks_passed_over)
        exit(status);
    _exit(status);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* AddressSanitizer ends a program that asks for too much; here it gets NULL, as elsewhere. */
#define SANITIZERS "allocator_may_return_null=1"

/* What the leak sanitizer asks before it looks. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return leaks_passed_over; }

/* With POSBIAS_SLOW each run looks, as do the commands it runs; it takes longer than most tests. */
static void choose_leaks(const struct job *job)
{
    const char *options = getenv("ASAN_OPTIONS");
    leaks_passed_over = job->i % LEAKS != 0 && !getenv("POSBIAS_SLOW");
    if (leaks_passed_over && options && strcmp(options, SANITIZERS) == 0)
        setenv("ASAN_OPTIONS", SANITIZERS WITHOUT_LEAKS, 1);
}

/* Ends this process when patience does; not by SIGALRM, at which Check kills the process group. */
static void be_patient(double seconds)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM};
    struct itimerspec at = {.it_value = {.tv_sec = (time_t)ceil(seconds)}};
    timer_t timer;
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &at, NULL);
}

/* In a process of its own: Check runs one test once and its failure is written down. */
static enum test_result run_alone(const struct job *job)
{
    const struct suite_test *t = job->test;
    Suite *suite = suite_create(t->suite);
    TCase *tcase = tcase_create(t->suite);
    be_patient(t->seconds);
    tcase_add_loop_test(tcase, t->test, job->i, job->i + 1);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run(runner, t->suite, t->suite, CK_SILENT);
    TestResult **results = srunner_results(runner);
    enum test_result result = (enum test_result)tr_rtype(results[0]);
    if (result != CK_PASS)
        fprintf(job->said, "%s:%d:%s:%s:%s:%d: %s\n", tr_lfile(results[0]), tr_lno(results[0]),
                result == CK_FAILURE ? "F" : "E", t->suite, t->test->name, job->i,
                tr_msg(results[0]));
    fflush(job->said);
    free(results);
    srunner_free(runner);
    return result;
}

static void start(struct job *job)
{
    job->said = tmpfile();
    job->began = now();
    fflush(NULL);
    pid_t runner = getpid();
    job->process = job->said ? fork() : -1;
    if (job->process < 0) {
        perror("check: cannot start a test");
        exit(EXIT_FAILURE);
    }
    if (job->process == 0) {
        suites_end_with(runner);
        choose_leaks(job);
        int result = (int)run_alone(job);
        fflush(NULL);
        leave(ENDED + result);
    }
}

static double seconds_of(struct timeval t) { return (double)t.tv_sec + 1e-6 * (double)t.tv_usec; }

static void end(struct job *job, int status, const struct rusage *used)
{
    int ended = WIFEXITED(status) ? WEXITSTATUS(status) - ENDED : 0;
    bool known = ended >= CK_PASS && ended <= CK_ERROR;
    job->process = 0;
    job->seconds = now() - job->began;
    job->worked = seconds_of(used->ru_utime) + seconds_of(used->ru_stime);
    job->result = known ? (enum test_result)ended : CK_ERROR;
    if (known)
        return;
    fprintf(job->said, "%s:%d:E:%s:%s:%d: ", job->test->test->file, job->test->test->line,
            job->test->suite, job->test->test->name, job->i);
    if (WIFEXITED(status))
        fprintf(job->said, "ended with status %d\n", WEXITSTATUS(status));
    else if (WTERMSIG(status) == SIGVTALRM)
        fprintf(job->said, "no end after %g s\n", job->test->seconds);
    else
        fprintf(job->said, "ended by signal %d (%s)\n", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
}

/* The longest patience first, so that no long test is left for the end. */
static int by_patience(const void *a, const void *b)
{
    const struct job *x = a, *y = b;
    if (x->test->seconds != y->test->seconds)
        return x->test->seconds < y->test->seconds ? 1 : -1;
    return x->test != y->test ? (x->test > y->test) - (x->test < y->test) : x->i - y->i;
}

/* What a run said, failures always. */
static void show(struct job *job, bool every)
{
    char line[4096];
    rewind(job->said);
    while (fgets(line, sizeof line, job->said))
        fputs(line, stdout);
    fclose(job->said);
    if (every && job->result == CK_PASS)
        printf("%s:%d:P:%s:%s:%d: %.2f s, %.2f s of work\n", job->test->test->file,
               job->test->test->line, job->test->suite, job->test->test->name, job->i, job->seconds,
               job->worked);
    fflush(stdout);
}

/* Each is shown when it has ended. */
static void run_all(struct job *jobs, size_t count, size_t workers, bool every)
{
    qsort(jobs, count, sizeof *jobs, by_patience);
    for (size_t started = 0, ended = 0; ended < count;) {
        while (started < count && started - ended < workers)
            start(jobs + started++);
        int status = 0;
        struct rusage used;
        pid_t process = wait4(-1, &status, 0, &used);
        for (size_t i = 0; i < started; i++)
            if (jobs[i].process == process && process > 0) {
                end(jobs + i, status, &used);
                show(jobs + i, every);
                ended++;
            }
    }
}

/* Two threads whose waiting leaves the core to other tests: what a test sees is the same on any
 * machine. OpenMP and the sanitizers read this once, at the program's start. */
static void settle(char **argv)
{
    if (getenv("OMP_WAIT_POLICY"))
        return;
    setenv("OMP_WAIT_POLICY", "passive", 1);
    setenv("OMP_NUM_THREADS", "2", 0);
    setenv("ASAN_OPTIONS", SANITIZERS, 0);
    execv("/proc/self/exe", argv);
}

/* A shell's background job and a profiler ignore some signals, and so would the programs that tests
 * end by them, and tests that run out of patience. */
static void signals_heard(void)
{
    struct sigaction action;
    for (int number = 1; number < SIGRTMIN; number++)
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            signal(number, SIG_DFL);
}

int main(int argc, char **argv)
{
    (void)argc;
    signals_heard();
    settle(argv);
    gsl_set_error_handler_off(); /* as the program does */
    const struct suite_test *tests;
    size_t chosen, count = 0, tally[CK_ERROR + 1] = {0};
    if (!suites_choose(getenv("CK_RUN_SUITE"), getenv("CK_RUN_CASE"), &tests, &chosen))
        return EXIT_FAILURE;
    for (size_t i = 0; i < chosen; i++)
        count += tests[i].times;
    struct job *jobs = calloc(count + 1, sizeof *jobs);
    if (!jobs) {
        fprintf(stderr, "check: no memory for %zu runs of tests\n", count);
        return EXIT_FAILURE;
    }
    for (size_t i = 0, at = 0; i < chosen; i++)
        for (size_t k = 0; k < tests[i].times; k++)
            jobs[at++] = (struct job){.test = tests + i, .i = (int)k};
    const char *verbosity = getenv("CK_VERBOSITY");
    run_all(jobs, count, (size_t)omp_get_num_procs(),
            verbosity && strcmp(verbosity, "verbose") == 0);
    for (size_t i = 0; i < count; i++)
        tally[jobs[i].result]++;
    free(jobs);
    if (count == 0)
        fprintf(stderr, "check: no test was run\n");
    else
        printf("%zu%%: Checks: %zu, Failures: %zu, Errors: %zu\n", 100 * tally[CK_PASS] / count,
               count, tally[CK_FAILURE], tally[CK_ERROR]);
    return count > 0 && tally[CK_PASS] == count ? EXIT_SUCCESS : EXIT_FAILURE;
}
