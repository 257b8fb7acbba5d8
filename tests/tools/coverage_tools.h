/* How often limits hold what they are limits of, and on which side they miss. */
#ifndef POSBIAS_TESTS_TOOLS_COVERAGE_TOOLS_H
#define POSBIAS_TESTS_TOOLS_COVERAGE_TOOLS_H

#include <stddef.h>

#include "tests/tools/check_tools.h"

/* Runs, rows and the like: the second under POSBIAS_SLOW. */
size_t coverage_amount(size_t quick, size_t slow);

/* Runs whose limits lie below the truth, and above it. */
struct misses {
    double below, above;
};
void misses_take(struct misses *m, double truth, double lo, double hi);

/* Held in no fewer of the runs than stated, and missed on either side in no more than `side` of
 * them, by more than chance: four binomial deviations, which one row in 30,000 leaves. Limits whose
 * misses are nearly all on one side hold as often as stated and still fail.
 * POSBIAS_SHOW=1 prints every share. */
void misses_check(struct worst *w, const struct misses *m, double runs, double stated, double side,
                  const char *what);

#endif
