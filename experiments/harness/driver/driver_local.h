/* What the driver's two ways of running work share: here alone, and over ranks. */
#ifndef POSBIAS_HARNESS_DRIVER_DRIVER_LOCAL_H
#define POSBIAS_HARNESS_DRIVER_DRIVER_LOCAL_H

#include "experiments/harness/driver/driver.h"

/* Outermost work is watched and kept, work inside of work is not; NULL: nobody does. */
struct driver_minders {
    const struct driver_watch *watch;
    const struct driver_store *store;
    size_t number; /* the store's */
};

/* Runs every unit in this process; *failed, if anyone asks, is the first unit by number that
 * failed, or how many there are. */
enum status driver_here(const struct driver_work *work, const struct driver_minders *minders,
                        size_t *failed);

/* Tells the watch; false if it wants the end. */
bool driver_looked(const struct driver_work *work, const struct driver_watch *watch, size_t done);

#endif
