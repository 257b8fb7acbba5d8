/* HoPE on the hyperbola: what its encoding was built from. */
#ifndef POSBIAS_KERNELS_ENCODINGS_GROUPS_HOPE_HYP_H
#define POSBIAS_KERNELS_ENCODINGS_GROUPS_HOPE_HYP_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/hope_hyp_shape.h"

/* NULL if the encoding is of another type. */
const struct hope_hyp_shape *encoding_hope_hyp_shape(const struct encoding *encoding);

#endif
