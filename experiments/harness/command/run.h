/* Running one experiment from its command line to its finished file. */
#ifndef POSBIAS_HARNESS_COMMAND_RUN_H
#define POSBIAS_HARNESS_COMMAND_RUN_H

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/output/failure.h"

/* `posbias EXPERIMENT options...`: returns the exit status; every error is one line on stderr. */
int run_main(const struct experiment *experiment, int argc, char **argv);

/* Uses n threads from here on, 0 for all cores; the matrix library gets one per thread of ours. */
void run_threads(int n);

#endif
