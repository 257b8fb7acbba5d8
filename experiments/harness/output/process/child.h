/* Another program, run to its end or to a limit of time, and ended with this one. */
#ifndef POSBIAS_HARNESS_OUTPUT_PROCESS_CHILD_H
#define POSBIAS_HARNESS_OUTPUT_PROCESS_CHILD_H

#include <stddef.h>

#include "theory/ground/message.h"

struct child {
    char *const *words;       /* its name, looked for on PATH, and its arguments; up to a NULL */
    char *const *environment; /* all of it; up to a NULL */
    const char *folder;       /* where it runs */
    const int *files;         /* what it has open as 3, 4, .. */
    size_t file_count;
    double seconds; /* what runs longer is ended */
};

enum child_end { CHILD_DONE, CHILD_ABSENT, CHILD_FAILED, CHILD_LATE };

/* Runs it with nothing to read. It leads a process group of its own, all of which is ended when the
 * limit is reached.
 * Out:     *said, the last line that it wrote to stdout or stderr, or how it ended if it wrote
 *          none; set unless it is CHILD_DONE. */
enum child_end child_run(const struct child *child, struct message *said);

/* Ends the one that runs; safe in a signal handler. */
void child_interrupted(void);

#endif
