/* Every position up to one: the largest errors so far, and tables that cannot tell neighbours
 * apart. */
#ifndef POSBIAS_PRECISION_SCAN_H
#define POSBIAS_PRECISION_SCAN_H

#include "experiments/precision/rigorous.h"

/* Of one pipeline, over positions 0 .. a listed one. */
struct scan_so_far {
    bool defined;         /* at all of them */
    double angle, cosine; /* largest errors over pairs and positions */
    double collision;     /* first position whose table the next one has too; -1: none so far */
    double distinct;      /* positions whose table is not that of the one before */
};

struct scan_plan {
    const struct schedule *schedule;
    size_t pipelines;
    struct pipeline *const *pipeline;
    size_t positions;
    const double *position; /* ascending */
};

/* Out:     so_far [positions][pipelines], the same whatever the number of threads.
 * Returns: STATUS_MEMORY, STATUS_STOPPED.
 * Cost:    per position and pair, that of a cosine and 2 ns for each pipeline. */
enum status precision_scan(const struct scan_plan *plan, struct scan_so_far *so_far);

/* Positions of a unit of the scan. */
enum { SCAN_BLOCK = 256 };

#endif
