/* Output that is complete under its name or not there at all, standard output included. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_ATOMIC_FILE_H
#define POSBIAS_HARNESS_OUTPUT_FILES_ATOMIC_FILE_H

#include <stdio.h>

#include "experiments/harness/output/files/destination.h"
#include "theory/ground/message.h"

/* Text goes to stream, a temporary file, until atomic_commit gives it its name or, where nothing
 * can be renamed to, copies it there: standard output, a pipe, a device. Of a job's ranks the first
 * does so: the others open and commit with it, write to nothing, and get the same answers. */
struct atomic_file {
    FILE *stream;
    char *name; /* as the user gave it; NULL: standard output */
    struct destination to;
    /* beside the destination, so that rename is atomic; NULL: a nameless one that will be copied */
    const char *temporary;
};

/* Opens path (NULL or "-": standard output) for writing. A symbolic link is followed, to a file
 * that is there or not: its target is what is written, and the link stays. An existing file's mode
 * is kept; one that may not be written is refused here, before anything is computed.
 * Returns: false with *error set. */
bool atomic_open(struct atomic_file *file, const char *path, struct message *error);

/* Gives the file its name. Returns false with *error set, and no file, if the disk is full or
 * anything else failed. */
bool atomic_commit(struct atomic_file *file, struct message *error);

/* Forgets the file. */
void atomic_discard(struct atomic_file *file);

/* Removes the temporary files of all that are open; safe in a signal handler. */
void atomic_interrupted(void);

/* Removes what killed runs left of a path. */
void atomic_sweep(const char *path);

#endif
