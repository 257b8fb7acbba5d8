#include "experiments/readers/gguf.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/readers/gguf_parse.h"

bool gguf_open(const char *path, struct gguf **out, struct message *error)
{
    struct mapped *file;
    *out = NULL;
    if (!mapped_open(path, &file, error))
        return false;
    if (gguf_read(file, out, error)) {
        (*out)->own = file;
        return true;
    }
    mapped_close(file);
    return false;
}

void gguf_close(struct gguf *g)
{
    if (!g)
        return;
    mapped_close(g->own);
    texts_free(g->texts);
    free(g->values);
    free(g->by_key);
    free(g);
}

const char *gguf_path(const struct gguf *g) { return g->file->path; }
size_t gguf_count(const struct gguf *g) { return g->count; }
const struct gguf_value *gguf_at(const struct gguf *g, size_t i) { return &g->values[i]; }

static int by_key(const void *key, const void *element)
{
    const struct gguf_value *const *value = element;
    return strcmp(key, (*value)->key);
}

const struct gguf_value *gguf_find(const struct gguf *g, const char *key)
{
    const struct gguf_value **found =
        g->count ? bsearch(key, g->by_key, g->count, sizeof *g->by_key, by_key) : NULL;
    return found ? *found : NULL;
}

/* A whole number of so many bytes, if a double holds it. */
static bool whole(uint64_t bits, size_t size, bool negative, double *out)
{
    unsigned spare = (unsigned)(64 - 8 * size);
    int64_t number = (int64_t)(bits << spare) >> spare;
    uint64_t plain = negative && number < 0 ? 0 - (uint64_t)number : bits;
    *out = negative && number < 0 ? -(double)plain : (double)plain;
    return plain <= UINT64_C(1) << 53;
}

bool gguf_number(const struct gguf_value *v, size_t i, double *out)
{
    size_t size = gguf_type_size(v->entry_type);
    uint64_t bits = 0;
    float single;
    if (size == 0 || i >= v->count)
        return false;
    memcpy(&bits, v->bytes + i * size, size);
    switch (v->entry_type) {
    case GGUF_F32:
        memcpy(&single, v->bytes + i * size, sizeof single);
        *out = (double)single;
        return true;
    case GGUF_F64:
        memcpy(out, &bits, sizeof *out);
        return true;
    case GGUF_BOOL:
        *out = bits != 0;
        return true;
    case GGUF_I8:
    case GGUF_I16:
    case GGUF_I32:
    case GGUF_I64:
        return whole(bits, size, true, out);
    default:
        return whole(bits, size, false, out);
    }
}

const char *gguf_entry(const struct gguf_value *v, size_t i, size_t *length)
{
    uint64_t size;
    const unsigned char *at = v->bytes;
    if (v->type != GGUF_ARRAY || v->entry_type != GGUF_STRING || i >= v->count)
        return NULL;
    for (;; at += size) { /* all of them have been passed over once: they are there */
        memcpy(&size, at, sizeof size);
        at += sizeof size;
        if (i-- == 0)
            break;
    }
    *length = size;
    return (const char *)at;
}

struct message gguf_type_text(const struct gguf_value *v)
{
    static const char *const names[] = {"u8",   "i8",     "u16",   "i16", "u32", "i32", "f32",
                                        "bool", "string", "array", "u64", "i64", "f64"};
    struct message text = {""};
    message_add(&text, v->type == GGUF_ARRAY ? "array of %s" : "%s", names[v->entry_type]);
    return text;
}
