/* GRAPE-A as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_RELATIVE_GRAPE_A_H
#define POSBIAS_KERNELS_ENCODINGS_RELATIVE_GRAPE_A_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/grape_a_shape.h"

/* The shape of a GRAPE-A encoding; NULL for every other encoding. */
const struct grape_a_shape *encoding_grape_a_shape(const struct encoding *encoding);

#endif
