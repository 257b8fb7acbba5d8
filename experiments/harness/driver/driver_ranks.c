#include "experiments/harness/driver/driver_ranks.h"

#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "experiments/harness/driver/ranks.h"

/* Units go in rounds, after each of which the ranks tell each other. A round should take so many
 * seconds: long against the telling, short enough for those who watch and keep. */
static const double ROUND_SECONDS = 2.0;
/* One round against the one before, which may have been too short to be judged by, at most. */
static const size_t GROWTH_MOST = 8;

enum {
    /* Bytes of parts that a rank has at once, of its own in a round and of all while they are told,
     * if more than a part for each thread, and one. */
    BYTES_MOST = 1 << 26,
    /* Parts are as aligned as their scratch is elsewhere. */
    ALIGNED = 16
};

/* Work whose rounds are on their way. */
struct rounds {
    const struct driver_work *work;
    const struct ranks *ranks;
    size_t stride;     /* bytes from one part to the next */
    size_t group;      /* units that are told at once */
    size_t *sizes;     /* [ranks] */
    struct told *told; /* [ranks] */
    size_t threads;    /* of rank 0 */
    size_t first, end; /* units of this round */
    char *own, *all;   /* parts: of this rank's units of the round, of a group's */
};

/* What a rank tells of its round. */
struct told {
    size_t failed; /* the first unit by number that did, or SIZE_MAX */
    enum status status;
    double seconds;
};

/* How many units from `first` to before `end` are that rank's. */
static size_t owned(const struct rounds *r, size_t first, size_t end, size_t rank)
{
    size_t others = r->ranks->count - 1 - rank;
    return (end + others) / r->ranks->count - (first + others) / r->ranks->count;
}

/* The number of this rank's unit of the round. */
static size_t number_of(const struct rounds *r, size_t place)
{
    size_t count = r->ranks->count;
    return r->first + (r->ranks->number + count - r->first % count) % count + place * count;
}

static enum status own_run(const void *context, size_t unit, void *lane, void *part)
{
    const struct rounds *r = context;
    return r->work->run(r->work->context, number_of(r, unit), lane, part);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Computes this rank's units of the round. */
static struct told compute(struct rounds *r)
{
    size_t units = owned(r, r->first, r->end, r->ranks->number), failed;
    size_t told = r->end - r->first < r->group ? r->end - r->first : r->group;
    double began = now();
    r->own = malloc(units * r->stride + 1);
    r->all = malloc(told * r->stride + 1);
    if (!r->own || !r->all)
        return (struct told){r->first, STATUS_MEMORY, 0.0};
    const struct driver_work own = {.units = units,
                                    .context = r,
                                    .lane_size = r->work->lane_size,
                                    .part_size = r->stride,
                                    .run = own_run,
                                    .alone = r->work->alone,
                                    .result = r->own,
                                    .result_size = units * r->stride};
    enum status status = driver_here(&own, &(struct driver_minders){0}, &failed);
    return (struct told){status == STATUS_OK ? SIZE_MAX : number_of(r, failed), status,
                         now() - began};
}

static void put_part(const struct rounds *r, size_t unit, const char *part)
{
    const struct driver_work *work = r->work;
    if (work->fold) {
        work->fold(work->total, unit, part);
        return;
    }
    size_t at = unit * work->part_size, left = work->result_size - at;
    memcpy((char *)work->result + at, part, left < work->part_size ? left : work->part_size);
}

/* Tells the parts of the round's units before `end`, group by group, and puts them where they
 * belong, in the order of their numbers. */
static void tell_parts(struct rounds *r, size_t end)
{
    const size_t count = r->ranks->count;
    for (size_t first = r->first, stop; first < end; first = stop) {
        stop = end - first < r->group ? end : first + r->group;
        for (size_t rank = 0; rank < count; rank++)
            r->sizes[rank] = owned(r, first, stop, rank) * r->stride;
        r->ranks->gather(r->own + owned(r, r->first, first, r->ranks->number) * r->stride, r->sizes,
                         r->all);
        /* From here on where the next part of each rank stands. */
        for (size_t rank = 0, at = 0, size; rank < count; rank++, at += size) {
            size = r->sizes[rank];
            r->sizes[rank] = at;
        }
        for (size_t unit = first; unit < stop; unit++) {
            put_part(r, unit, r->all + r->sizes[unit % count]);
            r->sizes[unit % count] += r->stride;
        }
    }
}

/* A round, with what all ranks know then: the same on each. */
static struct told run_round(struct rounds *r)
{
    struct told own = compute(r), all = {SIZE_MAX, STATUS_OK, 0.0};
    for (size_t rank = 0; rank < r->ranks->count; rank++)
        r->sizes[rank] = sizeof own;
    r->ranks->gather(&own, r->sizes, r->told);
    for (size_t rank = 0; rank < r->ranks->count; rank++) {
        const struct told *told = &r->told[rank];
        if (told->failed < all.failed) {
            all.failed = told->failed;
            all.status = told->status;
        }
        all.seconds = told->seconds > all.seconds ? told->seconds : all.seconds;
    }
    /* A result is nobody's where units failed. */
    if (all.status == STATUS_OK || r->work->fold)
        tell_parts(r, all.failed < r->end ? all.failed : r->end);
    free(r->own);
    free(r->all);
    return all;
}

/* The units of the next round. */
static size_t next_units(const struct rounds *r, double seconds)
{
    size_t units = r->end - r->first, least = r->ranks->count * r->threads,
           most = r->ranks->count * (BYTES_MOST / r->stride);
    double wanted = (double)units * ROUND_SECONDS / (seconds > 1e-9 ? seconds : 1e-9);
    if (wanted > (double)(GROWTH_MOST * units))
        wanted = (double)(GROWTH_MOST * units);
    units = wanted < (double)most ? (size_t)wanted : most;
    return units > least ? units - units % least : least;
}

static void share_block(void *context, void *block, size_t size)
{
    (void)context;
    ranks_share(block, size);
}

/* What rank 0 has of the work, given to all: how many of the first units. */
static size_t begin(struct rounds *r, const struct driver_minders *minders)
{
    const struct driver_store *store = minders->store;
    struct {
        size_t done, threads;
    } zero = {0, r->work->alone ? 1 : (size_t)omp_get_max_threads()};
    if (ranks_first() && store)
        zero.done = store->recall(store->context, minders->number, r->work);
    ranks_share(&zero, sizeof zero);
    r->threads = zero.threads;
    if (zero.done > 0)
        driver_blocks(r->work, zero.done, NULL, share_block);
    return zero.done;
}

/* Lets rank 0's minders look; whether they want the end is known to all. */
static enum status mind(const struct rounds *r, const struct driver_minders *minders, size_t done)
{
    const struct driver_store *store = minders->store;
    bool goes_on = true;
    if (ranks_first()) {
        if (store && (done == r->work->units || store->due(store->context)))
            store->keep(store->context, minders->number, r->work, done);
        goes_on = !minders->watch || driver_looked(r->work, minders->watch, done);
    }
    ranks_share(&goes_on, sizeof goes_on);
    return goes_on ? STATUS_OK : STATUS_STOPPED;
}

static enum status run_rounds(struct rounds *r, const struct driver_minders *minders)
{
    enum status status = STATUS_OK;
    size_t done = begin(r, minders), units = r->ranks->count * r->threads;
    if (done == r->work->units) /* all of it kept before */
        return mind(r, &(struct driver_minders){.watch = minders->watch}, done);
    while (status == STATUS_OK && done < r->work->units) {
        r->first = done;
        r->end = r->work->units - done < units ? r->work->units : done + units;
        struct told told = run_round(r);
        status = told.status;
        done = r->end;
        units = next_units(r, told.seconds);
        if (status == STATUS_OK)
            status = mind(r, minders, done);
    }
    return status;
}

enum status driver_ranks(const struct driver_work *work, const struct driver_minders *minders)
{
    size_t count = ranks_now()->count;
    struct rounds r = {.work = work,
                       .ranks = ranks_now(),
                       .stride = (work->part_size / ALIGNED + 1) * ALIGNED,
                       .sizes = malloc(count * sizeof *r.sizes),
                       .told = malloc(count * sizeof *r.told)};
    r.group = r.stride < BYTES_MOST ? BYTES_MOST / r.stride : 1;
    enum status status = ranks_agree(!r.sizes || !r.told) ? STATUS_MEMORY : run_rounds(&r, minders);
    free(r.sizes);
    free(r.told);
    return status;
}
