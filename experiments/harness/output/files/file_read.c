#include "experiments/harness/output/files/file_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens a regular file; a pipe's end would be waited for. */
static FILE *regular(const char *path, struct message *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    FILE *file = NULL;
    if (fd < 0 || fstat(fd, &status) != 0)
        message_unread(error, path, errno);
    else if (!S_ISREG(status.st_mode))
        message_set(error, "\"%s\" is not a regular file", path);
    else if (!(file = fdopen(fd, "r")))
        message_memory(error);
    if (!file && fd >= 0)
        close(fd);
    return file;
}

char *file_read(const char *path, size_t *size, struct message *error)
{
    FILE *file = regular(path, error);
    if (!file)
        return NULL;
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
