/* The numbers that claims on aliasing rest on: one per draw at a point of a grid with the axes qk,
 * dtype, context and pairs. */
#ifndef POSBIAS_ALIASING_STATISTIC_H
#define POSBIAS_ALIASING_STATISTIC_H

#include "experiments/aliasing/measure.h"
#include "experiments/harness/claims/grid.h"

/* A number of each draw. */
struct alias_statistic {
    const char *name;
    enum alias_quantity quantity;
    /* so much of the alias pairs is taken off */
    double less;
    /* of all pairs or positions there are */
    bool share;
};

/* The counts of every draw at a point: two keys unless the model is deterministic.
 * In:  with_law: the law beside the counts.
 * Out: *count [pairs][ALIAS_QUANTITIES], kept as long as the program runs. Draw d is the same at
 *      every point of a model. */
enum status alias_counts(const struct grid_point *point, bool with_law, const double **count);

/* Draws at a point, its value on the axis pairs. */
size_t alias_draws(const struct grid_point *point);

/* The statistic of one draw out of a point's counts. */
double alias_value(const struct alias_statistic *statistic, const double *count, size_t draw,
                   size_t context);

/* Mean, and limits of the median at the confidence of a measured comparison, which hold whatever
 * the law: few draws may carry a mean. Those of a single draw, which only a deterministic model
 * has, are the value. */
enum status alias_limits(size_t draws, const double *value, struct alias_mean *out);

/* The limits of a statistic at a point. */
enum status alias_mean_at(const struct grid_point *point, const struct alias_statistic *statistic,
                          struct alias_mean *out);

#endif
