/* Which encodings no other beats in both failures. */
#ifndef POSBIAS_TRADEOFF_FRONTIER_H
#define POSBIAS_TRADEOFF_FRONTIER_H

#include <stdbool.h>

#include "experiments/tradeoff/measure.h"

/* Both failures of an encoding. */
struct frontier_point {
    struct tradeoff_failure of[TRADEOFF_FAILURES];
};

/* One encoding beats another if it is surely better in one failure, its upper limit under the
 * other's lower one, and nowhere worse in the other failure: neither in the value nor in a limit.
 * Surely is what the limits mean, one encoding's at a time. On the frontier is what no other beats;
 * encodings that cannot be told apart do not beat each other.
 * Out:     frontier [count].
 * Cost:    count^2. */
void frontier_find(size_t count, const struct frontier_point *point, bool *frontier);

#endif
