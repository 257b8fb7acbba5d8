/* The first lines of a journal, which say whose it is. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_HEAD_H
#define POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* The line that every journal begins with, but for the number of its format. */
#define JOURNAL_FIRST "posbias checkpoint "

/* The whole head for these lines, to be freed; NULL without memory. */
char *journal_head(const char *lines);

/* Whether the file open under a descriptor begins with a head.
 * Returns: false with *error set, which names path and the first line that differs. */
bool journal_head_fits(int descriptor, const char *path, const char *head, struct message *error);

#endif
