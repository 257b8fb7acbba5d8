/* How the program ends, and the one line that says why. */
#ifndef POSBIAS_HARNESS_OUTPUT_PROCESS_FAILURE_H
#define POSBIAS_HARNESS_OUTPUT_PROCESS_FAILURE_H

#include "theory/ground/message.h"
#include "theory/ground/status.h"

/* Exit statuses of the program. */
enum { EXIT_DONE = 0, EXIT_UNEXPECTED = 1, EXIT_USAGE = 2, EXIT_BROKEN = 3 };

/* Prints "posbias: message" as one line on stderr and returns the exit status. */
int failure_print(int exit_status, const struct message *message);

/* Says that memory ran out. Returns: EXIT_BROKEN. */
int failure_memory(void);

/* What a failed status means, for a message. */
const char *failure_text(enum status status);

#endif
