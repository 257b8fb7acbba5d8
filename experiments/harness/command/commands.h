/* The commands that are not experiments, which parsing, help and usage share. */
#ifndef POSBIAS_HARNESS_COMMAND_COMMANDS_H
#define POSBIAS_HARNESS_COMMAND_COMMANDS_H

#include <stdbool.h>
#include <stdio.h>

#include "experiments/harness/command/settings.h"

/* What was typed after a command's name. */
struct request {
    struct settings settings;
    size_t word_count;
    const char *const *words;
    FILE *out; /* where the result is printed */
};

struct command {
    const char *name;
    /* as usage shows them; "" for none */
    const char *words;
    /* how many may be typed */
    size_t least, most;
    struct setting_menu menu;
    /* one line */
    const char *summary;
    /* a paragraph or more */
    const char *help;
    /* it has work for all ranks of a job */
    bool works;
    /* returns the exit status */
    int (*run)(const struct request *request);
    /* or: another program takes the words as they were typed, --help too; words as main has them,
     * the first to be replaced */
    int (*become)(char **words);
};

/* The commands of rooms beside the harness: experiments/registry.c. */
extern const struct command *const added_commands[];
extern const size_t added_command_count;

/* How many commands there are, the harness's own first; the one at a place below that. */
size_t command_total(void);
const struct command *command_at(size_t place);

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Runs a command on argv[0..argc), what follows its name in main's words. Returns: the exit status;
 * every error is one line on stderr. */
int command_main(const struct command *command, int argc, char **argv);

/* Says that a word names neither an experiment nor a command. Returns: the exit status. */
int command_unknown(const char *word);

/* Says that no command was typed. Returns: the exit status. */
int command_missing(void);

#endif
