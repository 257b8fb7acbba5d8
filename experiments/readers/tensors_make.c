#include "experiments/readers/tensors_make.h"

#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"

enum { TEXTS_BLOCK = 1 << 14 };

struct texts {
    struct texts *next;
    size_t used, room;
    char bytes[];
};

const char *texts_keep(struct texts **texts, size_t length, const char *bytes)
{
    if (!*texts || (*texts)->room - (*texts)->used <= length) {
        size_t room = size_max(TEXTS_BLOCK, length + 1);
        struct texts *block = malloc(sizeof *block + room);
        if (!block)
            return NULL;
        *block = (struct texts){.next = *texts, .room = room};
        *texts = block;
    }
    char *text = (*texts)->bytes + (*texts)->used;
    memcpy(text, bytes, length);
    text[length] = '\0';
    (*texts)->used += length + 1;
    return text;
}

void texts_free(struct texts *texts)
{
    for (struct texts *next; texts; texts = next) {
        next = texts->next;
        free(texts);
    }
}

struct tensors *tensors_new(enum tensors_format format, const char *path)
{
    struct tensors *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->format = format;
    t->path = texts_keep(&t->texts, strlen(path), path);
    if (t->path)
        return t;
    free(t);
    return NULL;
}

struct tensor *tensors_add(struct tensors *to, const char *file, size_t length, const char *name)
{
    if (to->count == to->room) {
        size_t room = 2 * to->room + 64;
        struct tensor *larger = realloc(to->list, room * sizeof *larger);
        if (!larger)
            return NULL;
        to->list = larger;
        to->room = room;
    }
    const char *kept = texts_keep(&to->texts, length, name);
    if (!kept)
        return NULL;
    struct tensor *t = &to->list[to->count++];
    *t = (struct tensor){.file = file, .name = kept};
    return t;
}

static int by_name(const void *a, const void *b)
{
    const struct tensor *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->file, y->file);
}

bool tensors_sort(struct tensors *t, struct message *error)
{
    if (t->count)
        qsort(t->list, t->count, sizeof *t->list, by_name);
    for (size_t i = 1; i < t->count; i++) {
        const struct tensor *one = &t->list[i - 1], *two = &t->list[i];
        if (strcmp(one->name, two->name) != 0)
            continue;
        if (strcmp(one->file, two->file) == 0)
            return message_set(error, "\"%s\" has tensor \"%s\" twice", one->file, one->name);
        return message_set(error, "tensor \"%s\" stands in \"%s\" and in \"%s\"", one->name,
                           one->file, two->file);
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct claim_of_bytes *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

bool claims_tile(const char *file, size_t count, struct claim_of_bytes *claims, size_t alignment,
                 struct message *error)
{
    if (count)
        qsort(claims, count, sizeof *claims, by_place);
    if (count && claims[0].first)
        return message_set(error, "\"%s\": %zu bytes before tensor \"%s\" belong to no tensor",
                           file, claims[0].first, claims[0].name);
    for (size_t i = 1; i < count; i++) {
        const struct claim_of_bytes *one = &claims[i - 1], *two = &claims[i];
        size_t end = one->end + (alignment - one->end % alignment) % alignment;
        if (two->first < one->end)
            return message_set(error, "\"%s\": tensors \"%s\" and \"%s\" overlap", file, one->name,
                               two->name);
        if (one->known && two->first != end)
            return message_set(
                error, "\"%s\": %zu bytes between tensors \"%s\" and \"%s\" belong to no tensor",
                file, two->first - end, one->name, two->name);
    }
    return true;
}
