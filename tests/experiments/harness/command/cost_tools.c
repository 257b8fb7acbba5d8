#define _GNU_SOURCE /* madvise */
#include "tests/experiments/harness/command/cost_tools.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "build/version.h"
#include "experiments/harness/command/experiment.h"
#include "tests/tools/check_tools.h"

struct cost_usage cost_usage(const char *const *words)
{
    const char *argv[COST_WORDS + 5], *path = getenv("POSBIAS");
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
    return (struct cost_usage){(double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                                   1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
                               1024.0 * (double)used.ru_maxrss};
}

struct cost cost_estimate(const char *const *words)
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

enum { PAGE = 4096, PAGES = 1024, PAGE_TRIES = 3 };

static const double PAGE_MOST_US = 2.0;

static double processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

/* Microseconds of a processor for a page that is written to for the first time: the least of a few
 * tries, 0 where no memory is to be had. */
static double page_us(void)
{
    double least = HUGE_VAL;
    for (int i = 0; i < PAGE_TRIES; i++) {
        size_t size = (size_t)PAGE * PAGES;
        char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (bytes == MAP_FAILED)
            return 0.0;
        madvise(bytes, size, MADV_NOHUGEPAGE);
        double began = processor_us();
        for (size_t at = 0; at < size; at += PAGE)
            ((volatile char *)bytes)[at] = 1;
        least = fmin(least, (processor_us() - began) / PAGES);
        munmap(bytes, size);
    }
    return least;
}

bool cost_comparable(double *us)
{
    static double measured = -1.0;
    if (measured < 0.0)
        measured = page_us();
    if (us)
        *us = measured;
    return measured <= PAGE_MOST_US && strcmp(POSBIAS_FLAVOUR, "release") == 0;
}

bool cost_within(double estimate, double used)
{
    return estimate <= COST_FACTOR * used && used <= COST_FACTOR * estimate;
}
