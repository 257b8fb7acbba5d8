/* safetensors: eight bytes that say how long a JSON header is, the header, the tensors' bytes. */
#define _GNU_SOURCE /* memmem */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/json_file.h"
#include "experiments/readers/tensors_make.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* The reference implementation's limit. */
enum { LENGTH_SIZE = 8, HEADER_MAX = 100000000 };
/* Over ten times what published files have. */
enum { TENSORS_MOST = 1 << 17 };
enum { DTYPE, SHAPE, OFFSETS, KEYS };
static const char *const keys[KEYS] = {"dtype", "shape", "data_offsets"};

/* Types of the reference implementation; a type that is not here is listed, its size not known. */
static const struct {
    const char *name;
    unsigned bits;
    enum tensor_type type;
} types[] = {
    {"F64", 64, TENSOR_F64},      {"F32", 32, TENSOR_F32},      {"F16", 16, TENSOR_F16},
    {"BF16", 16, TENSOR_BF16},    {"I64", 64, TENSOR_I64},      {"I32", 32, TENSOR_I32},
    {"I16", 16, TENSOR_I16},      {"I8", 8, TENSOR_I8},         {"U64", 64, TENSOR_U64},
    {"U32", 32, TENSOR_U32},      {"U16", 16, TENSOR_U16},      {"U8", 8, TENSOR_U8},
    {"BOOL", 8, TENSOR_OTHER},    {"F8_E4M3", 8, TENSOR_OTHER}, {"F8_E5M2", 8, TENSOR_OTHER},
    {"F8_E8M0", 8, TENSOR_OTHER}, {"F6_E2M3", 6, TENSOR_OTHER}, {"F6_E3M2", 6, TENSOR_OTHER},
    {"F4", 4, TENSOR_OTHER},      {"C64", 64, TENSOR_OTHER},
};

/* What is being read. */
struct reading {
    const struct mapped *file;
    const unsigned char *data; /* the tensors' bytes */
    size_t size;
    struct tensors *to;
    struct message *error;
};

static bool fault(const struct reading *r, const char *name, const char *what)
{
    return message_set(r->error, "\"%s\": tensor \"%s\" %s", r->file->path, name, what);
}

/* A whole number from 0. */
static bool whole(const json_t *value, size_t *out)
{
    *out = (size_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

/* The keys of one tensor's entry, each there once and no other. */
static bool members(const struct reading *r, const char *name, json_t *entry, json_t *out[KEYS])
{
    const char *key;
    json_t *value;
    if (!json_is_object(entry))
        return fault(r, name, "is no object in the header");
    json_object_foreach(entry, key, value) if (
        text_find(key, KEYS, keys) ==
        KEYS) return message_set(r->error,
                                 "\"%s\": tensor \"%s\" has the key \"%s\"; expected %s%s",
                                 r->file->path, name, key, text_join(KEYS, keys).text,
                                 text_suggestion(key, KEYS, keys).text);
    for (size_t i = 0; i < KEYS; i++)
        if (!(out[i] = json_object_get(entry, keys[i])))
            return message_set(r->error, "\"%s\": tensor \"%s\" has no %s", r->file->path, name,
                               keys[i]);
    if (!json_is_string(out[DTYPE]))
        return fault(r, name, "has a dtype that is no string");
    if (!json_is_array(out[SHAPE]))
        return fault(r, name, "has a shape that is no array");
    if (!json_is_array(out[OFFSETS]) || json_array_size(out[OFFSETS]) != 2)
        return fault(r, name, "has data_offsets that are no two numbers");
    return true;
}

/* Fills shape and rank, and counts entries. */
static bool shape_read(const struct reading *r, const json_t *shape, struct tensor *t,
                       size_t *entries)
{
    bool over = false, none = false;
    size_t count = json_array_size(shape), side;
    *entries = 1;
    for (size_t i = 0; i < count; i++) {
        if (!whole(json_array_get(shape, i), &side))
            return fault(r, t->name, "has a shape with an entry that is no whole number from 0");
        none = none || side == 0;
        over = __builtin_mul_overflow(*entries, side, entries) || over;
        if (i < TENSOR_RANK_MAX)
            t->shape[i] = side;
    }
    if (none)
        *entries = 0;
    else if (over)
        return fault(r, t->name, "has a shape with more entries than any file");
    t->rank = count;
    if (count > TENSOR_RANK_MAX) { /* nobody needs them, but they may stand beside what is needed */
        t->rank = 0;
        t->type = TENSOR_OTHER;
        t->type_name = "(over 8 dimensions)";
    }
    return true;
}

/* Bytes that the entries of a type take, at least one being known. */
static bool size_agrees(const struct reading *r, const struct tensor *t, size_t at, size_t entries,
                        size_t size)
{
    size_t bits, bytes;
    if (__builtin_mul_overflow(entries, (size_t)types[at].bits, &bits))
        return fault(r, t->name, "has a shape with more entries than any file");
    bytes = bits / 8;
    if (bits % 8 == 0 && bytes == size)
        return true;
    return message_set(r->error,
                       "\"%s\": tensor \"%s\" of type %s and shape %s takes %zu bytes; its "
                       "data_offsets are %zu apart",
                       r->file->path, t->name, types[at].name, tensor_shape_text(t).text, bytes,
                       size);
}

static bool tensor_read(const struct reading *r, const char *name, json_t *entry,
                        struct claim_of_bytes *claim)
{
    json_t *member[KEYS];
    size_t first, end, entries, at = 0;
    struct tensor *t = tensors_add(r->to, r->file->path, strlen(name), name);
    if (!t)
        return message_memory(r->error);
    if (!members(r, name, entry, member))
        return false;
    const char *type = json_string_value(member[DTYPE]);
    while (at < ARRAY_COUNT(types) && strcmp(types[at].name, type) != 0)
        at++;
    t->type = at < ARRAY_COUNT(types) ? types[at].type : TENSOR_OTHER;
    t->type_name = at < ARRAY_COUNT(types) ? types[at].name
                                           : texts_keep(&r->to->texts, strlen(type), type);
    if (!t->type_name)
        return message_memory(r->error);
    if (!shape_read(r, member[SHAPE], t, &entries))
        return false;
    if (!whole(json_array_get(member[OFFSETS], 0), &first) ||
        !whole(json_array_get(member[OFFSETS], 1), &end))
        return fault(r, name, "has data_offsets that are no two whole numbers from 0");
    if (end < first)
        return fault(r, name, "has data_offsets that run backwards");
    if (end > r->size)
        return message_set(r->error,
                           "\"%s\": tensor \"%s\" ends at byte %zu of its data, which has %zu",
                           r->file->path, name, end, r->size);
    if (at < ARRAY_COUNT(types) && !size_agrees(r, t, at, entries, end - first))
        return false;
    t->bytes = r->data + first;
    *claim = (struct claim_of_bytes){t->name, first, end, true};
    return true;
}

/* Text about the file, for whom it may concern. */
static bool metadata_read(const struct reading *r, json_t *metadata)
{
    const char *key;
    json_t *value;
    if (!json_is_object(metadata))
        return message_set(r->error, "\"%s\": __metadata__ is no object", r->file->path);
    json_object_foreach(metadata, key, value) if (!json_is_string(value)) return message_set(
        r->error, "\"%s\": __metadata__ has \"%s\", which is no string", r->file->path, key);
    return true;
}

static bool entries_read(const struct reading *r, json_t *header, struct claim_of_bytes *claims)
{
    const char *name;
    json_t *entry;
    size_t count = 0;
    json_object_foreach(
        header, name, entry) if (strcmp(name, "__metadata__") == 0
                                     ? !metadata_read(r, entry)
                                     : !tensor_read(r, name, entry, &claims[count++])) return false;
    if (!claims_tile(r->file->path, count, claims, 1, r->error))
        return false;
    size_t end = count ? claims[count - 1].end : 0;
    return end == r->size || message_set(r->error, "\"%s\" has %zu bytes behind its tensors",
                                         r->file->path, r->size - end);
}

/* Whether a header speaks of at most TENSORS_MOST tensors: its objects take a kilobyte of memory
 * each, many times what they take in the file. */
static bool few(size_t size, const char *text)
{
    static const char word[] = "\"data_offsets\"";
    size_t count = 0;
    for (const char *at = text, *end = text + size;
         (at = memmem(at, (size_t)(end - at), word, sizeof word - 1)); at += sizeof word - 1)
        if (++count > TENSORS_MOST)
            return false;
    return true;
}

bool safetensors_read(const struct mapped *file, struct tensors *to, struct message *error)
{
    json_t *header;
    uint64_t length;
    if (file->size < LENGTH_SIZE)
        return message_set(error, "\"%s\" has %zu bytes, too few for a safetensors file",
                           file->path, file->size);
    memcpy(&length, file->bytes, sizeof length);
    if (length > HEADER_MAX)
        return message_set(error, "\"%s\" has a header of %zu bytes; expected at most %d",
                           file->path, (size_t)length, HEADER_MAX);
    if (length > file->size - LENGTH_SIZE)
        return message_set(error, "\"%s\" has a header of %zu bytes; %zu are there", file->path,
                           (size_t)length, file->size - LENGTH_SIZE);
    const unsigned char *text = file->bytes + LENGTH_SIZE;
    mapped_need(text, length);
    if (!few(length, (const char *)text))
        return message_set(error, "\"%s\" has over %d tensors; expected at most so many in a file",
                           file->path, TENSORS_MOST);
    if (!json_bytes_read(length, (const char *)text, file->path, &header, error))
        return false;
    struct reading r = {file, text + length, file->size - LENGTH_SIZE - length, to, error};
    struct claim_of_bytes *claims = calloc(json_object_size(header) + 1, sizeof *claims);
    bool good = claims ? entries_read(&r, header, claims) : message_memory(error);
    free(claims);
    json_decref(header);
    return good;
}
