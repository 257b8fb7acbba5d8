#include "experiments/harness/draws/machine.h"

#include <math.h>
#include <omp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "experiments/harness/driver/ranks.h"
#include "kernels/curves/product.h"
#include "theory/ground/brief.h"

/* Seconds of a probe on the machine that prices were taken on. */
static const double PRICED[PACE_COUNT] = {[PACE_VECTOR] = 18.6e-6, [PACE_SCALAR] = 52e-6};

/* whole strips of tables for any vectors */
enum { TERMS = 64, ROWS = 16, COLUMNS = 96, ANGLES = 1536, CALLS = 2000, ROUNDS = 40 };

_Static_assert(COLUMNS % PRODUCT_WIDTH == 0, "a table is whole strips");

static double assumed[PACE_COUNT];

void machine_assume(const double pace[PACE_COUNT]) { memcpy(assumed, pace, sizeof assumed); }

/* Seconds this thread has run: what else the machine does hardly counts. */
static double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Products as the scores of a bank take them, and cosines as TAPA takes them. */
static double probe_vector(void)
{
    static double row[ROWS * TERMS], table[TERMS * COLUMNS], out[ROWS * COLUMNS], angle[ANGLES],
        cosine[ANGLES];
    for (size_t i = 0; i < ROWS * TERMS; i++)
        row[i] = (double)(i % 7) - 3.0;
    for (size_t i = 0; i < TERMS * COLUMNS; i++)
        table[i] = (double)(i % 5) - 2.0;
    for (size_t i = 0; i < ANGLES; i++)
        angle[i] = 0.37 * (double)i;
    double start = clock_seconds();
    vector_cos_turns(ANGLES, angle, cosine);
    for (int i = 0; i < 4; i++)
        product(ROWS, TERMS, row, COLUMNS, table, out, COLUMNS);
    return clock_seconds() - start;
}

/* Calls of the mathematical library, each waiting for the one before. */
static double probe_scalar(void)
{
    volatile double keep;
    double x = 1.0, start = clock_seconds();
    for (int i = 0; i < CALLS; i++)
        x = 2.0 + sin(log(x));
    keep = x;
    (void)keep;
    return clock_seconds() - start;
}

double machine_cores(void)
{
    int threads = omp_get_max_threads(), cores = omp_get_num_procs();
    return (double)(threads < cores ? threads : cores) * (double)ranks_now()->count;
}

void machine_pace(double pace[PACE_COUNT])
{
    if (assumed[0] == 0.0) {
        double vector = HUGE_VAL, scalar = HUGE_VAL;
        for (int i = 0; i < ROUNDS; i++) {
            vector = fmin(vector, probe_vector());
            scalar = fmin(scalar, probe_scalar());
        }
        assumed[PACE_VECTOR] = vector / PRICED[PACE_VECTOR];
        assumed[PACE_SCALAR] = scalar / PRICED[PACE_SCALAR];
    }
    memcpy(pace, assumed, sizeof assumed);
}

/* The number at the start of a file, or after a word in it; infinite if there is none. */
static double number_in(const char *path, const char *after)
{
    char text[4096];
    double number;
    FILE *file = fopen(path, "r");
    if (!file)
        return HUGE_VAL;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = '\0';
    const char *at = after ? strstr(text, after) : text;
    return at && sscanf(at + (after ? strlen(after) : 0), "%lf", &number) == 1 ? number : HUGE_VAL;
}

/* The least limit of a control group and those it is in. */
static double group_limit(const char *root, char *group, const char *name)
{
    char path[8192];
    double least = HUGE_VAL;
    for (;;) {
        snprintf(path, sizeof path, "%s%s/%s", root, group, name);
        least = fmin(least, number_in(path, NULL));
        char *slash = strrchr(group, '/');
        if (!slash)
            return least;
        *slash = '\0';
    }
}

/* Of every line "N:controllers:/group" that may limit memory. */
static double groups_limit(void)
{
    char line[4096];
    double least = HUGE_VAL;
    FILE *file = fopen("/proc/self/cgroup", "r");
    while (file && fgets(line, sizeof line, file)) {
        char *kind = strchr(line, ':'), *group = kind ? strchr(kind + 1, ':') : NULL;
        if (!group)
            continue;
        group[strcspn(group, "\n")] = '\0';
        *group++ = '\0';
        if (strcmp(kind, ":") == 0)
            least = fmin(least, group_limit("/sys/fs/cgroup", group, "memory.max"));
        else if (strstr(kind, "memory"))
            least = fmin(least,
                         group_limit("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
    }
    if (file)
        fclose(file);
    return least;
}

double machine_memory(void)
{
    struct rlimit limit;
    double least = fmin(groups_limit(), 1024.0 * number_in("/proc/meminfo", "MemAvailable:")),
           there = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (there > 0.0)
        least = fmin(least, there);
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        least = fmin(least, (double)limit.rlim_cur);
    return least;
}

/* A run may take so much of the memory without --yes. */
static const double MEMORY_SHARE = 0.75;

static bool affords(const char *name, const struct cost *cost, struct message *error)
{
    size_t cores = (size_t)machine_cores();
    double bytes = cost_bytes(cost), memory;
    if (cost->seconds > MACHINE_LONG)
        return message_set(
            error,
            "%s: this would take about %s hours on %zu core%s; expected less than 1, or --yes",
            name, brief_tenths(cost->seconds / 3600.0).text, cores, cores == 1 ? "" : "s");
    memory = machine_memory() / (double)ranks_now()->local;
    return bytes <= MEMORY_SHARE * memory ||
           message_set(error,
                       "%s: this would take about %s MB of memory, and there are %.0f MB; "
                       "expected at most three quarters of that, or --yes",
                       name, brief_tenths(bytes / 1e6).text, memory / 1e6);
}

bool machine_affords(const char *name, const struct cost *cost, struct message *error)
{
    bool can = affords(name, cost, error);
    ranks_share(&can, sizeof can);
    ranks_share(error, sizeof *error);
    return can;
}

static void *wait_for_gate(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

size_t machine_threads(size_t wanted)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    size_t started = 0;
    pthread_t *thread = wanted > 1 ? malloc((wanted - 1) * sizeof *thread) : NULL;
    pthread_mutex_lock(&gate);
    while (thread && started + 1 < wanted &&
           pthread_create(&thread[started], NULL, wait_for_gate, &gate) == 0)
        started++;
    pthread_mutex_unlock(&gate);
    for (size_t i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    free(thread);
    return started + 1;
}
