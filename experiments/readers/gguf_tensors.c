/* The tensors of a GGUF file: their descriptions, and where their bytes are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/gguf_parse.h"
#include "theory/ground/arrays.h"

enum { NAME_MAX_BYTES = 64, RANK_MAX = 4, DESCRIBED_LEAST = 24, ALIGNMENT = 32 };

/* ggml's numbers of types: a row is made of blocks of so many entries, each of so many bytes. */
static const struct {
    const char *name;
    unsigned number, entries, bytes;
    enum tensor_type type;
} types[] = {
    {"F32", 0, 1, 4, TENSOR_F32},
    {"F16", 1, 1, 2, TENSOR_F16},
    {"Q4_0", 2, 32, 18, TENSOR_OTHER},
    {"Q4_1", 3, 32, 20, TENSOR_OTHER},
    {"Q5_0", 6, 32, 22, TENSOR_OTHER},
    {"Q5_1", 7, 32, 24, TENSOR_OTHER},
    {"Q8_0", 8, 32, 34, TENSOR_Q8_0},
    {"Q8_1", 9, 32, 36, TENSOR_OTHER},
    {"Q2_K", 10, 256, 84, TENSOR_OTHER},
    {"Q3_K", 11, 256, 110, TENSOR_OTHER},
    {"Q4_K", 12, 256, 144, TENSOR_OTHER},
    {"Q5_K", 13, 256, 176, TENSOR_OTHER},
    {"Q6_K", 14, 256, 210, TENSOR_OTHER},
    {"Q8_K", 15, 256, 292, TENSOR_OTHER},
    {"IQ2_XXS", 16, 256, 66, TENSOR_OTHER},
    {"IQ2_XS", 17, 256, 74, TENSOR_OTHER},
    {"IQ3_XXS", 18, 256, 98, TENSOR_OTHER},
    {"IQ1_S", 19, 256, 50, TENSOR_OTHER},
    {"IQ4_NL", 20, 32, 18, TENSOR_OTHER},
    {"IQ3_S", 21, 256, 110, TENSOR_OTHER},
    {"IQ2_S", 22, 256, 82, TENSOR_OTHER},
    {"IQ4_XS", 23, 256, 136, TENSOR_OTHER},
    {"I8", 24, 1, 1, TENSOR_I8},
    {"I16", 25, 1, 2, TENSOR_I16},
    {"I32", 26, 1, 4, TENSOR_I32},
    {"I64", 27, 1, 8, TENSOR_I64},
    {"F64", 28, 1, 8, TENSOR_F64},
    {"IQ1_M", 29, 256, 56, TENSOR_OTHER},
    {"BF16", 30, 1, 2, TENSOR_BF16},
    {"TQ1_0", 34, 256, 54, TENSOR_OTHER},
    {"TQ2_0", 35, 256, 66, TENSOR_OTHER},
    {"MXFP4", 39, 32, 17, TENSOR_OTHER},
};

static bool fault(const struct cursor *c, const struct tensor *t, const char *what)
{
    return message_set(c->error, "\"%s\": tensor \"%s\" %s", c->file->path, t->name, what);
}

static struct tensor *named(struct cursor *c, struct tensors *to)
{
    size_t length;
    const unsigned char *bytes = cursor_string(c, &length);
    if (!bytes)
        return NULL;
    struct tensor *t = NULL;
    if (length > NAME_MAX_BYTES)
        message_set(c->error, "\"%s\": the name of tensor %zu has %zu bytes; expected at most %d",
                    c->file->path, to->count, length, NAME_MAX_BYTES);
    else if (memchr(bytes, 0, length))
        message_set(c->error, "\"%s\": the name of tensor %zu has a zero byte", c->file->path,
                    to->count);
    else if (!(t = tensors_add(to, c->file->path, length, (const char *)bytes)))
        message_memory(c->error);
    return t;
}

/* Axes stand with the one first whose entries lie side by side. */
static bool shape_read(struct cursor *c, struct tensor *t, size_t *entries)
{
    uint32_t rank;
    uint64_t side;
    bool none = false, over = false;
    if (!cursor_u32(c, &rank))
        return false;
    if (rank > RANK_MAX)
        return message_set(c->error, "\"%s\": tensor \"%s\" has %u dimensions; expected at most %d",
                           c->file->path, t->name, rank, RANK_MAX);
    t->rank = rank;
    *entries = 1;
    for (size_t i = rank; i-- > 0;) {
        if (!cursor_u64(c, &side))
            return false;
        t->shape[i] = side;
        none = none || side == 0;
        over = __builtin_mul_overflow(*entries, side, entries) || over;
    }
    if (none)
        *entries = 0;
    return none || !over || fault(c, t, "has a shape with more entries than any file");
}

static bool type_read(struct cursor *c, struct tensors *to, struct tensor *t, size_t entries,
                      struct claim_of_bytes *claim)
{
    char text[32];
    uint32_t number;
    size_t at = 0, row = tensor_row_length(t);
    if (!cursor_u32(c, &number))
        return false;
    while (at < ARRAY_COUNT(types) && types[at].number != number)
        at++;
    claim->known = at < ARRAY_COUNT(types);
    if (!claim->known) {
        int length = snprintf(text, sizeof text, "number %u", number);
        t->type = TENSOR_OTHER;
        t->type_name = texts_keep(&to->texts, (size_t)length, text);
        return t->type_name || message_memory(c->error);
    }
    t->type = types[at].type;
    t->type_name = types[at].name;
    if (row % types[at].entries != 0)
        return message_set(c->error,
                           "\"%s\": tensor \"%s\" of type %s has rows of %zu entries, no multiple "
                           "of %u",
                           c->file->path, t->name, t->type_name, row, types[at].entries);
    return !__builtin_mul_overflow(entries / types[at].entries, (size_t)types[at].bytes,
                                   &claim->end) ||
           fault(c, t, "has a shape with more entries than any file");
}

/* One description. Out: *claim, its end being a size yet. */
static bool described(struct cursor *c, struct tensors *to, size_t alignment,
                      struct claim_of_bytes *claim)
{
    size_t entries = 0;
    uint64_t offset;
    struct tensor *t = named(c, to);
    if (!t || !shape_read(c, t, &entries) || !type_read(c, to, t, entries, claim) ||
        !cursor_u64(c, &offset))
        return false;
    claim->name = t->name;
    claim->first = offset;
    return offset % alignment == 0 ||
           message_set(c->error,
                       "\"%s\": tensor \"%s\" begins at byte %zu of the data, no multiple of %zu",
                       c->file->path, t->name, (size_t)offset, alignment);
}

/* Where the data begins: behind the descriptions, aligned; and whether all of it is there. */
static bool placed(const struct cursor *c, struct tensors *to, size_t alignment,
                   struct claim_of_bytes *claims)
{
    size_t start = c->at + (alignment - c->at % alignment) % alignment,
           size = c->file->size < start ? 0 : c->file->size - start;
    for (size_t i = 0; i < to->count; i++) {
        struct claim_of_bytes *claim = &claims[i];
        if (claim->first > size || claim->end > size - claim->first)
            return message_set(c->error, "\"%s\": tensor \"%s\" ends behind the file",
                               c->file->path, claim->name);
        claim->end += claim->first;
        to->list[i].bytes = c->file->bytes + start + claim->first;
    }
    return claims_tile(c->file->path, to->count, claims, alignment, c->error);
}

/* Where the tensors' bytes are aligned to. */
static bool alignment_read(const struct gguf *g, size_t *out, struct message *error)
{
    const struct gguf_value *v = gguf_find(g, "general.alignment");
    double number = ALIGNMENT;
    if (v && (v->type != GGUF_U32 || !gguf_number(v, 0, &number)))
        return message_set(error, "\"%s\": key \"%s\" is of type %s; expected u32", g->file->path,
                           v->key, gguf_type_text(v).text);
    *out = (size_t)number;
    return (*out && (*out & (*out - 1)) == 0) ||
           message_set(error, "\"%s\": key \"%s\" is %zu; expected a power of two", g->file->path,
                       "general.alignment", *out);
}

bool gguf_tensors_read(struct gguf *g, struct tensors *to, struct message *error)
{
    struct cursor c = {g->file, g->tensors_at, 0, error};
    size_t alignment;
    if (!alignment_read(g, &alignment, error))
        return false;
    if (g->tensor_count > cursor_left(&c) / DESCRIBED_LEAST)
        return message_set(error,
                           "\"%s\" says that it has %zu tensors, more than its %zu bytes hold",
                           g->file->path, g->tensor_count, g->file->size);
    struct claim_of_bytes *claims = calloc(g->tensor_count + 1, sizeof *claims);
    bool good = claims || message_memory(error);
    for (size_t i = 0; good && i < g->tensor_count; i++)
        good = described(&c, to, alignment, &claims[i]);
    good = good && placed(&c, to, alignment, claims);
    free(claims);
    return good;
}
