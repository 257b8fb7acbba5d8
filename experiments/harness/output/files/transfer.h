/* Bytes to and from a place in a file, all of them, whatever interrupts. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_TRANSFER_H
#define POSBIAS_HARNESS_OUTPUT_FILES_TRANSFER_H

#include <stddef.h>

/* Reads up to size bytes from a place on.
 * Out:     *got, less only where the file ends.
 * Returns: 0 or an errno. */
int transfer_read(int descriptor, size_t place, size_t size, void *bytes, size_t *got);

/* Writes all of them there. Returns: 0 or an errno. */
int transfer_write(int descriptor, size_t place, size_t size, const void *bytes);

/* Copies from a place in one file to a place in another. Returns: 0 or an errno, EIO if the first
 * ends before. */
int transfer_copy(int from, size_t from_place, int to, size_t to_place, size_t size);

#endif
