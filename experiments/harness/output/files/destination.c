#define _GNU_SOURCE /* statx */
#include "experiments/harness/output/files/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINKS_MOST = 40 }; /* as the kernel has it */

/* The first bytes of a path that name its folder. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The folder of a path, to be freed, or NULL without memory. */
static char *folder_of(const char *path)
{
    size_t length = folder_length(path);
    return length ? strndup(path, length) : strdup(".");
}

/* Where a link leads, seen from where the link's own path is seen; NULL with errno set. */
static char *link_target(const char *path)
{
    char target[PATH_MAX];
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size < 0)
        return NULL;
    target[size] = '\0';
    size_t folder = target[0] == '/' ? 0 : folder_length(path);
    char *out = malloc(folder + (size_t)size + 1);
    if (out) {
        memcpy(out, path, folder);
        memcpy(out + folder, target, (size_t)size + 1);
    }
    return out;
}

/* The descriptor that a link of /proc/self/fd, which is what /dev/stdout leads to, stands for; or
 * -1. */
static int descriptor_of(const char *path)
{
    char *folder = folder_of(path), *real = folder ? realpath(folder, NULL) : NULL,
         *descriptors = realpath("/proc/self/fd", NULL), *end = NULL;
    bool there = real && descriptors && strcmp(real, descriptors) == 0;
    long number = there ? strtol(path + folder_length(path), &end, 10) : -1;
    free(folder);
    free(real);
    free(descriptors);
    return number >= 0 && number <= INT_MAX && !*end ? (int)number : -1;
}

/* Takes what is open under a number for the destination. */
static int take_descriptor(int number, struct destination *out)
{
    out->kind = DESTINATION_DESCRIPTOR;
    out->descriptor = number;
    out->exists = fstat(number, &out->status) == 0;
    return out->exists ? 0 : errno;
}

int destination_find(const char *path, struct destination *out)
{
    *out = (struct destination){.descriptor = -1};
    if (!path || strcmp(path, "-") == 0)
        return take_descriptor(STDOUT_FILENO, out);
    out->path = strdup(path);
    for (int links = 0; out->path; links++) {
        out->exists = lstat(out->path, &out->status) == 0;
        if (!out->exists)
            return errno == ENOENT ? 0 : errno;
        if (!S_ISLNK(out->status.st_mode)) {
            out->kind = S_ISREG(out->status.st_mode) ? DESTINATION_FILE : DESTINATION_SPECIAL;
            return 0;
        }
        int number = descriptor_of(out->path);
        if (number >= 0)
            return take_descriptor(number, out);
        if (links == LINKS_MOST)
            return ELOOP;
        char *target = link_target(out->path);
        free(out->path);
        out->path = target;
    }
    return errno ? errno : ENOMEM;
}

void destination_free(struct destination *destination)
{
    free(destination->path);
    destination->path = NULL;
}

/* Whether a regular file cannot be replaced although it may be written: it is somebody else's in a
 * folder like /tmp, or mounted. */
static int replace_refusal(const struct destination *d)
{
    struct stat folder;
    char *name = folder_of(d->path);
    bool known = name && stat(name, &folder) == 0;
    free(name);
    if (known && folder.st_mode & S_ISVTX && geteuid() != 0 && folder.st_uid != geteuid() &&
        d->status.st_uid != geteuid())
        return EPERM;
#ifdef STATX_ATTR_MOUNT_ROOT
    struct statx more;
    if (statx(AT_FDCWD, d->path, AT_SYMLINK_NOFOLLOW, 0, &more) == 0 &&
        more.stx_attributes & STATX_ATTR_MOUNT_ROOT)
        return EBUSY;
#endif
    return 0;
}

int destination_refusal(const struct destination *d)
{
    if (d->kind == DESTINATION_DESCRIPTOR) {
        int flags = fcntl(d->descriptor, F_GETFL);
        return flags < 0 ? errno : (flags & O_ACCMODE) == O_RDONLY ? EBADF : 0;
    }
    if (!d->exists)
        return d->path[folder_length(d->path)] ? 0 : EISDIR;
    if (S_ISDIR(d->status.st_mode))
        return EISDIR;
    if (S_ISSOCK(d->status.st_mode))
        return ENXIO;
    if (faccessat(AT_FDCWD, d->path, W_OK, AT_EACCESS) != 0)
        return errno;
    return d->kind == DESTINATION_FILE ? replace_refusal(d) : 0;
}

/* Whether two paths that lead to nothing yet lead to the same place. */
static bool same_place(const char *a, const char *b)
{
    struct stat first, second;
    char *folder_a = folder_of(a), *folder_b = folder_of(b);
    bool same = folder_a && folder_b && stat(folder_a, &first) == 0 &&
                stat(folder_b, &second) == 0 && first.st_dev == second.st_dev &&
                first.st_ino == second.st_ino &&
                strcmp(a + folder_length(a), b + folder_length(b)) == 0;
    free(folder_a);
    free(folder_b);
    return same;
}

bool destination_same(const char *a, const char *b)
{
    struct destination first, second;
    bool found = destination_find(a, &first) == 0;
    found = destination_find(b, &second) == 0 && found;
    bool same = false;
    if (found && first.exists && second.exists)
        same = first.status.st_dev == second.status.st_dev &&
               first.status.st_ino == second.status.st_ino;
    else if (found && !first.exists && !second.exists)
        same = same_place(first.path, second.path);
    destination_free(&first);
    destination_free(&second);
    return same;
}

bool destination_is_stdout(const char *path) { return destination_same(path, NULL); }
