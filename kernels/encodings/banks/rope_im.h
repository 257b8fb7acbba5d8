/* The shape of RoPE's imaginary head, for closed forms. */
#ifndef POSBIAS_KERNELS_ENCODINGS_BANKS_ROPE_IM_H
#define POSBIAS_KERNELS_ENCODINGS_BANKS_ROPE_IM_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/rope_im_shape.h"

/* NULL if the encoding is no rope-im; else its parameters, which live as long as it does. */
const struct rope_im_shape *encoding_rope_im_shape(const struct encoding *encoding);

#endif
