/* HySPE as closed forms see it. */
#ifndef POSBIAS_KERNELS_ENCODINGS_GROUPS_HYSPE_H
#define POSBIAS_KERNELS_ENCODINGS_GROUPS_HYSPE_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/hyspe_shape.h"

/* The shape of a HySPE encoding; NULL for every other encoding. */
const struct hyspe_shape *encoding_hyspe_shape(const struct encoding *encoding);

#endif
