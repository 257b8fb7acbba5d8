/* What the front of a .npy file says of the entries behind it. */
#ifndef POSBIAS_READERS_NPY_HEADER_H
#define POSBIAS_READERS_NPY_HEADER_H

#include "experiments/readers/npy_literal.h"
#include "experiments/readers/tensor.h"

enum { NPY_RANK_MAX = 3 };

struct npy_header {
    /* of the first entry, from the start of the file */
    size_t offset;
    /* of an entry, bytes: 1, 2, 4 or 8 */
    size_t size;
    enum tensor_type type;
    const char *type_name;               /* NumPy's: int64 */
    char type_text[LITERAL_STRING_SIZE]; /* as it stands there: <i8 */
    bool big_endian, fortran;
    size_t rank, shape[NPY_RANK_MAX];
    /* the product of shape, 1 for a scalar; entries * size does not overflow */
    size_t entries;
};

/* Reads a header from the start of a file, up to its first entry: a Python literal of the format's
 * three keys in any order, blanks and comments wherever Python takes them; what cannot be told
 * apart from damage (a key given twice, strings with escapes) is refused though Python takes it.
 * Source: the NumPy format, versions 1.0, 2.0 and 3.0.
 * In: name, for the message. Returns: false with *error naming the one thing that is wrong. */
bool npy_header_read(size_t size, const unsigned char *bytes, const char *name,
                     struct npy_header *out, struct message *error);

/* Says that a type is none of real numbers. Returns: false. */
bool npy_type_refused(const char *name, const char *type_text, struct message *error);

#endif
