/* What a GGUF file says about itself: keys and values. */
#ifndef POSBIAS_READERS_GGUF_H
#define POSBIAS_READERS_GGUF_H

#include <stdint.h>

#include "theory/ground/message.h"

/* The format's numbers for types of values. */
enum gguf_type {
    GGUF_U8,
    GGUF_I8,
    GGUF_U16,
    GGUF_I16,
    GGUF_U32,
    GGUF_I32,
    GGUF_F32,
    GGUF_BOOL,
    GGUF_STRING,
    GGUF_ARRAY,
    GGUF_U64,
    GGUF_I64,
    GGUF_F64
};

struct gguf_value {
    const char *key;
    enum gguf_type type, entry_type; /* the second, of an array's entries */
    size_t count;                    /* entries; 1 of what is no array */
    const unsigned char *bytes;      /* of the first entry, as it lies in the file */
    const char *text;                /* a string's; NULL of what is none, or has a zero byte */
};

struct gguf;

/* Opens a file for its keys and values alone; a model's tensors come with tensors_open. */
bool gguf_open(const char *path, struct gguf **out, struct message *error);
void gguf_close(struct gguf *gguf);
const char *gguf_path(const struct gguf *gguf);

/* In the file's order; by key, NULL if there is none. */
size_t gguf_count(const struct gguf *gguf);
const struct gguf_value *gguf_at(const struct gguf *gguf, size_t i);
const struct gguf_value *gguf_find(const struct gguf *gguf, const char *key);

/* Entry i of an array (0 of what is none) as a number, true being 1.
 * Returns: false if it is no number: a string, an array in an array; or is an integer that a double
 *          does not hold. An F32 or F64 may be no finite number. */
bool gguf_number(const struct gguf_value *value, size_t i, double *out);

/* Entry i of an array of strings, which does not end in a zero byte.
 * Returns: NULL if it is none. Cost: i strings are passed over. */
const char *gguf_entry(const struct gguf_value *value, size_t i, size_t *length);

/* "u32", "array of string", .. */
struct message gguf_type_text(const struct gguf_value *value);

#endif
