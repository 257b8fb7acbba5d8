/* Of one draw, how much of what is compared fails; and how much more that is than under another
 * encoding. */
#ifndef POSBIAS_SHARE_H
#define POSBIAS_SHARE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

/* A share as it was counted, and the least and the most it can be: no tie that rounding cannot
 * decide is a failure, or every one. All in [0, 1]. */
struct share {
    double value, least, most;
};

/* Mean of the values over the draws, and limits of its expectation: interval_between's of least and
 * most. One draw of a deterministic law has its own as limits. */
enum status share_mean(bool deterministic, size_t draws, const struct share *share, double level,
                       double *value, double *lo, double *hi);

/* Mean shares of two encodings on the same draws, the first less the second, and limits of the
 * expectation of that. */
struct share_difference {
    double mean, versus, difference, lo, hi;
};

/* The difference of the means, and its limits: the lower one of the least difference of each draw,
 * the upper one of the largest. One draw of a deterministic law has its own as limits.
 * In:      share, versus [draws] of the same queries and keys.
 * Error:   as interval_between, of (1 + difference)/2, which lies in [0, 1]. */
enum status share_compare(bool deterministic, size_t draws, const struct share *share,
                          const struct share *versus, double level, struct share_difference *out);

#endif
