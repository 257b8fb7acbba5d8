#include "experiments/readers/npy_header.h"

#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

enum { HEADER_MAX = 65536 };
enum { DESCR, ORDER, SHAPE, KEYS };
static const char *const keys[KEYS] = {"descr", "fortran_order", "shape"};

/* NumPy's name of a type and its short ones, of up to two letters, which may stand behind '<', '>',
 * '=' or '|'. */
static const struct {
    const char *name, *others[4];
    enum tensor_type type;
} types[] = {
    {"float64", {"double", "float", "f8", "d"}, TENSOR_F64},
    {"float32", {"single", "f4", "f"}, TENSOR_F32},
    {"float16", {"half", "f2", "e"}, TENSOR_F16},
    {"int64", {"i8", "l", "q"}, TENSOR_I64},
    {"int32", {"i4", "i"}, TENSOR_I32},
    {"int16", {"i2", "h"}, TENSOR_I16},
    {"int8", {"i1", "b"}, TENSOR_I8},
    {"uint64", {"u8", "L", "Q"}, TENSOR_U64},
    {"uint32", {"u4", "I"}, TENSOR_U32},
    {"uint16", {"u2", "H"}, TENSOR_U16},
    {"uint8", {"u1", "B"}, TENSOR_U8},
};

static bool type_find(const char *text, struct npy_header *out)
{
    const char *order = *text ? strchr("<>=|", *text) : NULL;
    out->big_endian = order && *order == '>'; /* where the file does not say, as this machine */
    text += order != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(types); i++) {
        bool found = strcmp(text, types[i].name) == 0;
        for (size_t k = 0; k < ARRAY_COUNT(types[i].others) && types[i].others[k]; k++)
            found = found || strcmp(text, types[i].others[k]) == 0;
        if (found && !(order && strlen(text) > 2)) {
            out->type = types[i].type;
            out->type_name = types[i].name;
            return tensor_size(out->type, 1, &out->size);
        }
    }
    return false;
}

bool npy_type_refused(const char *name, const char *type_text, struct message *error)
{
    return message_set(error,
                       "\"%s\" has entries of type \"%s\"; expected float64, float32 or "
                       "float16 (f8, f4, f2)",
                       name, type_text);
}

static bool value_read(struct literal *l, size_t key, struct npy_header *out)
{
    switch (key) {
    case ORDER:
        return literal_bool(l, keys[ORDER], &out->fortran);
    case SHAPE:
        return literal_tuple(l, keys[SHAPE], NPY_RANK_MAX, &out->rank, out->shape);
    default:
        return literal_string(l, out->type_text, "a string with the name of one type for descr") &&
               (type_find(out->type_text, out) ||
                npy_type_refused(l->name, out->type_text, l->error));
    }
}

/* The dictionary and nothing behind it. */
static bool dictionary_read(struct literal *l, struct npy_header *out)
{
    bool seen[KEYS] = {false}, comma = true;
    if (!literal_mark(l, '{', "a dictionary in braces"))
        return false;
    for (; literal_peek(l) != '}';) {
        char name[LITERAL_STRING_SIZE];
        if (!comma)
            return literal_fault(l, "a comma or a closing brace");
        if (!literal_string(l, name, "a key in quotes"))
            return false;
        size_t key = text_find(name, KEYS, keys);
        if (key == KEYS)
            return message_set(l->error, "\"%s\": its header has the key \"%s\"; expected %s%s",
                               l->name, name, text_join(KEYS, keys).text,
                               text_suggestion(name, KEYS, keys).text);
        if (seen[key])
            return message_set(l->error, "\"%s\": its header gives %s twice", l->name, keys[key]);
        seen[key] = true;
        if (!literal_mark(l, ':', "a colon behind the key") || !value_read(l, key, out))
            return false;
        comma = literal_peek(l) == ',';
        l->at += comma;
    }
    l->at++;
    for (size_t key = 0; key < KEYS; key++)
        if (!seen[key])
            return message_set(l->error, "\"%s\" has no %s in its header", l->name, keys[key]);
    return literal_peek(l) == '\0' || literal_fault(l, "nothing behind the dictionary");
}

static bool entries_count(const char *name, struct npy_header *out, struct message *error)
{
    bool over = false, none = false;
    size_t product = out->size;
    out->entries = 1;
    for (size_t i = 0; i < out->rank; i++) {
        none = none || out->shape[i] == 0;
        over = over || __builtin_mul_overflow(product, out->shape[i], &product);
        out->entries *= out->shape[i];
    }
    if (over && !none)
        return message_set(error, "\"%s\": its shape has more entries than any file", name);
    return true;
}

static bool ends_inside(const char *name, struct message *error)
{
    return message_set(error, "\"%s\" ends inside its header", name);
}

bool npy_header_read(size_t size, const unsigned char *bytes, const char *name,
                     struct npy_header *out, struct message *error)
{
    *out = (struct npy_header){0};
    if (size < 6 || memcmp(bytes, "\x93NUMPY", 6) != 0)
        return message_set(error, "\"%s\" is not a .npy file", name);
    if (size < 8)
        return ends_inside(name, error);
    if (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0)
        return message_set(error,
                           "\"%s\" is a .npy file of version %d.%d; expected 1.0, 2.0 or 3.0", name,
                           bytes[6], bytes[7]);
    size_t width = bytes[6] == 1 ? 2 : 4, length = 0;
    if (size < 8 + width)
        return ends_inside(name, error);
    for (size_t i = width; i-- > 0;)
        length = length << 8 | bytes[8 + i];
    if (length > HEADER_MAX)
        return message_set(error, "\"%s\" has a header of %zu bytes; expected at most %d", name,
                           length, HEADER_MAX);
    if (size - 8 - width < length)
        return ends_inside(name, error);
    out->offset = 8 + width + length;
    char *text = strndup((const char *)bytes + 8 + width, length);
    if (!text)
        return message_memory(error);
    struct literal l = {text, name, bytes[6] < 3, error};
    bool good = strlen(text) == length ||
                message_set(error, "\"%s\" has a zero byte in its header", name);
    good = good && dictionary_read(&l, out) && entries_count(name, out, error);
    free(text);
    return good;
}
