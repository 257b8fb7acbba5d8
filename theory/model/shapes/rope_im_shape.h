/* What defines RoPE's imaginary head. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_ROPE_IM_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_ROPE_IM_SHAPE_H

#include "theory/model/schedule.h"

struct rope_im_shape {
    const struct schedule *schedule; /* RoPE's */
    bool pair; /* the real and the imaginary head's scores together, not the latter's alone */
};

#endif
