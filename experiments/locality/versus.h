/* Position inversions of encodings beside those of another one, draw by draw. */
#ifndef POSBIAS_LOCALITY_VERSUS_H
#define POSBIAS_LOCALITY_VERSUS_H

#include "experiments/harness/command/experiment.h"
#include "experiments/locality/measure.h"

enum { VERSUS_COLUMN_COUNT = 9 };
extern const struct column locality_versus_columns[VERSUS_COLUMN_COUNT];

struct locality_difference {
    double mean, lo, hi;
};

/* Expectation over draws of the share of inversions less another encoding's on the same draws, and
 * its 95 % limits: the lower one of the least difference that bounds and ties allow, the upper one
 * of the largest. A deterministic law's are those of its count.
 * In:      fraction, versus [draws] of the same queries and keys.
 * Error:   as interval_between, of (1 + difference)/2, which lies in [0, 1]. */
enum status locality_difference(const struct qk_law *law, size_t draws,
                                const struct locality_fraction *fraction,
                                const struct locality_fraction *versus,
                                struct locality_difference *out);

/* The table of --versus: a row per encoding, model and context. */
enum status locality_versus(struct run *run);

#endif
