#include "experiments/tradeoff/families.h"

#include <stdlib.h>
#include <string.h>

/* A part of a resolved string: "key=value". */
struct item {
    const char *at;
    size_t key, length; /* of the key, of the whole */
};

/* Encodings from `first` on, `count` of them; which key's values they differ in, length 0 if it is
 * one encoding. */
struct family {
    size_t first, count;
    struct item swept;
};

/* The item behind this one, or the first of a string for NULL. Returns: false if there is none. */
static bool next_item(const char *text, struct item *item)
{
    const char *at = item->at ? item->at + item->length : text + spec_name_length(text);
    if (!*at)
        return false;
    at++;
    *item = (struct item){at, strcspn(at, "=,"), strcspn(at, ",")};
    return true;
}

static bool same_key(const struct item *a, const struct item *b)
{
    return a->key == b->key && (a->key == 0 || strncmp(a->at, b->at, a->key) == 0);
}

static bool same_item(const struct item *a, const struct item *b)
{
    return a->length == b->length && strncmp(a->at, b->at, a->length) == 0;
}

/* The item of a string that has the key of another's. */
static bool find_item(const char *text, const struct item *key, struct item *out)
{
    *out = (struct item){0};
    while (next_item(text, out))
        if (same_key(out, key))
            return true;
    return false;
}

static size_t item_count(const char *text)
{
    size_t count = 0;
    for (struct item item = {0}; next_item(text, &item);)
        count++;
    return count;
}

/* The only key whose values differ, in *key. Returns: false if the types or several keys do, or
 * none. */
static bool differ_at(const struct encoding *a, const struct encoding *b, struct item *key)
{
    size_t differences = 0;
    struct item item = {0}, other;
    if (a->type != b->type || item_count(a->resolved) != item_count(b->resolved))
        return false;
    while (next_item(a->resolved, &item)) {
        if (!find_item(b->resolved, &item, &other))
            return false;
        if (!same_item(&item, &other)) {
            *key = item;
            differences++;
        }
    }
    return differences == 1;
}

static size_t group(size_t count, struct encoding *const *encoding, struct family *family)
{
    size_t families = 0;
    for (size_t i = 0; i < count; i++) {
        struct family *last = families ? &family[families - 1] : NULL;
        struct item key;
        if (last && differ_at(encoding[last->first], encoding[i], &key) &&
            (last->count == 1 || same_key(&key, &last->swept))) {
            last->swept = key;
            last->count++;
        } else {
            family[families++] = (struct family){.first = i, .count = 1};
        }
    }
    return families;
}

/* Whether two families would be called the same. */
static bool alike(struct encoding *const *encoding, const struct family *a, const struct family *b)
{
    return encoding[a->first]->type == encoding[b->first]->type && same_key(&a->swept, &b->swept);
}

/* Whether an item of a family has another value in one that is alike. */
static bool tells(struct encoding *const *encoding, size_t families, const struct family *family,
                  const struct family *of, const struct item *item)
{
    struct item other;
    if (of->count > 1 && same_key(item, &of->swept))
        return false;
    for (size_t f = 0; f < families; f++)
        if (alike(encoding, &family[f], of) &&
            (!find_item(encoding[family[f].first]->resolved, item, &other) ||
             !same_item(item, &other)))
            return true;
    return false;
}

enum status families_name(size_t count, struct encoding *const *encoding, struct message *name)
{
    struct family *family = malloc((count + 1) * sizeof *family);
    if (!family)
        return STATUS_MEMORY;
    size_t families = group(count, encoding, family);
    for (size_t f = 0; f < families; f++) {
        const struct family *of = &family[f];
        struct message *own = &name[of->first];
        struct item item = {0};
        message_set(own, "%s", encoding[of->first]->type->name);
        if (of->count > 1)
            message_add(own, " %.*s", (int)of->swept.key, of->swept.at);
        while (next_item(encoding[of->first]->resolved, &item))
            if (tells(encoding, families, family, of, &item))
                message_add(own, ", %.*s", (int)item.length, item.at);
        for (size_t i = 1; i < of->count; i++)
            name[of->first + i] = *own;
    }
    free(family);
    return STATUS_OK;
}
