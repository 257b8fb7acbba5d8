/* What defines a GRAPE-A score: how fast it falls, and the vectors that set it by query and key. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_GRAPE_A_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_GRAPE_A_SHAPE_H

#include "theory/model/schedule.h"

/* S(r) = norm q.k - r slope [ sp(v.q/sqrt D) + sp(u.k/sqrt D) ], sp z = ln(1 + e^z); a vector that
 * is NULL has no term. */
struct grape_a_shape {
    /* no pair turns */
    const struct schedule *schedule;
    double slope;
    const double *v, *u;
};

#endif
