/* Walking a command line: options by their exact names, and words. */
#ifndef POSBIAS_HARNESS_COMMAND_COMMAND_LINE_H
#define POSBIAS_HARNESS_COMMAND_COMMAND_LINE_H

#include <stdio.h>

#include "theory/ground/message.h"

/* A row of a plain command's option table: name, metavar, meaning. */
struct plain_option {
    const char *name;
    /* of the value; NULL: it takes none. In brackets: it may be left out, and is where the next
     * word begins with '-' or there is none. */
    const char *metavar;
    const char *meaning;
};

/* Whether a word before "--" is --help, which goes before anything else that is said, right or
 * wrong. */
bool command_line_helps(int argc, char **argv);

/* Walks argv of a plain command: calls back once per option (value NULL if it has none) and
 * once per word (name NULL).
 * Returns: false with *error set, by itself for an unknown option or a missing value, or by the
 *          callback. */
bool command_line_walk(int argc, char **argv, size_t count, const struct plain_option *options,
                       void *context,
                       bool (*each)(void *context, const char *name, const char *value,
                                    struct message *error),
                       struct message *error);

/* Writes a word as a shell would have to be given it, in single quotes if need be. */
void command_line_quote(FILE *out, const char *word);

#endif
