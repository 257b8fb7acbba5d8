/* Units of work over the ranks of a job: each is computed by one rank, and what it came to is known
 * to all. */
#ifndef POSBIAS_HARNESS_DRIVER_DRIVER_RANKS_H
#define POSBIAS_HARNESS_DRIVER_DRIVER_RANKS_H

#include "experiments/harness/driver/driver_local.h"

/* As driver_here, over the ranks of ranks_now: each has all of the outcome, and the same status. Of
 * the minders only rank 0's are asked. */
enum status driver_ranks(const struct driver_work *work, const struct driver_minders *minders);

#endif
