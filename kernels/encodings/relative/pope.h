/* The shape of PoPE, for closed forms. */
#ifndef POSBIAS_KERNELS_ENCODINGS_RELATIVE_POPE_H
#define POSBIAS_KERNELS_ENCODINGS_RELATIVE_POPE_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/pope_shape.h"

/* NULL if the encoding is no pope; else its parameters, which live as long as it does. */
const struct pope_shape *encoding_pope_shape(const struct encoding *encoding);

#endif
