/* Units of work, draws or blocks or rows, on every thread: the one place above the kernels that
 * starts threads. */
#ifndef POSBIAS_HARNESS_DRAWS_DRIVER_H
#define POSBIAS_HARNESS_DRAWS_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

/* Work that falls into numbered units. A unit's result is a plain block of bytes, which depends on
 * its number and the context alone: where it was computed does not matter. */
struct driver_work {
    size_t units;
    /* what every unit reads */
    const void *context;
    /* bytes of scratch, one area per thread, not cleared between units */
    size_t lane_size;
    /* bytes of a unit's result; the last unit may fill fewer */
    size_t part_size;
    enum status (*run)(const void *context, size_t unit, void *lane, void *part);
    /* Either a result, part_size bytes per unit in the order of their numbers, .. */
    void *result;
    /* .. or the address that fold adds the parts to, one after the other in that order; a part is
     * then shared by the units of a thread and not cleared between them. */
    void *total;
    void (*fold)(void *total, size_t unit, const void *part);
};

/* Runs every unit. Inside a unit it may be called again, and takes the units in turn then
 * unless OpenMP is told to nest.
 * Out:     result or total, the same whatever the number of threads.
 * Returns: the failure of the first unit that fails, by number: later ones are skipped, and no part
 *          from it on is folded; STATUS_MEMORY; STATUS_STOPPED if the watch says so. */
enum status driver_run(const struct driver_work *work);

/* Says that the work to come, until this is called again, is one of several equal stages of one
 * whole, and the watch is told how much of that is done; 0 of 1 at the start and afterwards. */
void driver_stage(size_t stage, size_t stages);

/* Tells the watch of units of outermost work that does not go through driver_run. */
void driver_told(size_t done, size_t units);

/* Told by the first thread, after each of its units and at the end, how many are done; false stops
 * the work. */
struct driver_watch {
    void *context;
    bool (*look)(void *context, size_t done, size_t units);
};

/* Sets who watches the outermost work from now on; NULL for nobody, as at the start. The watch is
 * kept by address and not copied. Not to be called while work runs. */
void driver_watch(const struct driver_watch *watch);

#endif
