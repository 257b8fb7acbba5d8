/* Output that is complete under its name or not there at all, standard output included. */
#ifndef POSBIAS_HARNESS_OUTPUT_ATOMIC_FILE_H
#define POSBIAS_HARNESS_OUTPUT_ATOMIC_FILE_H

#include <stdio.h>

#include "theory/ground/message.h"

/* Text goes to stream, a temporary file, until atomic_commit gives it its name or copies it to
 * where it cannot be renamed to: standard output, a pipe, a device. */
struct atomic_file {
    FILE *stream;
    char *path; /* NULL: standard output */
    /* beside path, so that rename is atomic; NULL: a nameless one that will be copied */
    char *temporary;
};

/* Opens path (NULL or "-": standard output) for writing; a symbolic link is followed, an existing
 * file's mode kept.
 * Returns: false with *error set. */
bool atomic_open(struct atomic_file *file, const char *path, struct message *error);

/* Gives the file its name. Returns false with *error set, and no file, if the disk is full or
 * anything else failed. */
bool atomic_commit(struct atomic_file *file, struct message *error);

/* Whether two paths name one file, there or not: spelled otherwise, or through links. */
bool atomic_same(const char *a, const char *b);

/* Forgets the file. */
void atomic_discard(struct atomic_file *file);

/* A temporary file to remove when the program is interrupted, one of at most a few at a time, and
 * that it is gone. */
void atomic_pending(const char *temporary);
void atomic_settled(const char *temporary);

/* Removes them; safe in a signal handler. */
void atomic_interrupted(void);

/* Writes "dir/.name.tmp-PID" for "dir/name". Returns false if it does not fit. */
bool atomic_temporary_name(const char *path, size_t size, char *out);

#endif
