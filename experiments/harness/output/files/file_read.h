/* Reading a whole file. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_FILE_READ_H
#define POSBIAS_HARNESS_OUTPUT_FILES_FILE_READ_H

#include <stddef.h>

#include "theory/ground/message.h"

/* Reads a whole regular file, with a '\0' after it. Out: *size, bytes before that.
 * Returns: to be freed; NULL with *error set. */
char *file_read(const char *path, size_t *size, struct message *error);

#endif
