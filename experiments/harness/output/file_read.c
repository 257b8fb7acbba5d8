#include "experiments/harness/output/file_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *file_read(const char *path, size_t *size, struct message *error)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        message_unread(error, path, errno);
        return NULL;
    }
    char *text = NULL;
    size_t room = 0, used = 0, got = 1;
    while (got) {
        if (used + 1 >= room) {
            char *larger = realloc(text, room = 2 * room + 65536);
            if (!larger)
                break;
            text = larger;
        }
        got = fread(text + used, 1, room - used - 1, file);
        used += got;
    }
    bool failed = ferror(file);
    int code = errno;
    fclose(file);
    if (got || failed) {
        if (got)
            message_memory(error);
        else
            message_set(error, "cannot read \"%s\": %s", path, strerror(code));
        free(text);
        return NULL;
    }
    text[used] = '\0';
    *size = used;
    return text;
}
