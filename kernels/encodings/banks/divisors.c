#include "kernels/encodings/banks/divisors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "theory/ground/text.h"
#include "theory/model/schedule.h"

/* Reads '/'-joined divisors. */
static bool list_read(const char *text, size_t count, double *out, struct message *error)
{
    char item[64];
    size_t given = 1;
    for (const char *at = strchr(text, '/'); at; at = strchr(at + 1, '/'))
        given++;
    if (given != count)
        return message_set(error,
                           "ext=\"%s\" has %zu divisors; expected %zu, one per rotating pair", text,
                           given, count);
    const char *at = text;
    for (size_t i = 0; i < count; i++, at += strcspn(at, "/") + 1) {
        snprintf(item, sizeof item, "%.*s", (int)strcspn(at, "/"), at);
        const char *fault = strcspn(at, "/") < sizeof item ? text_number_fault(item, &out[i])
                                                           : "is too long for a number";
        if (!fault && out[i] <= 0.0)
            fault = "is too small";
        if (!fault && out[i] > FACTOR_MOST)
            fault = "is too large";
        if (fault)
            return message_set(error,
                               "ext=\"%s\": \"%s\" %s; expected numbers over 0 and at most 1e6",
                               text, item, fault);
    }
    return true;
}

bool divisors_read(const char *text, size_t count, const double **list, double **owned,
                   struct message *error)
{
    const struct extension_list *named = extension_list_find(text);
    const char *names[16];
    for (size_t i = 0; i < extension_list_count && i < 16; i++)
        names[i] = extension_lists[i].name;
    if (named && named->count != count)
        return message_set(error,
                           "ext=\"%s\" has %zu divisors; expected %zu, one per rotating pair", text,
                           named->count, count);
    if (named) {
        *list = named->factor;
        return true;
    }
    *owned = malloc(count * sizeof **owned);
    *list = *owned;
    if (!*owned)
        return message_memory(error);
    double first;
    if (!strchr(text, '/') && !text_number(text, &first))
        return message_set(error,
                           "ext=\"%s\" is no list of divisors; expected %zu numbers joined by '/', "
                           "or one of %s%s",
                           text, count, text_join(extension_list_count, names).text,
                           text_suggestion(text, extension_list_count, names).text);
    return list_read(text, count, *owned, error);
}
