/* The questions that claims on published bounds ask, of grids with the axes base and dim, and
 * context where a bound has one. */
#ifndef POSBIAS_BOUNDS_JUDGES_H
#define POSBIAS_BOUNDS_JUDGES_H

#include "experiments/bounds/measure.h"
#include "experiments/harness/claims/claim.h"

extern const struct claim_set bounds_claims;

/* A number of an encoding at a context (0 on a grid without one) and where it has to be. */
struct bounds_quantity {
    const char *name;
    double (*value)(const struct bounds_subject *s, double context, double parameter);
    double parameter;
    double limit;
    bool above; /* value > limit; else value < limit */
};

/* The point nearest to the limit, or furthest beyond it. Subject: a bounds_quantity. */
enum status bounds_judge(const void *subject, const struct grid_walk *grid, struct judgement *out);

#endif
