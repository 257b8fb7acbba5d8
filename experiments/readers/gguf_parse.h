/* A GGUF file from its first byte on: what its reader and the reader of its tensors share. */
#ifndef POSBIAS_READERS_GGUF_PARSE_H
#define POSBIAS_READERS_GGUF_PARSE_H

#include "experiments/readers/gguf.h"
#include "experiments/readers/mapped.h"
#include "experiments/readers/tensors_make.h"

struct gguf {
    const struct mapped *file;
    struct mapped *own; /* the same, if it is closed with this */
    struct texts *texts;
    size_t count, tensor_count;
    struct gguf_value *values;
    const struct gguf_value **by_key;
    size_t tensors_at; /* where the tensors' descriptions begin */
};

/* A place in the file, and what is being read there, for messages. */
struct cursor {
    const struct mapped *file;
    size_t at, near; /* the second: asked for ahead up to here */
    struct message *error;
};

/* The next bytes; NULL with the fault told if the file has fewer left. */
const unsigned char *cursor_take(struct cursor *c, size_t size);

/* The next number of 4 or 8 bytes. */
bool cursor_u32(struct cursor *c, uint32_t *out);
bool cursor_u64(struct cursor *c, uint64_t *out);

/* A length and as many bytes, which do not end in a zero byte. */
const unsigned char *cursor_string(struct cursor *c, size_t *length);

size_t cursor_left(const struct cursor *c);

/* Bytes of an entry of a type; 0 of those without a size of their own. */
size_t gguf_type_size(uint32_t type);

/* Reads keys and values of a file that stays. Out: *out, for gguf_close. */
bool gguf_read(const struct mapped *file, struct gguf **out, struct message *error);

#endif
