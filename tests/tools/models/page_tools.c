#define _DEFAULT_SOURCE /* mincore */
#include "tests/tools/models/page_tools.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/check_tools.h"

void page_hole(const char *path, size_t size)
{
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(truncate(path, status.st_size + (off_t)size), 0);
    page_evict(path);
}

void page_evict(const char *path)
{
    int file = open(path, O_RDWR);
    ck_assert_int_ge(file, 0);
    fsync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

size_t page_cached(const char *path)
{
    struct stat status;
    int file = open(path, O_RDWR);
    ck_assert_int_eq(fstat(file, &status), 0);
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = ((size_t)status.st_size + page - 1) / page,
           count = 0;
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
    unsigned char *in = malloc(pages);
    ck_assert(bytes != MAP_FAILED && in);
    ck_assert_int_eq(mincore(bytes, (size_t)status.st_size, in), 0);
    for (size_t i = 0; i < pages; i++)
        count += in[i] & 1;
    munmap(bytes, (size_t)status.st_size);
    free(in);
    close(file);
    return count * page;
}

size_t page_resident(void)
{
    size_t all, here = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%zu %zu", &all, &here), 2);
    fclose(file);
    return here * (size_t)sysconf(_SC_PAGESIZE);
}

size_t page_mappings(const char *path)
{
    char line[1024];
    size_t count = 0;
    FILE *file = fopen("/proc/self/maps", "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file))
        count += strstr(line, path) != NULL;
    fclose(file);
    return count;
}
