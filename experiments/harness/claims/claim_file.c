#include "experiments/harness/claims/claim_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/checksum.h"

/* Up to this size all bytes are read: a twentieth of a second. */
static const double WHOLE = 64e6;

/* The checksum of all bytes; false with *error set. */
static bool read_all(int fd, const char *path, uint64_t *sum, struct message *error)
{
    char block[1 << 16];
    ssize_t got;
    *sum = CHECKSUM_START;
    while ((got = read(fd, block, sizeof block)) > 0)
        *sum = checksum_add(*sum, block, (size_t)got);
    return got == 0 || message_unread(error, path, errno);
}

static bool look(int fd, struct given_file *out, struct message *error)
{
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0)
        return message_unread(error, out->path, errno);
    if (!S_ISREG(status.st_mode))
        return message_set(error, "\"%s\" is not a regular file", out->path);
    out->is.bytes = (double)status.st_size;
    out->whole = out->is.bytes <= WHOLE;
    if (!out->whole) {
        message_set(&out->identity, "%.0f bytes, changed %.0f.%09.0f", out->is.bytes,
                    (double)status.st_mtim.tv_sec, (double)status.st_mtim.tv_nsec);
        return true;
    }
    if (!read_all(fd, out->path, &out->is.checksum, error))
        return false;
    char sum[20];
    snprintf(sum, sizeof sum, "%016" PRIx64, out->is.checksum);
    message_set(&out->identity, "%.0f bytes, checksum %s", out->is.bytes, sum);
    return true;
}

bool given_file_read(const char *path, struct given_file *out, struct message *error)
{
    const char *slash = strrchr(path, '/');
    *out = (struct given_file){.path = path, .is.name = slash ? slash + 1 : path};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool ok = look(fd, out, error);
    if (fd >= 0)
        close(fd);
    return ok;
}

bool given_file_is(const struct given_file *given, const struct claim_file *other)
{
    return given->whole && given->is.bytes == other->bytes && given->is.checksum == other->checksum;
}
