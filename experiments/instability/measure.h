/* The instability experiment's search for distances that realise a target score. */
#ifndef POSBIAS_INSTABILITY_MEASURE_H
#define POSBIAS_INSTABILITY_MEASURE_H

#include "experiments/mean_curve.h"
#include "theory/proof/tapa/witness.h"

/* The distance whose value is nearest to a target: the smallest one among equals. */
struct witness {
    double distance, value;
};

/* For each of count ascending targets, the best of all distances 1..last; value is (2/sqrt D) E S
 * with S over sqrt(D).
 * Out: found [count]. */
enum status instability_scan(const struct encoding *encoding, const struct qk_law *law, double last,
                             size_t count, const double *target, struct witness *found);

/* A constructed witness may miss by this many (g + |mu0|)/h: in whole turns the end opposite to mu0
 * comes as near as 1, in the limit and never quite. */
#define INSTABILITY_SLACK 1.25

/* True if distances can be constructed for an encoding: some pairs turn, not too many, and nothing
 * else depends on r. */
bool instability_constructible(const struct encoding *encoding);

/* True if the frequencies are known to be rationally dependent. Source:
 * theory/limits/README.md#independence. */
bool instability_dependent(const struct encoding *encoding);

#endif
