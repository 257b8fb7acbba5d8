#include "experiments/harness/output/atomic_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PENDING_MOST = 4 };
static char pending[PENDING_MOST][PATH_MAX];

void atomic_pending(const char *temporary)
{
    for (int i = 0; i < PENDING_MOST; i++)
        if (!pending[i][0]) {
            snprintf(pending[i], sizeof pending[i], "%s", temporary);
            return;
        }
}

void atomic_settled(const char *temporary)
{
    for (int i = 0; i < PENDING_MOST; i++)
        if (strcmp(pending[i], temporary) == 0)
            pending[i][0] = '\0';
}

void atomic_interrupted(void)
{
    for (int i = 0; i < PENDING_MOST; i++)
        if (pending[i][0])
            unlink(pending[i]);
}

bool atomic_temporary_name(const char *path, size_t size, char *out)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    return snprintf(out, size, "%.*s.%s.tmp-%ld", folder, path, path + folder, (long)getpid()) <
           (int)size;
}

/* The file a path names, whether it exists or not: its folder resolved, and the link too if it is
 * one. */
static bool resolved(const char *path, char out[PATH_MAX])
{
    char folder[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (realpath(path, out))
        return true;
    if (snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
                 slash ? path : ".") >= PATH_MAX)
        return false;
    return realpath(folder, real) && snprintf(out, PATH_MAX, "%s/%s", real, name) < PATH_MAX;
}

bool atomic_same(const char *a, const char *b)
{
    char first[PATH_MAX], second[PATH_MAX];
    return strcmp(a, b) == 0 ||
           (resolved(a, first) && resolved(b, second) && strcmp(first, second) == 0);
}

static bool cannot_write(const char *path, int code, struct message *error)
{
    return message_set(error, "cannot write \"%s\": %s",
                       path ? message_quote(path).text : "standard output",
                       strerror(code ? code : EIO));
}

bool atomic_open(struct atomic_file *file, const char *path, struct message *error)
{
    char real[PATH_MAX], temporary[PATH_MAX];
    struct stat status;
    bool exists = false;
    *file = (struct atomic_file){NULL, NULL, NULL};
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    if (path && (exists = stat(path, &status) == 0) && realpath(path, real))
        path = real;
    if (path && !(file->path = strdup(path)))
        return message_memory(error);
    bool named = path && (!exists || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
    if (exists && S_ISDIR(status.st_mode)) {
        cannot_write(path, EISDIR, error);
    } else if (named && !atomic_temporary_name(path, sizeof temporary, temporary)) {
        cannot_write(path, ENAMETOOLONG, error);
    } else if (named && !(file->temporary = strdup(temporary))) {
        message_memory(error);
    } else {
        if (named)
            atomic_pending(temporary);
        file->stream = named ? fopen(temporary, "w+") : tmpfile();
        if (!file->stream)
            cannot_write(named ? path : "a temporary file", errno, error);
        else if (exists && named && fchmod(fileno(file->stream), status.st_mode & 07777) != 0)
            errno = 0; /* the mode is a courtesy */
    }
    if (!file->stream)
        atomic_discard(file);
    return file->stream != NULL;
}

/* Copies the nameless temporary file to its destination. */
static bool copy_out(struct atomic_file *file)
{
    char block[1 << 16];
    size_t got;
    FILE *to = file->path ? fopen(file->path, "w") : stdout;
    if (!to)
        return false;
    rewind(file->stream);
    bool ok = true;
    while (ok && (got = fread(block, 1, sizeof block, file->stream)) > 0)
        ok = fwrite(block, 1, got, to) == got;
    ok = ok && !ferror(file->stream) && fflush(to) == 0;
    int code = errno;
    if (file->path && fclose(to) != 0)
        return false;
    errno = code;
    return ok;
}

bool atomic_commit(struct atomic_file *file, struct message *error)
{
    /* A full disk shows at the latest when the data is forced out. */
    bool ok = fflush(file->stream) == 0 && !ferror(file->stream);
    if (ok && file->temporary)
        ok = fsync(fileno(file->stream)) == 0 && rename(file->temporary, file->path) == 0;
    else if (ok)
        ok = copy_out(file);
    if (!ok)
        cannot_write(file->path, errno, error);
    if (ok && file->temporary) { /* it has its name now */
        atomic_settled(file->temporary);
        free(file->temporary);
        file->temporary = NULL;
    }
    atomic_discard(file);
    return ok;
}

void atomic_discard(struct atomic_file *file)
{
    if (file->stream)
        fclose(file->stream);
    if (file->temporary) {
        unlink(file->temporary);
        atomic_settled(file->temporary);
    }
    free(file->path);
    free(file->temporary);
    *file = (struct atomic_file){NULL, NULL, NULL};
}
