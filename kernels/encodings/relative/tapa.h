/* TAPA as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_RELATIVE_TAPA_H
#define POSBIAS_KERNELS_ENCODINGS_RELATIVE_TAPA_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/tapa_shape.h"

/* The shape of a TAPA encoding; NULL for the general form, whose matrices it does not describe, and
 * for every other encoding. */
const struct tapa_shape *encoding_tapa_shape(const struct encoding *encoding);

#endif
