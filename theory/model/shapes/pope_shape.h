/* What defines PoPE. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_POPE_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_POPE_SHAPE_H

#include "theory/model/schedule.h"

struct pope_shape {
    const struct schedule *schedule; /* a frequency per coordinate; its norm is the score's */
    double delta;                    /* the phase at distance 0, radians */
};

#endif
