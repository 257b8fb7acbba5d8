/* Units of work, draws or blocks or rows, on every thread: the one place above the kernels that
 * starts threads. */
#ifndef POSBIAS_HARNESS_DRIVER_DRIVER_H
#define POSBIAS_HARNESS_DRIVER_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

typedef void driver_take(void *context, void *block, size_t size);

/* Work that falls into numbered units. A unit's result is a plain block of bytes without addresses,
 * which depends on its number and the context alone: where it was computed does not matter, nor
 * when, nor by which process. */
struct driver_work {
    size_t units;
    /* what every unit reads */
    const void *context;
    /* bytes of scratch, one area per thread, not cleared between units */
    size_t lane_size;
    /* bytes of a unit's result; the last unit may fill fewer */
    size_t part_size;
    enum status (*run)(const void *context, size_t unit, void *lane, void *part);
    /* Units may start threads themselves: they are taken in turn by the calling thread. */
    bool alone;
    /* Either a result, part_size bytes per unit in the order of their numbers, result_size in all,
     * .. */
    void *result;
    size_t result_size;
    /* .. or the address that fold adds the parts to, one after the other in that order; a part is
     * then shared by the units of a thread and not cleared between them. */
    void *total;
    void (*fold)(void *total, size_t unit, const void *part);
    /* Hands over every block of bytes that fold changes, each time the same in the same order. */
    void (*blocks)(void *total, void *context, driver_take *take);
};

/* Runs every unit. Inside a unit it may be called again, and takes the units in turn then
 * unless OpenMP is told to nest.
 * Out:     result or total, the same whatever the number of threads.
 * Returns: the failure of the first unit that fails, by number: later ones are skipped, and no part
 *          from it on is folded; STATUS_MEMORY; STATUS_STOPPED if the watch says so;
 *          STATUS_DOMAIN of a result that is not as long as its units. */
enum status driver_run(const struct driver_work *work);

/* Says that the work to come, until this is called again, is one of several equal stages of one
 * whole, and the watch is told how much of that is done; 0 of 1 at the start and afterwards, 0 of 0
 * where nobody knows how many there are. */
void driver_stage(size_t stage, size_t stages);

/* Told by the first thread, after each of its units and at the end, how many are done; false stops
 * the work. */
struct driver_watch {
    void *context;
    bool (*look)(void *context, size_t done, size_t units);
};

/* Hands over the blocks that hold what the first `units` units came to. */
void driver_blocks(const struct driver_work *work, size_t units, void *context, driver_take *take);

/* Keeps what outermost work has come to, so that a process that is stopped loses little of it.
 * Works are told apart by their number: the process runs the same ones in the same order again.
 * Within a result that is kept as a whole (driver_keep) they are numbered anew, by scattered
 * numbers. */
struct driver_store {
    void *context;
    /* Fills the blocks with what was kept; returns how many of the first units that is, 0: none. */
    size_t (*recall)(void *context, size_t number, const struct driver_work *work);
    /* True if it is time to keep what there is. Any thread may ask, one at a time. */
    bool (*due)(void *context);
    /* Keeps what the first `units` units came to: when it is due, and all of it at the end. */
    void (*keep)(void *context, size_t number, const struct driver_work *work, size_t units);
};

/* Sets who keeps the works from now on, which are numbered from 0; NULL for nobody, as at the
 * start. Kept by address. Not to be called while work runs. */
void driver_store(const struct driver_store *store);

/* What fills a result, with works of its own or without any. */
typedef enum status driver_fill(void *context, void *result);

/* Fills a plain block of bytes without addresses, or takes what the store kept of it: then neither
 * fill runs nor the works in it. Inside a unit, and without a store, it is fill alone.
 * In:      name, under which it is kept, wherever it is first asked for; NULL: its place among the
 *          works.
 * Returns: as fill. */
enum status driver_keep(const char *name, size_t size, void *result, driver_fill *fill,
                        void *context);

/* Sets who watches the outermost work from now on; NULL for nobody, as at the start. The watch is
 * kept by address and not copied. Not to be called while work runs. */
void driver_watch(const struct driver_watch *watch);

#endif
