/* What a run takes, added up loop by loop before it starts: seconds, memory, and the steps that its
 * progress is told by. */
#ifndef POSBIAS_HARNESS_DRAWS_COST_H
#define POSBIAS_HARNESS_DRAWS_COST_H

#include <stddef.h>

/* What limits a loop: vectors of doubles, or calls and branches. Machines differ in the two. */
enum pace { PACE_VECTOR, PACE_SCALAR, PACE_COUNT };

/* Prices are seconds of one thread on the machine of experiments/harness/draws/machine.h. */
struct cost {
    /* threads that run at once, and threads that hold memory */
    double cores, threads;
    /* seconds here for one second of the price */
    double pace[PACE_COUNT];
    /* so far: from start to end, and of the step being counted */
    double seconds, step;
    /* bytes kept to the end, and the most that is needed besides at any time */
    double held, peak;
    /* seconds of each step that ended, in the order of the run; NULL: none, or no memory */
    size_t step_count, step_room;
    double *steps;
};

/* A run on that many cores and threads, nothing counted but the program itself. */
void cost_begin(struct cost *cost, double cores, double threads, const double pace[PACE_COUNT]);
void cost_free(struct cost *cost);

/* Adds work that falls into equal units, which threads take in turn; 1 unit: on one thread. */
void cost_work(struct cost *cost, enum pace pace, double seconds, double units);

/* Adds rows of the table, each with so many numbers. */
void cost_rows(struct cost *cost, double rows, double numbers);

/* Adds bytes that are kept to the end. */
void cost_hold(struct cost *cost, double bytes);

/* Notes bytes that are needed for a while: shared, and of each thread that has a unit to do. */
void cost_peak(struct cost *cost, double shared, double each, double units);

/* Ends a step: the run says run_step where it has done what was added since the last one. */
void cost_step(struct cost *cost);

/* Most memory at any time, bytes. */
double cost_bytes(const struct cost *cost);

#endif
