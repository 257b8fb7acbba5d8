#define _GNU_SOURCE /* memfd_create */
#include "experiments/harness/output/files/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/files/temporary.h"

static bool cannot_write(const char *path, int code, struct message *error)
{
    if (code == ENOMEM)
        return message_memory(error);
    const char *why = strerror(code ? code : EIO);
    return path ? message_set(error, "cannot write \"%s\": %s", message_quote(path).text, why)
                : message_set(error, "cannot write standard output: %s", why);
}

/* A file without a name; NULL with errno set. */
static FILE *nameless(void)
{
    FILE *file = tmpfile();
    if (file)
        return file;
    int descriptor = memfd_create("posbias", MFD_CLOEXEC); /* no folder that can be written */
    file = descriptor < 0 ? NULL : fdopen(descriptor, "w+");
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

/* Opens the temporary file of a destination that is replaced. Returns 0 or an errno. */
static int open_beside(struct atomic_file *file)
{
    int descriptor;
    bool exists = file->to.exists;
    file->temporary = temporary_create(file->to.path, exists ? 0600 : 0666, &descriptor);
    if (!file->temporary)
        return errno;
    if (exists && fchmod(descriptor, file->to.status.st_mode & 0777) != 0)
        errno = 0; /* the mode is a courtesy */
    file->stream = fdopen(descriptor, "w+");
    if (file->stream)
        return 0;
    int code = errno;
    close(descriptor);
    return code;
}

/* Returns 0 or an errno. */
static int open_file(struct atomic_file *file, const char *path)
{
    int code = destination_find(path, &file->to);
    if (code == 0)
        code = destination_refusal(&file->to);
    if (code == 0 && path && !(file->name = strdup(path)))
        code = ENOMEM;
    if (code == 0 && file->to.kind == DESTINATION_FILE)
        code = open_beside(file);
    else if (code == 0 && !(file->stream = nameless()))
        code = errno ? errno : EIO;
    return code;
}

/* What a rank writes that is not the first. Returns 0 or an errno. */
static int open_nothing(struct atomic_file *file)
{
    file->stream = fopen("/dev/null", "w+");
    return file->stream ? 0 : errno;
}

bool atomic_open(struct atomic_file *file, const char *path, struct message *error)
{
    *file = (struct atomic_file){.stream = NULL};
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    int code = ranks_agree(ranks_first() ? open_file(file, path) : open_nothing(file));
    if (code == 0)
        return true;
    cannot_write(path, code, error);
    atomic_discard(file);
    return false;
}

/* Writes all of a block, waiting where the descriptor does not. Returns 0 or an errno. */
static int put(int descriptor, const char *block, size_t size)
{
    while (size > 0) {
        ssize_t put = write(descriptor, block, size);
        if (put >= 0) {
            block += put;
            size -= (size_t)put;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){.fd = descriptor, .events = POLLOUT}, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* Where the copy goes, or -1 with errno set. A pipe that has become a file by now is left alone. */
static int open_in_place(const struct destination *to)
{
    struct stat status;
    if (to->kind == DESTINATION_DESCRIPTOR)
        return fcntl(to->descriptor, F_DUPFD_CLOEXEC, 0);
    int descriptor = open(to->path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (descriptor >= 0 && (fstat(descriptor, &status) != 0 || S_ISREG(status.st_mode))) {
        close(descriptor);
        errno = EEXIST;
        return -1;
    }
    return descriptor;
}

/* Copies the nameless temporary file to its destination. Returns 0 or an errno. */
static int copy_out(struct atomic_file *file)
{
    char block[1 << 16];
    if (fflush(stdout) != 0 || fseek(file->stream, 0, SEEK_SET) != 0)
        return errno;
    int to = open_in_place(&file->to), code = 0;
    if (to < 0)
        return errno;
    for (size_t got; code == 0 && (got = fread(block, 1, sizeof block, file->stream)) > 0;)
        code = put(to, block, got);
    if (code == 0 && ferror(file->stream))
        code = errno;
    if (close(to) != 0 && code == 0)
        code = errno;
    return code;
}

/* Gives the temporary file its name; its lock is held until it has it. Returns 0 or an errno. */
static int take_name(struct atomic_file *file)
{
    /* A full disk shows at the latest when the data is forced out; not every file system can. */
    int descriptor = fileno(file->stream), code = 0;
    if (fsync(descriptor) != 0 && errno != EINVAL && errno != ENOSYS)
        return errno;
    int lock = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (lock < 0)
        return errno;
    FILE *stream = file->stream;
    file->stream = NULL;
    if (fclose(stream) != 0 || rename(file->temporary, file->to.path) != 0) {
        code = errno;
    } else {
        temporary_forget(file->temporary);
        file->temporary = NULL;
    }
    close(lock);
    return code;
}

/* Forces buffered text out. Returns 0 or an errno: of a write that failed long ago, the one it
 * would have now. */
static int settle(FILE *stream)
{
    if (fflush(stream) != 0)
        return errno;
    if (!ferror(stream))
        return 0;
    return write(fileno(stream), "", 1) < 0 ? errno : EIO;
}

bool atomic_commit(struct atomic_file *file, struct message *error)
{
    int code = ranks_agree(settle(file->stream));
    if (code == 0)
        code = ranks_agree(!ranks_first() ? 0 : file->temporary ? take_name(file) : copy_out(file));
    if (code != 0)
        cannot_write(file->name, code, error);
    atomic_discard(file);
    return code == 0;
}

void atomic_discard(struct atomic_file *file)
{
    if (file->temporary)
        temporary_remove(file->temporary);
    if (file->stream)
        fclose(file->stream);
    destination_free(&file->to);
    free(file->name);
    *file = (struct atomic_file){.stream = NULL};
}

void atomic_interrupted(void) { temporary_interrupted(); }

void atomic_sweep(const char *path)
{
    struct destination to;
    if (destination_find(path, &to) == 0 && to.kind == DESTINATION_FILE)
        temporary_sweep(to.path);
    destination_free(&to);
}
