/* What a launcher sees of a rank's end: the program's own statuses, and 3 for every other end. */
#include "experiments/harness/rank_guard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tools/check_tools.h"

/* The status of a guarded process that ends by a signal, or with an exit status where that is 0. */
static int status_of(int signal_number, int exit_status)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDERR_FILENO);
        rank_guard();
        signal(SIGABRT, SIG_DFL);
        signal(SIGTERM, SIG_DFL); /* Check's own handler ends its whole group */
        if (signal_number)
            raise(signal_number);
        _exit(exit_status);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST(a_status_of_the_program_is_the_guards)
{
    for (int code = 0; code <= 3; code++)
        ck_assert_int_eq(status_of(0, code), code);
    ck_assert_int_eq(status_of(0, 128 + SIGTERM), 3);
}

TEST(an_end_by_a_signal_is_status_3)
{
    ck_assert_int_eq(status_of(SIGKILL, 0), 3);
    ck_assert_int_eq(status_of(SIGABRT, 0), 3);
    ck_assert_int_eq(status_of(SIGTERM, 0), 3);
}

static void end_well(int number)
{
    (void)number;
    _exit(1);
}

/* A signal sent to the guard reaches the rank, which ends as it likes. */
TEST(signals_are_passed_on)
{
    int ready[2], status;
    char byte;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        rank_guard();
        signal(SIGTERM, end_well);
        if (write(ready[1], "", 1) == 1)
            pause();
        _exit(2);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    kill(child, SIGTERM);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 1);
}
