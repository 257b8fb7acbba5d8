/* What the bench programs share: a clock, a median and the writing of values for the script that
 * checks them. */
#ifndef POSBIAS_TESTS_BENCH_BENCH_H
#define POSBIAS_TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_RUNS_MAX = 101, BENCH_PATH_MAX = 4096 };

/* Seconds of a clock that only runs forward. */
static inline double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds of processor time of this process: what other work on the machine leaves as it is. */
static inline double bench_busy(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int bench_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of count numbers, which it sorts. */
static inline double bench_median(size_t count, double *x)
{
    qsort(x, count, sizeof *x, bench_order);
    return count % 2 ? x[count / 2] : 0.5 * (x[count / 2 - 1] + x[count / 2]);
}

/* A whole number from 1 to limit, or 0 if the text is none. */
static inline size_t bench_whole(const char *text, size_t limit)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && value <= limit ? (size_t)value : 0;
}

/* Writes count doubles as the machine holds them; false if the file could not be written whole. */
static inline bool bench_write(const char *path, size_t count, const double *x)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(x, sizeof *x, count, file) == count;
    return file && fclose(file) == 0 && ok;
}

/* The same into a file of a folder. */
static inline bool bench_write_in(const char *folder, const char *name, size_t count,
                                  const double *x)
{
    char path[BENCH_PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length > 0 && (size_t)length < sizeof path && bench_write(path, count, x);
}

#endif
