/* Running one experiment from its command line to its finished file. */
#ifndef POSBIAS_HARNESS_COMMAND_RUN_H
#define POSBIAS_HARNESS_COMMAND_RUN_H

#include "experiments/harness/command/experiment.h"

/* Exit statuses of the command. */
enum { EXIT_DONE = 0, EXIT_UNEXPECTED = 1, EXIT_USAGE = 2, EXIT_BROKEN = 3 };

/* `posbias EXPERIMENT options...`: returns the exit status; every error is one line on stderr. */
int run_main(const struct experiment *experiment, int argc, char **argv);

/* Prints "posbias: message" as one line on stderr and returns the status. */
int run_fail(int status, const struct message *message);

/* Uses n threads from here on, 0 for all cores; the matrix library gets one per thread of ours. */
void run_threads(int n);

/* What a failed status means, for a message. */
const char *run_status_text(enum status status);

#endif
