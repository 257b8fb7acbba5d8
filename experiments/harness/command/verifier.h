/* The verifier is a program of its own, posbias-verify, that stands beside this one. */
#ifndef POSBIAS_HARNESS_COMMAND_VERIFIER_H
#define POSBIAS_HARNESS_COMMAND_VERIFIER_H

#include <stdbool.h>

/* Whether it is there to be run. */
bool verifier_there(void);

/* Becomes that program, so that its output, its exit status and what signals do to it are its own.
 * In: words as main has them, ended by NULL; the first is replaced.
 * Returns: EXIT_BROKEN, with one line on stderr, if it cannot. */
int verifier_become(char **words);

#endif
