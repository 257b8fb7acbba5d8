/* Help pages. Each is printed to standard output, for a terminal or as a page of the manual, and
 * returns an exit status, with one line on standard error if it is not 0. */
#ifndef POSBIAS_HARNESS_COMMAND_HELP_HELP_H
#define POSBIAS_HARNESS_COMMAND_HELP_HELP_H

#include <stdbool.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/help/sheet.h"

/* What `posbias help` can print; in the order of their names. */
enum help_format { HELP_TEXT, HELP_MAN, HELP_BASH, HELP_ZSH };
extern const char *const help_formats[];

/* Strings that have a page of their own: section 7 of the manual. */
struct help_topic {
    const char *name, *summary;
    int (*print)(struct sheet *sheet);
};
extern const struct help_topic help_topics[];
extern const size_t help_topic_count;

/* Every command and every experiment, a few lines each. */
int help_usage(enum sheet_style style);

/* Every experiment, a line each, or as JSON. */
int help_list(bool json);

/* What a command does, its words and its options. */
int help_command(enum sheet_style style, const struct command *command);

/* What an experiment measures, its source, options with range and default, columns, figures and
 * claims. */
int help_experiment(enum sheet_style style, const struct experiment *experiment);

/* The keys of every encoding and the presets; of every query-key model; of every token model. */
int help_topic(enum sheet_style style, const struct help_topic *topic);

/* What a shell reads to complete posbias's words: commands, options, values out of a list.
 * It is of all commands at once: the words after `help` are to be none. */
int help_completion(enum help_format shell, size_t word_count, const char *const *words);

#endif
