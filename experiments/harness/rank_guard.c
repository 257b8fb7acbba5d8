#include "experiments/harness/rank_guard.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/harness/output/process/ending.h"
#include "experiments/harness/output/process/failure.h"
#include "theory/ground/arrays.h"
#include "theory/ground/message.h"

static const int passed[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

static volatile pid_t guarded;

static void pass(int number) { kill(guarded, number); }

/* Waits for the child, and says how it ended. */
static int watch(void)
{
    struct message said;
    int status = 0;
    while (waitpid(guarded, &status, 0) < 0)
        continue;
    if (WIFEXITED(status))
        return WEXITSTATUS(status) < EXIT_BROKEN ? WEXITSTATUS(status) : EXIT_BROKEN;
    message_set(&said, "a rank was ended by signal %d (%s)", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    ending_tell(said.text, strlen(said.text));
    return EXIT_BROKEN;
}

void rank_guard(void)
{
    sigset_t all, before;
    struct sigaction action = {.sa_handler = pass, .sa_flags = SA_RESTART}, now;
    pid_t parent = getpid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent)
            _exit(EXIT_BROKEN);
    } else if (child > 0) {
        guarded = child;
        for (size_t i = 0; i < ARRAY_COUNT(passed); i++)
            if (sigaction(passed[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
                sigaction(passed[i], &action, NULL);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (child > 0)
        _exit(watch());
}
