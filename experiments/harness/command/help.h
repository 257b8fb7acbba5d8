/* Help pages. Each is printed to standard output and returns an exit status, with one line on
 * standard error if it is not 0. */
#ifndef POSBIAS_HARNESS_COMMAND_HELP_H
#define POSBIAS_HARNESS_COMMAND_HELP_H

#include <stdbool.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/experiment.h"

/* Every command and every experiment, a few lines each. */
int help_usage(void);

/* Every experiment, a line each, or as JSON. */
int help_list(bool json);

/* What a command does, its words and its options. */
int help_command(const struct command *command);

/* What an experiment measures, its source, options with range and default, columns, figures and
 * claims. */
int help_experiment(const struct experiment *experiment);

/* The keys of every encoding and the presets; of every query-key model; of every token model. */
int help_encodings(void);
int help_qk(void);
int help_tokens(void);

#endif
