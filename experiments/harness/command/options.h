/* Reading the options of a command, and printing its help. */
#ifndef POSBIAS_HARNESS_COMMAND_OPTIONS_H
#define POSBIAS_HARNESS_COMMAND_OPTIONS_H

#include <stdio.h>

#include "experiments/harness/command/experiment.h"

/* What every experiment takes besides its own options. */
struct run_settings {
    enum scale scale;
    int threads; /* 0: all cores */
    enum table_format format;
    bool quiet, reuse;
    bool yes;           /* start even if it takes over an hour */
    const char *output; /* NULL: stdout */
};

/* Reads argv[0..argc) (what follows the experiment's name) into settings and values, one value per
 * option of the experiment; options left out take the scale's fallback.
 * Out:     values, to be released with options_free.
 * Returns: false with *error set. */
bool options_parse(const struct experiment *experiment, int argc, char **argv,
                   struct run_settings *settings, struct option_value *values,
                   struct message *error);
void options_free(const struct experiment *experiment, struct option_value *values);

/* Prints an experiment's help: what it measures, source, options with range and default, columns,
 * figures, claims. */
void options_help(const struct experiment *experiment);

/* Prints the keys of every encoding and the presets, or of every query-key model. */
void options_help_encodings(void);
void options_help_qk(void);

/* Writes the resolved command line without what does not change the result, quoted for a shell. */
void options_put_command(FILE *out, const struct run *run);

#endif
