/* The comparisons of one draw. */
#ifndef POSBIAS_PROPERTIES_COMPARE_H
#define POSBIAS_PROPERTIES_COMPARE_H

#include "experiments/properties/measure.h"

/* What all draws share: the distances scored, ascending, and the engine's table of them. */
struct compare_shared {
    const struct property_plan *plan;
    double *distance, *table;
    size_t count;
};

/* Doubles of scratch for that many distances. */
size_t compare_room(const struct property_plan *plan, size_t count);

/* Takes every comparison of a draw.
 * In: lane [compare_room], result, cleared. */
enum status compare_draw(const struct compare_shared *shared, size_t draw, double *lane,
                         struct property_result *result);

/* Adds a comparison: left, right, bound, r, s and draw of the pair, and the size of its scores. */
void property_take(struct property_result *result, enum property property, double size,
                   struct property_pair pair);

#endif
