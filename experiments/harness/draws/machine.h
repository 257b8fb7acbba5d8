/* The machine a run is to happen on: how fast it is, and how much memory there is. */
#ifndef POSBIAS_HARNESS_DRAWS_MACHINE_H
#define POSBIAS_HARNESS_DRAWS_MACHINE_H

#include "experiments/harness/draws/cost.h"

/* Prices were taken on one core of an AMD EPYC with AVX-512, 2025. */

/* Seconds that one thread takes here for what took a second there: of products of doubles, and of
 * logarithms and sines. Measured when first asked for.
 * Cost: 3 ms. */
void machine_pace(double pace[PACE_COUNT]);

/* Takes these instead of measuring from now on. */
void machine_assume(const double pace[PACE_COUNT]);

/* The least of what is free, what is there at all, and what the limits of the process and of its
 * control groups allow, bytes. */
double machine_memory(void);

#endif
