#define _GNU_SOURCE /* memmem */
#include "experiments/harness/report/plot/undated.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char key[] = "/CreationDate (";

/* All of a file, to be freed. Returns: NULL, with errno set. */
static char *all_of(FILE *file, size_t *size)
{
    long length = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    *size = length < 0 ? 0 : (size_t)length;
    rewind(file);
    if (text && fread(text, 1, *size, file) == *size)
        return text;
    free(text);
    return NULL;
}

bool undated(FILE *pdf, struct message *error)
{
    size_t size;
    char *text = all_of(pdf, &size), *date = NULL;
    for (char *at = text; at && (at = memmem(at, size - (size_t)(at - text), key, strlen(key)));)
        date = at++;
    char *end = date ? memchr(date, ')', size - (size_t)(date - text)) : NULL;
    bool done = text && !end;
    if (end) {
        memset(date, ' ', (size_t)(end - date) + 1);
        rewind(pdf);
        done = fwrite(text, 1, size, pdf) == size && fflush(pdf) == 0;
    }
    free(text);
    return done || message_set(error, "the drawing cannot be read again: %s", strerror(errno));
}
