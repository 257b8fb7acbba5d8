/* JSON that somebody else wrote, taken strictly. */
#ifndef POSBIAS_READERS_JSON_FILE_H
#define POSBIAS_READERS_JSON_FILE_H

#include <jansson.h>

#include "theory/ground/message.h"

enum { JSON_DEPTH_MAX = 64 };

/* Reads an object: UTF-8 without a byte-order mark, no key twice in an object, no zero byte in a
 * string, numbers that are finite doubles or 64-bit integers, at most JSON_DEPTH_MAX objects and
 * arrays in each other, nothing behind it.
 * Python's json writes NaN, Infinity and -Infinity where JSON has no number, and published
 * configurations hold them: such a value is taken as a string, which no key of a number accepts.
 * In:      most, bytes that the file may have.
 * Out:     *out, for json_decref.
 * Returns: false with *error naming file, line and column, and the one thing that is wrong. */
bool json_file_read(const char *path, size_t most, json_t **out, struct message *error);

/* Reads one from bytes; NaN and Infinity are refused here. In: name, for messages. */
bool json_bytes_read(size_t size, const char *bytes, const char *name, json_t **out,
                     struct message *error);

#endif
