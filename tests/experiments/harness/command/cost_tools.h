/* What a run takes against what it is said to take. */
#ifndef POSBIAS_TESTS_EXPERIMENTS_HARNESS_COMMAND_COST_TOOLS_H
#define POSBIAS_TESTS_EXPERIMENTS_HARNESS_COMMAND_COST_TOOLS_H

#include <stdbool.h>

#include "experiments/harness/draws/cost.h"

enum { COST_WORDS = 8 };

/* An estimate holds within this factor. */
#define COST_FACTOR 3.0

/* What a child used: seconds of all its threads and bytes at most. */
struct cost_usage {
    double seconds, bytes;
};

/* Runs the program on one thread, so that what it waits for does not count.
 * In: words, NULL-terminated: an experiment and its options, COST_WORDS at most. */
struct cost_usage cost_usage(const char *const *words);

/* What such a run is said to take on one thread. */
struct cost cost_estimate(const char *const *words);

bool cost_within(double estimate, double used);

/* Whether what a run takes can be compared with what it is said to take. False of sanitizers,
 * which slow the program down and not the libraries it calls, and hold memory of their own; and
 * of a machine on which a new page of memory takes longer than 2 us: what runs take follows their
 * pages there, which no estimate counts. 0.1 to 0.3 us are usual; a virtual machine that keeps
 * page tables in software was seen to take 12.8. Out: *us, of a page, if not NULL. */
bool cost_comparable(double *us);

#endif
