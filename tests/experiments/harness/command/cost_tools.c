#include "tests/experiments/harness/command/cost_tools.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
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

bool cost_comparable(void) { return strcmp(POSBIAS_FLAVOUR, "release") == 0; }

bool cost_within(double estimate, double used)
{
    return estimate <= COST_FACTOR * used && used <= COST_FACTOR * estimate;
}
