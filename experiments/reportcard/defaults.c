#include "experiments/reportcard/defaults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "theory/ground/arrays.h"

/* The number that stands for a name between braces; a name that is none is a fault of the table. */
static double number_of(const char *name, size_t length, double context, size_t dim)
{
    const struct {
        const char *name;
        double number;
    } known[] = {{"dim", (double)dim},
                 {"dim*3/4", 2.0 * (double)(dim * 3 / 8)},
                 {"context", context},
                 {"context/4", context / 4.0},
                 {"context*2", context * 2.0}};
    for (size_t i = 0; i < ARRAY_COUNT(known); i++)
        if (strlen(known[i].name) == length && strncmp(known[i].name, name, length) == 0)
            return known[i].number;
    return 0.0;
}

/* Appends a type's strings, their numbers filled in, to out, or only counts its characters. */
static size_t fill(const char *published, double context, size_t dim, char *out)
{
    size_t length = 0;
    while (*published) {
        char text[32];
        size_t name = *published == '{' ? strcspn(published, "}") : 0;
        if (name)
            snprintf(text, sizeof text, "%.17g", number_of(published + 1, name - 1, context, dim));
        else
            snprintf(text, sizeof text, "%c", *published);
        published += name + 1;
        if (out)
            memcpy(out + length, text, strlen(text) + 1);
        length += strlen(text);
    }
    return length;
}

char *card_default_list(double context, size_t dim, struct message *error)
{
    size_t size = 1, at = 0;
    for (size_t i = 0; i < encoding_type_count; i++)
        size += fill(encoding_types[i]->published, context, dim, NULL) + 1;
    char *list = malloc(size);
    if (!list) {
        message_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < encoding_type_count; i++) {
        if (i > 0)
            list[at++] = ';';
        at += fill(encoding_types[i]->published, context, dim, list + at);
    }
    list[at] = '\0';
    return list;
}
