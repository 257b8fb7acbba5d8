/* One array of numbers in a file, whatever the format, as doubles or whole numbers. */
#ifndef POSBIAS_READERS_TENSOR_H
#define POSBIAS_READERS_TENSOR_H

#include <stdint.h>

#include "theory/ground/message.h"

enum tensor_type {
    TENSOR_F64,
    TENSOR_F32,
    TENSOR_F16,
    TENSOR_BF16,
    TENSOR_Q8_0, /* blocks of 32: a half d and 32 bytes c with a sign, the values d c */
    TENSOR_I64,
    TENSOR_I32,
    TENSOR_I16,
    TENSOR_I8,
    TENSOR_U64,
    TENSOR_U32,
    TENSOR_U16,
    TENSOR_U8,
    TENSOR_OTHER /* listed, never read: the file need not hold as much as its shape says */
};
enum { TENSOR_RANK_MAX = 8, TENSOR_BLOCK = 32 };

struct tensor {
    const char *file; /* for messages, as is the next */
    const char *name; /* NULL: the file is this array */
    enum tensor_type type;
    const char *type_name; /* the file's own word */
    size_t rank, shape[TENSOR_RANK_MAX];
    bool big_endian; /* in files that are of either order */
    bool fortran;    /* the first axis is the one whose entries lie side by side */
    const unsigned char *bytes;
};

/* Bytes of `entries` entries. In: entries, of TENSOR_Q8_0 a multiple of TENSOR_BLOCK.
 * Returns: false if they are more than a size_t counts, or the type is TENSOR_OTHER. */
bool tensor_size(enum tensor_type type, size_t entries, size_t *out);

/* Entries of a row, the last axis; rows, all other axes; entries. A scalar is one row of one; rows
 * without entries are none, however many the other axes say. */
size_t tensor_row_length(const struct tensor *tensor);
size_t tensor_row_count(const struct tensor *tensor);
size_t tensor_entries(const struct tensor *tensor);

/* Rows first to first + count - 1, exactly.
 * In:      rows that there are; count 0 asks whether the type has doubles at all. Out: out [count *
 *          tensor_row_length].
 * Returns: false with *error naming file, tensor and the entry: it is not finite; or the type: it
 *          has no doubles.
 * Cost:    reads the pages of these rows only. */
bool tensor_rows(const struct tensor *tensor, size_t first, size_t count, double *out,
                 struct message *error);

/* Entries first to first + count - 1 of a type of whole numbers, rows one after the other.
 * Returns: false as above: an entry is negative, or the type has no whole numbers. */
bool tensor_whole(const struct tensor *tensor, size_t first, size_t count, uint64_t *out,
                  struct message *error);

/* "(2, 3)", and "(3,)" of one axis, as Python writes shapes. */
struct message tensor_shape_text(const struct tensor *tensor);

/* Begins a message: the file, and the tensor if the file has several. */
void tensor_named(const struct tensor *tensor, struct message *error);

#endif
