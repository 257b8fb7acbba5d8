#include "experiments/readers/gguf_parse.h"

#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"

/* Bytes that are asked for ahead; the least that a key with its value takes; strings that are kept
 * as text; arrays in arrays in an array. */
enum { AHEAD = 1 << 18, VALUE_LEAST = 13, KEY_MAX = 65535, TEXT_MAX = 1 << 20, DEPTH_MAX = 8 };

size_t cursor_left(const struct cursor *c) { return c->file->size - c->at; }

const unsigned char *cursor_take(struct cursor *c, size_t size)
{
    if (size > cursor_left(c)) {
        message_set(c->error, "\"%s\" ends inside its header", c->file->path);
        return NULL;
    }
    const unsigned char *bytes = c->file->bytes + c->at;
    c->at += size;
    if (c->at > c->near) {
        mapped_need(bytes, size_min(AHEAD, c->file->size - (c->at - size)));
        c->near = c->at - size + AHEAD;
    }
    return bytes;
}

bool cursor_u32(struct cursor *c, uint32_t *out)
{
    const unsigned char *bytes = cursor_take(c, sizeof *out);
    if (bytes)
        memcpy(out, bytes, sizeof *out);
    return bytes != NULL;
}

bool cursor_u64(struct cursor *c, uint64_t *out)
{
    const unsigned char *bytes = cursor_take(c, sizeof *out);
    if (bytes)
        memcpy(out, bytes, sizeof *out);
    return bytes != NULL;
}

const unsigned char *cursor_string(struct cursor *c, size_t *length)
{
    uint64_t count;
    if (!cursor_u64(c, &count))
        return NULL;
    *length = count;
    if (count <= cursor_left(c))
        return cursor_take(c, count);
    message_set(c->error, "\"%s\" has a string of %zu bytes in its header where %zu are left",
                c->file->path, *length, cursor_left(c));
    return NULL;
}

size_t gguf_type_size(uint32_t type)
{
    static const unsigned char sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    return type < ARRAY_COUNT(sizes) ? sizes[type] : 0;
}

static bool key_fault(const struct cursor *c, const char *key, const char *what)
{
    return message_set(c->error, "\"%s\": key \"%s\" %s", c->file->path, key, what);
}

static bool type_known(const struct cursor *c, const char *key, uint32_t type)
{
    return type <= GGUF_F64 ||
           message_set(c->error, "\"%s\": key \"%s\" has a value of type %u; expected 0 to %d",
                       c->file->path, key, type, GGUF_F64);
}

/* Passes over an array's entries, whose type and number have been read. */
static bool array_pass(struct cursor *c, const char *key, uint32_t type, uint64_t count,
                       size_t depth)
{
    size_t size = gguf_type_size(type), least = type == GGUF_STRING ? 8 : 12, length;
    if (count > cursor_left(c) / (size ? size : least))
        return message_set(c->error,
                           "\"%s\": key \"%s\" has %zu entries, more than the rest of the file",
                           c->file->path, key, (size_t)count);
    if (size)
        return cursor_take(c, size * count) != NULL;
    for (; count > 0; count--) {
        uint32_t inner;
        uint64_t entries;
        if (type == GGUF_STRING) {
            if (!cursor_string(c, &length))
                return false;
            continue;
        }
        if (depth == DEPTH_MAX)
            return key_fault(c, key, "has over 8 arrays in each other");
        if (!cursor_u32(c, &inner) || !type_known(c, key, inner) || !cursor_u64(c, &entries) ||
            !array_pass(c, key, inner, entries, depth + 1))
            return false;
    }
    return true;
}

static bool array_read(struct cursor *c, struct gguf_value *out)
{
    uint32_t type;
    uint64_t count;
    if (!cursor_u32(c, &type) || !type_known(c, out->key, type) || !cursor_u64(c, &count))
        return false;
    out->entry_type = (enum gguf_type)type;
    out->count = count;
    out->bytes = c->file->bytes + c->at;
    return array_pass(c, out->key, type, count, 1);
}

static bool string_read(struct cursor *c, struct texts **texts, struct gguf_value *out)
{
    size_t length;
    const unsigned char *bytes = cursor_string(c, &length);
    out->bytes = bytes;
    if (!bytes)
        return false;
    if (length > TEXT_MAX || memchr(bytes, 0, length))
        return true;
    out->text = texts_keep(texts, length, (const char *)bytes);
    return out->text || message_memory(c->error);
}

/* Keys are printable ASCII. */
static bool key_read(struct cursor *c, struct texts **texts, size_t number, const char **out)
{
    size_t length;
    const unsigned char *bytes = cursor_string(c, &length);
    if (!bytes)
        return false;
    if (length == 0 || length > KEY_MAX)
        return message_set(c->error, "\"%s\": key %zu has %zu bytes; expected 1 to %d",
                           c->file->path, number, length, KEY_MAX);
    *out = texts_keep(texts, length, (const char *)bytes);
    if (!*out)
        return message_memory(c->error);
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < ' ' || bytes[i] > '~')
            return key_fault(c, *out, "is not in printable ASCII");
    return true;
}

static bool value_read(struct cursor *c, struct texts **texts, size_t number,
                       struct gguf_value *out)
{
    uint32_t type;
    if (!key_read(c, texts, number, &out->key) || !cursor_u32(c, &type) ||
        !type_known(c, out->key, type))
        return false;
    out->type = out->entry_type = (enum gguf_type)type;
    out->count = 1;
    if (type == GGUF_ARRAY)
        return array_read(c, out);
    if (type == GGUF_STRING)
        return string_read(c, texts, out);
    out->bytes = cursor_take(c, gguf_type_size(type));
    if (!out->bytes)
        return false;
    return type != GGUF_BOOL || *out->bytes <= 1 ||
           key_fault(c, out->key, "is neither true nor false (1 or 0)");
}

static int by_key(const void *a, const void *b)
{
    const struct gguf_value *const *x = a, *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

static bool keys_sort(struct gguf *g, struct message *error)
{
    for (size_t i = 0; i < g->count; i++)
        g->by_key[i] = &g->values[i];
    if (g->count)
        qsort(g->by_key, g->count, sizeof *g->by_key, by_key);
    for (size_t i = 1; i < g->count; i++)
        if (strcmp(g->by_key[i - 1]->key, g->by_key[i]->key) == 0)
            return message_set(error, "\"%s\" has key \"%s\" twice", g->file->path,
                               g->by_key[i]->key);
    return true;
}

static bool version_read(struct cursor *c)
{
    uint32_t version;
    if (!cursor_u32(c, &version))
        return false;
    if (version && (version & 0xffff) == 0)
        return message_set(c->error, "\"%s\" is a big-endian GGUF file; expected little-endian",
                           c->file->path);
    return version == 2 || version == 3 ||
           message_set(c->error, "\"%s\" is a GGUF file of version %u; expected 2 or 3",
                       c->file->path, version);
}

static bool header_read(struct gguf *g, struct message *error)
{
    struct cursor c = {g->file, 0, 0, error};
    uint64_t tensors, keys;
    const unsigned char *magic = g->file->size < 4 ? NULL : cursor_take(&c, 4);
    if (!magic || memcmp(magic, "GGUF", 4) != 0)
        return message_set(error, "\"%s\" is not a GGUF file", g->file->path);
    if (!version_read(&c) || !cursor_u64(&c, &tensors) || !cursor_u64(&c, &keys))
        return false;
    if (keys > cursor_left(&c) / VALUE_LEAST)
        return message_set(error, "\"%s\" says that it has %zu keys, more than its %zu bytes hold",
                           g->file->path, (size_t)keys, g->file->size);
    g->values = calloc(keys + 1, sizeof *g->values);
    g->by_key = calloc(keys + 1, sizeof *g->by_key);
    if (!g->values || !g->by_key)
        return message_memory(error);
    for (; g->count < keys; g->count++)
        if (!value_read(&c, &g->texts, g->count, &g->values[g->count]))
            return false;
    g->tensor_count = tensors;
    g->tensors_at = c.at;
    return keys_sort(g, error);
}

bool gguf_read(const struct mapped *file, struct gguf **out, struct message *error)
{
    struct gguf *g = calloc(1, sizeof *g);
    *out = NULL;
    if (!g)
        return message_memory(error);
    g->file = file;
    if (header_read(g, error)) {
        *out = g;
        return true;
    }
    gguf_close(g);
    return false;
}
