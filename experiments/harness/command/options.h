/* The options of an experiment and the settings it shares with commands, read from a command line
 * and written as one. */
#ifndef POSBIAS_HARNESS_COMMAND_OPTIONS_H
#define POSBIAS_HARNESS_COMMAND_OPTIONS_H

#include <stdio.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/settings.h"

/* The settings every experiment takes. */
extern const struct setting_menu experiment_menu;

/* Reads argv[0..argc) (what follows the experiment's name) into settings and values, one value per
 * option of the experiment; options left out take the scale's fallback, unless one is given that
 * stands in for it.
 * Out:     values, to be released with options_free whatever this returns.
 * Returns: false with *error set. */
bool options_parse(const struct experiment *experiment, int argc, char **argv,
                   struct settings *settings, struct option_value *values, struct message *error);
void options_free(const struct experiment *experiment, struct option_value *values);

/* Writes the resolved command line without what does not change the result, quoted for a shell. */
void options_put_command(FILE *out, const struct run *run);

#endif
