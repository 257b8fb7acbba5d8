/* What defines a score that is q.k and a term without query and key. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_BIAS_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_BIAS_SHAPE_H

#include "theory/model/schedule.h"

/* The score lost at distance r:
 *   log      p ln(1 + a r)
 *   buckets  -value[bucket of r], exact = buckets/2 rounded down: the bucket of r < exact is r, of
 *            others min(buckets - 1, exact + floor((buckets - exact) ln(r/exact)/ln(most/exact)))
 *   fire     slope ln(1 + c r)/(ln(1 + c max(at, length)) + 1e-6), r <= at
 *   waves    -sum_n cos(2 pi f_n r)/ratio */
enum bias_rule { BIAS_LOG, BIAS_BUCKETS, BIAS_FIRE, BIAS_WAVES };

/* S(r) = norm q.k - lost(r). */
struct bias_shape {
    /* no pair turns */
    const struct schedule *schedule;
    enum bias_rule rule;
    /* log */
    double p, a;
    /* buckets */
    size_t buckets;
    double most;
    const double *value;
    /* fire: at is the query's position */
    double slope, c, length, at;
    /* waves: plain frequencies in radians */
    const struct schedule *waves;
    double ratio;
};

/* What the code of fire adds to its denominator. */
#define FIRE_EPSILON 1e-6

#endif
