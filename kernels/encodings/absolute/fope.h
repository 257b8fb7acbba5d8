/* FoPE as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_ABSOLUTE_FOPE_H
#define POSBIAS_KERNELS_ENCODINGS_ABSOLUTE_FOPE_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/fope_shape.h"

/* The shape of a FoPE encoding; NULL for every other encoding. */
const struct fope_shape *encoding_fope_shape(const struct encoding *encoding);

#endif
