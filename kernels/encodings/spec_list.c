/* Lists of values in a string, spelled out one string each. */
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/spec.h"
#include "theory/ground/text.h"

enum { GROUPS_MAX = SPEC_KEYS_MAX + 1 };

/* The values of one key: the text from behind "key=" or the ':' to the next key, and the key with
 * its '='. */
struct group {
    const char *head, *values;
    size_t head_length, length, count;
};

/* Where the value after this one begins. */
static const char *next_value(const char *at) { return at + strcspn(at, ",") + 1; }

/* Whether the word [length] is all of a number. */
static bool is_number(const char *word, size_t length)
{
    char copy[SPEC_TEXT_MAX];
    double ignored;
    snprintf(copy, sizeof copy, "%.*s", (int)length, word);
    return text_tokens(copy, &ignored);
}

/* Whether a word without '=' may be another value of the key: behind a number, what begins as a
 * number does. */
static bool joins(const struct group *group, const char *word)
{
    return group->head_length == 0 || strchr("0123456789+-.", *word) ||
           !is_number(group->values, strcspn(group->values, ","));
}

/* Cuts text at its keys. Returns: their number, or 0 if it has no lists, or is for the parser to
 * refuse. */
static size_t groups_of(const char *text, struct group group[GROUPS_MAX])
{
    size_t count = 0;
    bool list = false;
    const char *at = text + spec_name_length(text);
    while (*at) {
        const char *item = at + 1; /* behind the ':' or ',' */
        size_t length = strcspn(item, ","), key = strcspn(item, "=,");
        if (length == 0)
            return 0;
        if (item[key] == '=' || count == 0) {
            if (count == GROUPS_MAX)
                return 0;
            size_t head = item[key] == '=' ? key + 1 : 0;
            group[count++] = (struct group){item, item + head, head, length - head, 1};
        } else {
            struct group *last = &group[count - 1];
            if (!joins(last, item))
                return 0;
            last->length = (size_t)(item + length - last->values);
            last->count++;
            list = true;
        }
        at = item + length;
    }
    return list ? count : 0;
}

/* The string number `which`. */
static void spell(const char *text, size_t count, const struct group *group, size_t which,
                  char out[SPEC_TEXT_MAX])
{
    size_t used = spec_name_length(text), later = 1;
    memcpy(out, text, used);
    for (size_t g = 1; g < count; g++)
        later *= group[g].count;
    for (size_t g = 0; g < count; g++) {
        const char *value = group[g].values;
        for (size_t i = which / later % group[g].count; i > 0; i--)
            value = next_value(value);
        used += (size_t)snprintf(out + used, SPEC_TEXT_MAX - used, "%c%.*s%.*s", g ? ',' : ':',
                                 (int)group[g].head_length, group[g].head, (int)strcspn(value, ","),
                                 value);
        later /= g + 1 < count ? group[g + 1].count : 1;
    }
}

bool spec_each(const char *what, const char *text, void *context,
               bool (*each)(void *context, const char *text, struct message *error),
               struct message *error)
{
    struct group group[GROUPS_MAX];
    size_t count = strlen(text) < SPEC_TEXT_MAX ? groups_of(text, group) : 0, total = 1;
    if (count == 0)
        return each(context, text, error);
    for (size_t g = 0; g < count; g++)
        if ((total *= group[g].count) > SPEC_LIST_MAX)
            return message_set(error, "%s \"%s\" makes over %d %ss; expected shorter lists", what,
                               text, SPEC_LIST_MAX, what);
    for (size_t i = 0; i < total; i++) {
        char one[SPEC_TEXT_MAX]; /* no longer than text */
        spell(text, count, group, i, one);
        if (!each(context, one, error)) {
            struct message inner = *error;
            if (!message_is_memory(error))
                message_set(error, "%s \"%s\" makes %s", what, text, inner.text);
            return false;
        }
    }
    return true;
}
