/* xPos as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_GROUPS_XPOS_H
#define POSBIAS_KERNELS_ENCODINGS_GROUPS_XPOS_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/xpos_shape.h"

/* The shape of an xPos encoding; NULL for every other encoding. */
const struct xpos_shape *encoding_xpos_shape(const struct encoding *encoding);

#endif
