#include "experiments/harness/driver/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "experiments/harness/driver/driver.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/files/destination.h"
#include "experiments/harness/output/files/journal.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "theory/ground/brief.h"

#define SUFFIX ".checkpoint"

/* Seconds between two writings; bytes of finished work that are not kept in memory till then. */
static const double INTERVAL = 10.0;
enum { WAITING_MOST = 1 << 26 };

struct checkpoint {
    struct driver_store store;
    struct journal *journal;
    char *path;
    double next; /* when to write */
    bool told;   /* that it cannot be written */
};

/* Seconds. Asked after every unit: the coarse clock is a read of memory. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool due(void *checkpoint) { return now() >= ((struct checkpoint *)checkpoint)->next; }

static void add_size(void *size, void *block, size_t bytes)
{
    (void)block;
    *(size_t *)size += bytes;
}

static size_t size_of(const struct driver_work *work, size_t units)
{
    size_t size = 0;
    driver_blocks(work, units, &size, add_size);
    return size;
}

static void copy_out(void *place, void *block, size_t size)
{
    char **at = place;
    memcpy(*at, block, size);
    *at += size;
}

static void copy_back(void *place, void *block, size_t size)
{
    char **at = place;
    memcpy(block, *at, size);
    *at += size;
}

static size_t recall(void *checkpoint, size_t number, const struct driver_work *work)
{
    struct checkpoint *c = checkpoint;
    const struct journal_record *record = journal_find(c->journal, number);
    if (!record || record->of != work->units || record->units > work->units ||
        record->size != size_of(work, record->units))
        return 0;
    char *bytes = malloc(record->size + 1), *at = bytes;
    size_t units = bytes && journal_read(c->journal, record, bytes) ? record->units : 0;
    if (units > 0) {
        driver_blocks(work, units, &at, copy_back);
        progress_goes_on();
    }
    free(bytes);
    return units;
}

/* Writes what waits. That it cannot be is said once: the run goes on, and may lose more. */
static void flush(struct checkpoint *c)
{
    struct message said;
    int code = journal_flush(c->journal);
    c->next = now() + INTERVAL;
    if (code == 0 || c->told)
        return;
    c->told = true;
    if (code == EEXIST)
        message_set(&said, "another run keeps \"%s\"; this one goes on without", c->path);
    else
        message_set(&said, "cannot write \"%s\": %s; the run goes on without", c->path,
                    strerror(code));
    progress_say(&said);
}

/* What there is no memory for is not kept, and would be done again. */
static void keep(void *checkpoint, size_t number, const struct driver_work *work, size_t units)
{
    struct checkpoint *c = checkpoint;
    const struct journal_record *last = journal_find(c->journal, number);
    if (units > (last ? last->units : 0)) {
        struct journal_record record = {number, units, work->units, size_of(work, units), 0};
        char *at = journal_add(c->journal, &record);
        if (at)
            driver_blocks(work, units, &at, copy_out);
    }
    if (due(c) || journal_waiting(c->journal) > WAITING_MOST)
        flush(c);
}

/* The checkpoint of an output, to be freed; NULL without memory, or with *none if it has none. */
static char *path_of(const char *output, bool *none)
{
    struct destination to;
    char *path = NULL;
    *none = !output || destination_find(output, &to) != 0;
    if (!output)
        return NULL;
    *none = *none || to.kind != DESTINATION_FILE;
    size_t size = *none ? 0 : strlen(to.path) + sizeof SUFFIX;
    if (!*none && (path = malloc(size)))
        snprintf(path, size, "%s" SUFFIX, to.path);
    destination_free(&to);
    return path;
}

/* "posbias: goes on from "out.csv.checkpoint": 3 parts done, 41 % of the next". */
static void say_where(const struct checkpoint *c)
{
    struct message said;
    size_t done = 0;
    double most = -1.0;
    for (size_t i = 0; i < journal_count(c->journal); i++) {
        const struct journal_record *r = journal_at(c->journal, i);
        if (r->units == r->of)
            done++;
        else
            most = (double)r->units / (double)r->of;
    }
    if (done == 0 && most < 0.0)
        return;
    message_set(&said, "goes on from \"%s\": %zu part%s done", c->path, done, done == 1 ? "" : "s");
    if (most >= 0.0)
        message_add(&said, ", %s of the next", brief_percent(most).text);
    failure_print(EXIT_DONE, &said);
}

static void release(struct checkpoint *c)
{
    free(c->path);
    free(c);
}

/* As checkpoint_begin, of rank 0. */
static bool begin(const char *output, const char *lines, bool quiet, struct checkpoint **out,
                  struct message *error)
{
    bool none;
    char *path = path_of(output, &none);
    if (none)
        return true;
    struct checkpoint *c = calloc(1, sizeof *c);
    if (!(c && path ? journal_open(path, lines, &c->journal, error) : message_memory(error))) {
        free(path);
        free(c);
        return false;
    }
    c->path = path;
    c->store = (struct driver_store){c, recall, due, keep};
    c->next = now() + INTERVAL;
    if (!journal_held(c->journal)) {
        struct message said;
        message_set(&said, "another run keeps \"%s\"; this one goes without", path);
        if (!quiet)
            failure_print(EXIT_DONE, &said);
        journal_close(c->journal);
        release(c);
        return true;
    }
    if (!quiet)
        say_where(c);
    driver_store(&c->store);
    *out = c;
    return true;
}

bool checkpoint_begin(const char *output, const char *lines, bool quiet, struct checkpoint **out,
                      struct message *error)
{
    *out = NULL;
    if (ranks_agree(ranks_first() && !begin(output, lines, quiet, out, error)) == 0)
        return true;
    ranks_share(error, sizeof *error);
    return false;
}

void checkpoint_end(struct checkpoint *c, bool whole)
{
    if (!c)
        return;
    driver_store(NULL);
    if (whole)
        journal_remove(c->journal);
    else
        journal_close(c->journal);
    release(c);
}

void checkpoint_sweep(const char *output, const char *lines)
{
    struct message ignored;
    struct journal *journal;
    bool none;
    char *path = ranks_first() ? path_of(output, &none) : NULL;
    if (path && journal_open(path, lines, &journal, &ignored))
        journal_remove(journal);
    free(path);
}
