/* What others ask of a path encoding of the type selective. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_SELECTIVE_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_SELECTIVE_H

#include "kernels/encodings/paths/turning.h"

/* The base of its temperatures. */
double encoding_selective_base(const struct encoding *encoding);

#endif
