/* Files that are read where they lie: mapped, so that only the pages that are looked at cost
 * memory. */
#ifndef POSBIAS_READERS_MAPPED_H
#define POSBIAS_READERS_MAPPED_H

#include "theory/ground/message.h"

/* What is open: whoever reads bytes past what the file still has gets SIGBUS there. */
struct mapped {
    const char *path; /* as it was given */
    const unsigned char *bytes;
    size_t size;
};

/* Maps a regular file, read-only and without reading ahead.
 * Out:     *out, until mapped_close.
 * Returns: false with *error naming the file: it cannot be read, or is none (a pipe, a device, a
 *          folder), which is not waited for. */
bool mapped_open(const char *path, struct mapped **out, struct message *error);

/* The same of a path that is no link, which is named in messages as `name`. */
bool mapped_open_as(const char *path, const char *name, struct mapped **out, struct message *error);

/* Forgets a mapping; NULL is none. */
void mapped_close(struct mapped *mapped);

/* Says that size bytes from `at` are about to be read, which then come in few large pieces: these
 * bytes and no others. */
void mapped_need(const unsigned char *at, size_t size);

/* What an address that could not be read says of the file it is mapped from; safe in a signal
 * handler, from any thread.
 * Out:     *error: it became shorter, or cannot be read.
 * Returns: false if nothing is mapped there. */
bool mapped_fault(const void *address, struct message *error);

#endif
