#include "experiments/harness/output/files/transfer.h"

#include <errno.h>
#include <unistd.h>

int transfer_read(int descriptor, size_t place, size_t size, void *bytes, size_t *got)
{
    *got = 0;
    while (*got < size) {
        ssize_t part = pread(descriptor, (char *)bytes + *got, size - *got, (off_t)(place + *got));
        if (part == 0)
            return 0;
        if (part < 0 && errno != EINTR)
            return errno;
        *got += part > 0 ? (size_t)part : 0;
    }
    return 0;
}

int transfer_write(int descriptor, size_t place, size_t size, const void *bytes)
{
    for (size_t done = 0; done < size;) {
        ssize_t part = pwrite(descriptor, (const char *)bytes + done, size - done,
                              (off_t)(place + done));
        if (part < 0 && errno != EINTR)
            return errno;
        done += part > 0 ? (size_t)part : 0;
    }
    return 0;
}

int transfer_copy(int from, size_t from_place, int to, size_t to_place, size_t size)
{
    char block[1 << 14];
    for (size_t done = 0; done < size;) {
        size_t want = size - done < sizeof block ? size - done : sizeof block, got;
        int code = transfer_read(from, from_place + done, want, block, &got);
        if (code == 0 && got < want)
            code = EIO;
        if (code == 0)
            code = transfer_write(to, to_place + done, got, block);
        if (code != 0)
            return code;
        done += got;
    }
    return 0;
}
