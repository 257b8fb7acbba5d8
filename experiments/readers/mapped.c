#define _GNU_SOURCE /* madvise */
#include "experiments/readers/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is smaller is not worth a call. */
enum { NEED_LEAST = 1 << 16, NEED_PIECE = 1 << 17 };

/* One of all that ever were open at once: a signal handler walks through them at any moment, so
 * that they are taken again and never freed. */
struct mapping {
    struct mapped open; /* the first member: a mapped is its mapping */
    char *name;
    atomic_flag taken;
    atomic_uintptr_t first; /* address of the first byte; 0: nothing is mapped */
    struct mapping *next;
};
static _Atomic(struct mapping *) mappings;

static struct mapping *mapping_take(void)
{
    for (struct mapping *m = atomic_load(&mappings); m; m = m->next)
        if (!atomic_flag_test_and_set(&m->taken))
            return m;
    struct mapping *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    atomic_flag_test_and_set(&m->taken);
    m->next = atomic_load(&mappings);
    while (!atomic_compare_exchange_weak(&mappings, &m->next, m))
        ;
    return m;
}

static bool bytes_map(int file, size_t size, struct mapping *m)
{
    m->open.size = size;
    m->open.bytes = (const unsigned char *)"";
    if (size == 0)
        return true;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return false;
    madvise(bytes, size, MADV_RANDOM); /* where it is not heeded, more is read than is needed */
    m->open.bytes = bytes;
    atomic_store(&m->first, (uintptr_t)bytes);
    return true;
}

static bool map(int file, const char *name, struct mapped **out, struct message *error)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return message_unread(error, name, errno);
    if (!S_ISREG(status.st_mode))
        return message_set(error, "\"%s\" is not a regular file", name);
    struct mapping *m = mapping_take();
    if (!m)
        return message_memory(error);
    m->open.path = m->name = strdup(name);
    bool named = m->name != NULL;
    if (named && bytes_map(file, (size_t)status.st_size, m)) {
        *out = &m->open;
        return true;
    }
    int code = named ? errno : ENOMEM;
    mapped_close(&m->open);
    return message_unread(error, name, code);
}

static bool open_with(const char *path, const char *name, int flags, struct mapped **out,
                      struct message *error)
{
    /* a pipe's other end would be waited for */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (file < 0)
        return message_unread(error, name, errno);
    bool good = map(file, name, out, error);
    close(file);
    return good;
}

bool mapped_open(const char *path, struct mapped **out, struct message *error)
{
    return open_with(path, path, 0, out, error);
}

bool mapped_open_as(const char *path, const char *name, struct mapped **out, struct message *error)
{
    return open_with(path, name, O_NOFOLLOW, out, error);
}

void mapped_close(struct mapped *mapped)
{
    if (!mapped)
        return;
    struct mapping *m = (struct mapping *)mapped;
    if (atomic_exchange(&m->first, 0))
        munmap((void *)(uintptr_t)m->open.bytes, m->open.size);
    free(m->name);
    m->name = NULL;
    m->open = (struct mapped){.size = 0};
    atomic_flag_clear(&m->taken);
}

void mapped_need(const unsigned char *at, size_t size)
{
    if (size < NEED_LEAST)
        return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)at & ~(page - 1),
              end = (uintptr_t)at + size;
    /* a kernel cuts off what is asked for beyond its own window, so it is asked in pieces */
    for (; first < end; first += NEED_PIECE)
        madvise((void *)first, end - first < NEED_PIECE ? end - first : NEED_PIECE, MADV_WILLNEED);
}

bool mapped_fault(const void *address, struct message *error)
{
    struct stat status;
    for (struct mapping *m = atomic_load(&mappings); m; m = m->next) {
        uintptr_t first = atomic_load(&m->first);
        if (!first || (uintptr_t)address < first || (uintptr_t)address - first >= m->open.size)
            continue;
        if (stat(m->name, &status) == 0 && (size_t)status.st_size < m->open.size)
            message_set(error, "\"%s\" became shorter while it was read", m->name);
        else
            message_set(error, "cannot read \"%s\": its storage failed", m->name);
        return true;
    }
    return false;
}
