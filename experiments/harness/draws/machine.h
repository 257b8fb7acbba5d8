/* The machine a run is to happen on: how fast it is, and how much memory there is. */
#ifndef POSBIAS_HARNESS_DRAWS_MACHINE_H
#define POSBIAS_HARNESS_DRAWS_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "experiments/harness/draws/cost.h"
#include "theory/ground/message.h"

/* Prices were taken on one core of an AMD EPYC with AVX-512, 2025. */

/* Seconds that one thread takes here for what took a second there: of products of doubles, and of
 * logarithms and sines. Measured when first asked for.
 * Cost: 3 ms. */
void machine_pace(double pace[PACE_COUNT]);

/* Takes these instead of measuring from now on. */
void machine_assume(const double pace[PACE_COUNT]);

/* Cores that OpenMP's threads find, those of all ranks: more threads gain nothing. */
double machine_cores(void);

/* The least of what is free, what is there at all, and what the limits of the process and of its
 * control groups allow, bytes. */
double machine_memory(void);

/* A run that takes longer needs --yes, seconds. */
#define MACHINE_LONG 3600.0

/* Returns: false with *error set if a run takes over an hour, or over three quarters of the memory
 *          there is for a rank; as rank 0 finds. */
bool machine_affords(const char *name, const struct cost *cost, struct message *error);

/* How many of so many threads can run at once, this one among them: limits on processes and on
 * memory, under which OpenMP's runtime would end the program, leave fewer.
 * Cost: 20 us for each thread. */
size_t machine_threads(size_t wanted);

#endif
