#include "experiments/harness/driver/driver.h"

#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/driver/driver_local.h"
#include "experiments/harness/driver/driver_ranks.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/checksum.h"

static const struct driver_watch *watcher;

static const struct driver_store *keeper;
/* The next outermost work: the result that it is part of, 0 for none, and its place there. */
static struct place {
    uint64_t within;
    size_t next;
} place;

static size_t stage_now, stage_count = 1;

void driver_watch(const struct driver_watch *watch) { watcher = watch; }

void driver_store(const struct driver_store *store)
{
    keeper = store;
    place = (struct place){0};
}

static size_t number_next(void)
{
    size_t next = place.next++;
    return place.within ? (size_t)checksum_add(place.within, &next, sizeof next) : next;
}

void driver_stage(size_t stage, size_t stages)
{
    stage_now = stage;
    stage_count = stages;
}

void driver_blocks(const struct driver_work *work, size_t units, void *context, driver_take *take)
{
    if (work->fold) {
        work->blocks(work->total, context, take);
        return;
    }
    size_t size = units * work->part_size;
    take(context, work->result, size < work->result_size ? size : work->result_size);
}

/* How far the work is, shared by its threads. */
struct state {
    const struct driver_work *work;
    const struct driver_watch *watch;
    const struct driver_store *store;
    size_t number;       /* the store's */
    size_t done, failed; /* units; the number of the first that failed, or how many there are */
    enum status status;  /* of that unit */
    /* With a store, of a result: which units are done, and how many of the first ones all are. */
    unsigned char *has;
    size_t prefix;
};

static void fail(struct state *s, size_t unit, enum status status)
{
#pragma omp critical(driver_failure)
    if (unit < s->failed) {
        s->status = status;
#pragma omp atomic write
        s->failed = unit;
    }
}

/* Units are handed out in ascending order, so that each before the first failure has been started
 * by then: skipping those after it never changes which failure is first. */
static bool wanted(const struct state *s, size_t unit)
{
    size_t failed;
#pragma omp atomic read
    failed = s->failed;
    return unit < failed;
}

bool driver_looked(const struct driver_work *work, const struct driver_watch *watch, size_t done)
{
    size_t units = work->units;
    return watch->look(watch->context, stage_now * units + done, stage_count * units);
}

/* Counts a unit and lets the first thread look up. */
static void report(struct state *s, size_t unit)
{
    size_t done;
#pragma omp atomic capture
    done = ++s->done;
    if (omp_get_thread_num() == 0 && !driver_looked(s->work, s->watch, done))
        fail(s, unit, STATUS_STOPPED);
}

/* Keeps the first units' results, when it is due; the first thread's. */
static void keep_prefix(struct state *s)
{
    if (!s->store->due(s->store->context))
        return;
    for (; s->prefix < s->work->units; s->prefix++) {
        unsigned char has;
#pragma omp atomic read acquire
        has = s->has[s->prefix];
        if (!has)
            break;
    }
    s->store->keep(s->store->context, s->number, s->work, s->prefix);
}

static void unit_run(struct state *s, size_t unit, bool ready, void *lane, void *part)
{
    const struct driver_work *work = s->work;
    enum status status = STATUS_MEMORY;
    if (!wanted(s, unit))
        return;
    if (ready)
        status = work->run(work->context, unit, lane, part);
    if (status != STATUS_OK)
        fail(s, unit, status);
    if (s->has && status == STATUS_OK) {
#pragma omp atomic write release
        s->has[unit] = 1;
        if (omp_get_thread_num() == 0)
            keep_prefix(s);
    }
    if (s->watch)
        report(s, unit);
}

static void fold(struct state *s, size_t unit, const void *part)
{
    const struct driver_store *store = s->store;
    if (!wanted(s, unit))
        return;
    s->work->fold(s->work->total, unit, part);
    if (store && store->due(store->context))
        store->keep(store->context, s->number, s->work, unit + 1);
}

/* The units from `first` on, by as many threads. */
static void units_run(struct state *s, size_t first, size_t threads)
{
    const struct driver_work *work = s->work;
#pragma omp parallel num_threads((int)threads)
    {
        bool folds = work->fold != NULL;
        char *lane = malloc(work->lane_size + 1), *part = malloc(folds ? work->part_size + 1 : 1);
        bool ready = lane && part;
        if (folds) {
#pragma omp for ordered schedule(dynamic, 1)
            for (size_t unit = first; unit < work->units; unit++) {
                unit_run(s, unit, ready, lane, part);
#pragma omp ordered
                fold(s, unit, part);
            }
        } else {
#pragma omp for schedule(monotonic : dynamic, 1)
            for (size_t unit = first; unit < work->units; unit++)
                unit_run(s, unit, ready, lane, (char *)work->result + unit * work->part_size);
        }
        free(lane);
        free(part);
    }
}

/* Units that need no second run: what the store has of this work. */
static size_t recall(struct state *s)
{
    size_t kept = s->store->recall(s->store->context, s->number, s->work);
    s->done = s->prefix = kept;
    for (size_t unit = 0; s->has && unit < kept; unit++)
        s->has[unit] = 1;
    return kept;
}

enum status driver_here(const struct driver_work *work, const struct driver_minders *minders,
                        size_t *failed)
{
    struct state s = {.work = work,
                      .watch = minders->watch,
                      .store = minders->store,
                      .number = minders->number,
                      .failed = work->units};
    size_t threads = work->alone ? 1 : (size_t)omp_get_max_threads(), first = 0;
    if (s.store) {
        s.has = work->fold ? NULL : calloc(work->units + 1, sizeof *s.has);
        if (!work->fold && !s.has)
            return STATUS_MEMORY;
        first = recall(&s);
    }
    size_t left = work->units - first;
    units_run(&s, first, threads < left ? threads : left > 0 ? left : 1);
    free(s.has);
    if (failed)
        *failed = s.failed;
    if (s.watch && s.status == STATUS_OK && !driver_looked(work, s.watch, s.done))
        return STATUS_STOPPED;
    if (s.store && s.status == STATUS_OK && left > 0)
        s.store->keep(s.store->context, s.number, work, work->units);
    return s.status;
}

/* Whether a result is as long as its units are together, but for what the last one leaves. */
static bool sized(const struct driver_work *work)
{
    size_t most = work->units * work->part_size;
    return work->fold || work->units == 0 ||
           (work->result_size <= most && most - work->result_size < work->part_size);
}

enum status driver_run(const struct driver_work *work)
{
    static const struct driver_minders nobody;
    if (!sized(work))
        return STATUS_DOMAIN;
    if (omp_get_level() > 0)
        return driver_here(work, &nobody, NULL);
    const struct driver_minders minders = {watcher, keeper, keeper ? number_next() : 0};
    return ranks_now()->count > 1 ? driver_ranks(work, &minders)
                                  : driver_here(work, &minders, NULL);
}

enum status driver_keep(const char *name, size_t size, void *result, driver_fill *fill,
                        void *context)
{
    const struct driver_work work = {
        .units = 1, .part_size = size, .result = result, .result_size = size};
    if (omp_get_level() > 0)
        return fill(context, result);
    size_t number = name ? (size_t)checksum_add(CHECKSUM_START, name, strlen(name)) : number_next();
    bool kept = keeper && keeper->recall(keeper->context, number, &work) == 1;
    ranks_share(&kept, sizeof kept); /* rank 0 keeps for all */
    if (kept) {
        ranks_share(result, size);
        return STATUS_OK;
    }
    const struct place before = place;
    place = (struct place){checksum_add(CHECKSUM_START, &number, sizeof number), 0};
    enum status status = fill(context, result);
    place = before;
    if (keeper && status == STATUS_OK)
        keeper->keep(keeper->context, number, &work, 1);
    return status;
}
