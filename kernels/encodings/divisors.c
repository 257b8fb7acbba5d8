#include "kernels/encodings/divisors.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "theory/ground/text.h"
#include "theory/model/schedule.h"

/* Reads '/'-joined divisors; false if one is not a number over 0 or their count is wrong. */
static bool list_read(const char *text, size_t count, double *out)
{
    char item[64];
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(text, "/");
        if (length >= sizeof item)
            return false;
        memcpy(item, text, length);
        item[length] = '\0';
        if (!text_number(item, &out[i]) || !(out[i] > 0.0 && out[i] <= FACTOR_MOST) ||
            (text[length] == '/') != (i + 1 < count))
            return false;
        text += length + 1;
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
        return message_set(error, "ext=%s has %zu divisors; %zu pairs rotate", text, named->count,
                           count);
    if (named) {
        *list = named->factor;
        return true;
    }
    *owned = malloc(count * sizeof **owned);
    *list = *owned;
    if (!*owned)
        return message_memory(error);
    return list_read(text, count, *owned) ||
           message_set(
               error,
               "ext=\"%s\" is not accepted; expected %zu numbers over 0 and at most 1e6 joined by '/', or one "
               "of %s%s",
               text, count, text_join(extension_list_count, names).text,
               text_suggestion(text, extension_list_count, names).text);
}
