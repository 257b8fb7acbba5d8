/* Temporary files beside results: their names, who holds them, and what becomes of those that
 * nobody holds any more. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_TEMPORARY_H
#define POSBIAS_HARNESS_OUTPUT_FILES_TEMPORARY_H

#include <sys/types.h>

/* A temporary file is called .posbias-HASH-RANDOM.tmp: HASH, of the name that it is to get, says
 * whose leftovers it belongs to; RANDOM that no two runs share one. Both have 16 hexadecimal
 * digits, so that any name a file can have is served. It is locked as long as its run lives; what
 * is not locked was left by a killed run. Where a file system's locks do not reach other machines,
 * the machines must not share a folder. */

/* Creates one beside path, which is no link, after removing what killed runs left there.
 * Out:     *descriptor, open for reading and writing, which holds the lock.
 * Returns: its path, until temporary_forget; NULL with errno set. One thread at a time. */
const char *temporary_create(const char *path, mode_t mode, int *descriptor);

/* Says that a temporary file has its name, or removes it. */
void temporary_forget(const char *temporary);
void temporary_remove(const char *temporary);

/* Removes what killed runs left of path, which is no link. */
void temporary_sweep(const char *path);

/* Removes those that are not forgotten; safe in a signal handler. */
void temporary_interrupted(void);

#endif
