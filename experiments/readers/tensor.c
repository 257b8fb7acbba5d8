#include "experiments/readers/tensor.h"

#include <math.h>

#include "experiments/readers/decode.h"
#include "experiments/readers/mapped.h"
#include "theory/ground/arrays.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "files are decoded as they lie");

/* Bytes that are asked for, and then decoded, at a time. */
enum { AHEAD = 1 << 20 };

/* Bytes of an entry; 0 where entries have no bytes of their own. */
static size_t entry_size(enum tensor_type type)
{
    switch (type) {
    case TENSOR_F64:
    case TENSOR_I64:
    case TENSOR_U64:
        return 8;
    case TENSOR_F32:
    case TENSOR_I32:
    case TENSOR_U32:
        return 4;
    case TENSOR_F16:
    case TENSOR_BF16:
    case TENSOR_I16:
    case TENSOR_U16:
        return 2;
    case TENSOR_I8:
    case TENSOR_U8:
        return 1;
    default:
        return 0;
    }
}

bool tensor_size(enum tensor_type type, size_t entries, size_t *out)
{
    if (type == TENSOR_OTHER)
        return false;
    if (type == TENSOR_Q8_0)
        return !__builtin_mul_overflow(entries / TENSOR_BLOCK, TENSOR_BLOCK + 2, out);
    return !__builtin_mul_overflow(entries, entry_size(type), out);
}

size_t tensor_row_length(const struct tensor *t) { return t->rank ? t->shape[t->rank - 1] : 1; }

size_t tensor_row_count(const struct tensor *t)
{
    size_t product = 1;
    for (size_t i = 0; i + 1 < t->rank; i++)
        product *= t->shape[i];
    return tensor_row_length(t) ? product : 0;
}

size_t tensor_entries(const struct tensor *t) { return tensor_row_count(t) * tensor_row_length(t); }

void tensor_named(const struct tensor *t, struct message *error)
{
    message_set(error, "\"%s\"", t->file);
    if (t->name)
        message_add(error, ": tensor \"%s\"", t->name);
}

struct message tensor_shape_text(const struct tensor *t)
{
    struct message text = {"("};
    for (size_t i = 0; i < t->rank; i++)
        message_add(&text, "%s%zu", i ? ", " : "", t->shape[i]);
    message_add(&text, "%s", t->rank == 1 ? ",)" : ")");
    return text;
}

/* Where entry i, rows one after the other, lies among the entries of the file. */
static size_t place(const struct tensor *t, size_t i)
{
    size_t at = 0, stride[TENSOR_RANK_MAX], step = 1;
    if (!t->fortran)
        return i;
    for (size_t axis = 0; axis < t->rank; step *= t->shape[axis++])
        stride[axis] = step;
    for (size_t axis = t->rank; axis-- > 0; i /= t->shape[axis])
        at += i % t->shape[axis] * stride[axis];
    return at;
}

/* The bytes of an entry from the lowest on. */
static uint64_t entry_bits(const struct tensor *t, size_t i)
{
    size_t size = entry_size(t->type);
    const unsigned char *bytes = t->bytes + place(t, i) * size;
    uint64_t bits = 0;
    for (size_t k = 0; k < size; k++)
        bits |= (uint64_t)bytes[t->big_endian ? size - 1 - k : k] << (8 * k);
    return bits;
}

/* Entries that do not lie side by side, or not in this machine's order. */
static bool scattered(const struct tensor *t, size_t first, size_t count, double *out)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[8];
        uint64_t bits = entry_bits(t, first + i);
        for (size_t k = 0; k < sizeof bits; k++)
            bytes[k] = (unsigned char)(bits >> (8 * k));
        good &= decode(t->type, 1, bytes, &out[i]);
    }
    return good;
}

static bool side_by_side(const struct tensor *t, size_t first, size_t count, double *out)
{
    size_t before = 0, all = 0, entries = AHEAD / 8;
    tensor_size(t->type, first, &before);
    tensor_size(t->type, count, &all);
    bool good = true;
    for (size_t at = 0, piece; at < count; at += piece) {
        size_t here = 0, size = 0;
        piece = size_min(entries, count - at);
        tensor_size(t->type, at, &here);
        tensor_size(t->type, piece, &size);
        if (here % AHEAD < size)
            mapped_need(t->bytes + before + here, size_min(AHEAD, all - here));
        good &= decode(t->type, piece, t->bytes + before + here, out + at);
    }
    return good;
}

bool tensor_rows(const struct tensor *t, size_t first, size_t count, double *out,
                 struct message *error)
{
    size_t length = tensor_row_length(t), entries = count * length;
    if (t->type > TENSOR_Q8_0) {
        tensor_named(t, error);
        message_add(error, " has entries of type %s; expected %s", t->type_name,
                    t->type == TENSOR_OTHER ? "F64, F32, F16, BF16 or Q8_0" : "real numbers");
        return false;
    }
    if (t->fortran || t->big_endian ? scattered(t, first * length, entries, out)
                                    : side_by_side(t, first * length, entries, out))
        return true;
    size_t i = 0;
    while (isfinite(out[i]))
        i++;
    tensor_named(t, error);
    message_add(error, " has an entry that is not finite, number %zu", first * length + i);
    return false;
}

bool tensor_whole(const struct tensor *t, size_t first, size_t count, uint64_t *out,
                  struct message *error)
{
    if (t->type < TENSOR_I64 || t->type > TENSOR_U8) {
        tensor_named(t, error);
        message_add(error, " has entries of type %s; expected whole numbers", t->type_name);
        return false;
    }
    size_t bits = 8 * entry_size(t->type);
    for (size_t i = 0; i < count; i++) {
        out[i] = entry_bits(t, first + i);
        if (t->type <= TENSOR_I8 && out[i] >> (bits - 1)) {
            tensor_named(t, error);
            message_add(error, " has a negative entry, number %zu", first + i);
            return false;
        }
    }
    return true;
}
