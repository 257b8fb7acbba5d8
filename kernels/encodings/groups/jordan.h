/* Jordan-RoPE as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_GROUPS_JORDAN_H
#define POSBIAS_KERNELS_ENCODINGS_GROUPS_JORDAN_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/jordan_shape.h"

/* The shape of a Jordan-RoPE encoding; NULL for every other encoding. */
const struct jordan_shape *encoding_jordan_shape(const struct encoding *encoding);

#endif
