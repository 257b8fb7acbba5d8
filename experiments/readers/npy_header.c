#include "experiments/readers/npy_header.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/npy_literal.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

enum { HEADER_MAX = 65536 };
enum { DESCR, ORDER, SHAPE, KEYS };
static const char *const keys[KEYS] = {"descr", "fortran_order", "shape"};

/* NumPy's names of what is read, behind '<', '>', '=' or '|' if they are of at most two letters. */
static bool type_find(const char *text, struct npy_header *out)
{
    static const struct {
        const char *name;
        size_t size;
    } types[] = {{"f8", 8},     {"d", 8},       {"f4", 4},     {"f", 4},     {"f2", 2},
                 {"e", 2},      {"float64", 8}, {"double", 8}, {"float", 8}, {"float32", 4},
                 {"single", 4}, {"float16", 2}, {"half", 2}};
    const char *order = *text ? strchr("<>=|", *text) : NULL;
    out->big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__; /* where the file does not say */
    if (order && *order == '<')
        out->big_endian = false;
    if (order && *order == '>')
        out->big_endian = true;
    text += order != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(types); i++)
        if (strcmp(text, types[i].name) == 0 && !(order && strlen(text) > 2)) {
            out->size = types[i].size;
            return true;
        }
    return false;
}

static bool value_read(struct literal *l, size_t key, struct npy_header *out)
{
    char type[LITERAL_STRING_SIZE];
    switch (key) {
    case ORDER:
        return literal_bool(l, keys[ORDER], &out->fortran);
    case SHAPE:
        return literal_tuple(l, keys[SHAPE], NPY_RANK_MAX, &out->rank, out->shape);
    default:
        return literal_string(l, type, "a string with the name of one type for descr") &&
               (type_find(type, out) ||
                message_set(l->error,
                            "\"%s\" has entries of type \"%s\"; expected float64, float32 or "
                            "float16 (f8, f4, f2)",
                            l->name, type));
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

static bool header_end(const char *name, FILE *file, struct message *error)
{
    if (ferror(file))
        return message_unread(error, name, errno);
    return message_set(error, "\"%s\" ends inside its header", name);
}

bool npy_header_read(FILE *file, const char *name, struct npy_header *out, struct message *error)
{
    unsigned char front[12];
    size_t got = fread(front, 1, 8, file);
    *out = (struct npy_header){0};
    if (ferror(file))
        return message_unread(error, name, errno);
    if (got < 6 || memcmp(front, "\x93NUMPY", 6) != 0)
        return message_set(error, "\"%s\" is not a .npy file", name);
    if (got < 8)
        return header_end(name, file, error);
    if (front[6] < 1 || front[6] > 3 || front[7] != 0)
        return message_set(error,
                           "\"%s\" is a .npy file of version %d.%d; expected 1.0, 2.0 or 3.0", name,
                           front[6], front[7]);
    size_t width = front[6] == 1 ? 2 : 4, length = 0;
    if (fread(front + 8, 1, width, file) != width)
        return header_end(name, file, error);
    for (size_t i = width; i-- > 0;)
        length = length << 8 | front[8 + i];
    if (length > HEADER_MAX)
        return message_set(error, "\"%s\" has a header of %zu bytes; expected at most %d", name,
                           length, HEADER_MAX);
    char *text = calloc(1, length + 1);
    if (!text)
        return message_memory(error);
    struct literal l = {text, name, front[6] < 3, error};
    bool ok = fread(text, 1, length, file) == length || header_end(name, file, error);
    if (ok && strlen(text) < length)
        ok = message_set(error, "\"%s\" has a zero byte in its header", name);
    ok = ok && dictionary_read(&l, out) && entries_count(name, out, error);
    out->offset = 8 + width + length;
    free(text);
    return ok;
}

/* IEEE 754's binary16. */
static double half_value(unsigned bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double fraction = bits & 1023, sign = bits >> 15 ? -1.0 : 1.0;
    if (exponent == 31)
        return sign * (fraction > 0.0 ? NAN : INFINITY);
    return sign * (exponent ? ldexp(1024.0 + fraction, exponent - 25) : ldexp(fraction, -24));
}

double npy_value(const struct npy_header *header, const unsigned char *bytes, size_t i)
{
    uint64_t bits = 0;
    for (size_t k = 0; k < header->size; k++)
        bits = bits << 8 |
               bytes[i * header->size + (header->big_endian ? k : header->size - 1 - k)];
    if (header->size == 2)
        return half_value((unsigned)bits);
    double value;
    float single;
    uint32_t low = (uint32_t)bits;
    memcpy(&value, &bits, sizeof value);
    memcpy(&single, &low, sizeof single);
    return header->size == 4 ? (double)single : value;
}
