#include "experiments/harness/command/choice.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/config_names.h"
#include "kernels/encodings/spec.h"
#include "theory/ground/text.h"

size_t choice_count(const char *const *names)
{
    size_t count = 0;
    while (names[count])
        count++;
    return count;
}

static bool find(const char *text, const char *const *names, const char *expected, size_t *index,
                 struct message *error)
{
    size_t count = choice_count(names);
    *index = text_find(text, count, names);
    if (*index == count)
        *index = text_find(config_dtype(text), count, names);
    return *index < count ||
           message_set(error, "\"%s\" is not accepted; expected %s of %s%s", text, expected,
                       text_join(count, names).text, text_suggestion(text, count, names).text);
}

bool choice_one(const char *text, const char *const *names, size_t *index, struct message *error)
{
    return find(text, names, "one", index, error);
}

bool choice_several(const char *text, const char *const *names, double **list, size_t *count,
                    struct message *error)
{
    *count = 0;
    *list = malloc(choice_count(names) * sizeof **list);
    if (!*list)
        return message_memory(error);
    for (const char *at = text;; at++) {
        char name[SPEC_TEXT_MAX];
        size_t length = strcspn(at, ","), index;
        if (length >= sizeof name)
            return message_set(error, "\"%.*s\" is longer than %d characters", (int)length, at,
                               SPEC_TEXT_MAX - 1);
        memcpy(name, at, length);
        name[length] = '\0';
        if (!find(name, names, "one or more", &index, error))
            return false;
        for (size_t i = 0; i < *count; i++)
            if ((*list)[i] == (double)index)
                return message_set(error, "\"%s\" is given twice", name);
        (*list)[(*count)++] = (double)index;
        at += length;
        if (!*at)
            return true;
    }
}
