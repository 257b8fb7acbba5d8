#include "experiments/harness/output/files/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "experiments/harness/output/checksum.h"

#define PREFIX  ".posbias-%016" PRIx64 "-"
#define PATTERN PREFIX "%016" PRIx64 ".tmp"
enum { PREFIX_LENGTH = 26, NAME_LENGTH = 46, PENDING_MOST = 16, TRIES = 64 };

/* What a signal handler has to remove. A path is written before used says so, and never freed. */
static struct {
    atomic_bool used;
    char path[PATH_MAX];
} pending[PENDING_MOST];

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static uint64_t hash_of(const char *path)
{
    const char *name = base_name(path);
    return checksum_add(CHECKSUM_START, name, strlen(name));
}

/* A number that another run does not come upon, if the kernel has one; creating exclusively holds
 * either way. */
static uint64_t unlikely_number(void)
{
    static uint64_t calls;
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) == (ssize_t)sizeof number)
        return number;
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    const uint64_t seed[] = {(uint64_t)getpid(), (uint64_t)now.tv_sec, (uint64_t)now.tv_nsec,
                             ++calls};
    return checksum_add(CHECKSUM_START, seed, sizeof seed);
}

/* Locks a new file. False if a sweep came between and took it for a leftover. Without locks on this
 * file system no sweep can have. */
static bool hold(int descriptor)
{
    struct stat status;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

const char *temporary_create(const char *path, mode_t mode, int *descriptor)
{
    int folder = (int)(base_name(path) - path), slot = 0;
    temporary_sweep(path);
    while (slot < PENDING_MOST && atomic_load(&pending[slot].used))
        slot++;
    if (slot == PENDING_MOST) {
        errno = EMFILE;
        return NULL;
    }
    char *name = pending[slot].path;
    for (int tries = 0; tries < TRIES; tries++) {
        if (snprintf(name, PATH_MAX, "%.*s" PATTERN, folder, path, hash_of(path),
                     unlikely_number()) >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return NULL;
        }
        atomic_store(&pending[slot].used, true); /* first, so that no signal comes between */
        *descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (*descriptor >= 0 && hold(*descriptor))
            return name;
        int code = errno;
        if (*descriptor >= 0) {
            unlink(name);
            close(*descriptor);
        }
        atomic_store(&pending[slot].used, false);
        errno = code;
        if (*descriptor < 0 && code != EEXIST)
            return NULL;
    }
    errno = EEXIST;
    return NULL;
}

void temporary_forget(const char *temporary)
{
    for (int i = 0; i < PENDING_MOST; i++)
        if (temporary == pending[i].path)
            atomic_store(&pending[i].used, false);
}

void temporary_remove(const char *temporary)
{
    unlink(temporary);
    temporary_forget(temporary);
}

void temporary_interrupted(void)
{
    for (int i = 0; i < PENDING_MOST; i++)
        if (atomic_load(&pending[i].used))
            unlink(pending[i].path);
}

/* Removes a file of that name if nobody holds it. Another kind of file, a link above all, is not
 * ours. */
static void remove_unheld(int folder, const char *name)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return;
    int descriptor = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(descriptor);
}

void temporary_sweep(const char *path)
{
    static const char digits[] = "0123456789abcdef";
    char folder[PATH_MAX], prefix[NAME_LENGTH + 1];
    size_t length = (size_t)(base_name(path) - path);
    if (length >= sizeof folder)
        return;
    snprintf(folder, sizeof folder, "%.*s", length ? (int)length : 1, length ? path : ".");
    snprintf(prefix, sizeof prefix, PREFIX, hash_of(path));
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        const char *name = entry->d_name;
        if (strlen(name) == NAME_LENGTH && strncmp(name, prefix, PREFIX_LENGTH) == 0 &&
            strspn(name + PREFIX_LENGTH, digits) == 16 &&
            strcmp(name + PREFIX_LENGTH + 16, ".tmp") == 0)
            remove_unheld(dirfd(entries), name);
    }
    if (entries)
        closedir(entries);
}
