/* The program: prepares the process, then hands over to an experiment or a command. */
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/job.h"
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/instructions.h"
#include "experiments/harness/output/process/child.h"
#include "experiments/harness/output/process/ending.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "experiments/harness/rank_guard.h"
#include "experiments/readers/mapped.h"
#include "theory/proof/filter/ball_memory.h"

static void on_signal(int number)
{
    progress_interrupted();
    child_interrupted();
    atomic_interrupted();
    _exit(128 + number);
}

/* What ends the program removes its temporary files first: also when whoever read its messages is
 * gone, or its processor time is over. What was ignored when it began, as nohup and `trap ''` leave
 * it, stays ignored, here and in a program that this one becomes or starts. */
static void signals_hold(void)
{
    static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGPIPE, SIGALRM,
                                  SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU};
    struct sigaction now;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            signal(numbers[i], on_signal);
}

/* The code, unless standard output could not take everything of a result. */
static int stdout_finish(int code)
{
    struct message error;
    bool printed = code == EXIT_DONE || code == EXIT_UNEXPECTED;
    if (!printed || (fflush(stdout) == 0 && !ferror(stdout)))
        return code;
    message_set(&error, "cannot write standard output");
    return failure_print(EXIT_BROKEN, &error);
}

/* A closed standard output must fail, not lend its number to the next file that is opened. */
static void descriptors_hold(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            return;
}

/* What the words ask for. Only work is every rank's, the rest is rank 0's alone. */
static int run(int argc, char **argv)
{
    struct message error;
    if (!instructions_wanted(&error))
        return failure_print(EXIT_USAGE, &error);
    const char *word = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ? "help"
                       : strcmp(argv[1], "--version") == 0                          ? "version"
                                                                                    : argv[1];
    const struct experiment *experiment = experiment_find(word);
    const struct command *command = command_find(word);
    if (!experiment && !(command && command->works) && !job_is_alone())
        return EXIT_DONE;
    return experiment ? experiment_main(experiment, argc - 2, argv + 2)
           : command  ? command_main(command, argc - 2, argv + 2)
                      : command_unknown(word);
}

int main(int argc, char **argv)
{
    if (ranks_launched())
        rank_guard();
    descriptors_hold();
    signals_hold();
    signal(SIGXFSZ, SIG_IGN); /* a file-size limit then shows as a failed write */
    ending_guard();
    ball_memory_end(ending_memory);
    ending_faults(mapped_fault);
    gsl_set_error_handler_off();
    int code = !job_begin() ? EXIT_USAGE : argc < 2 ? command_missing() : run(argc, argv);
    return job_end(ending_by_main(stdout_finish(code)));
}
