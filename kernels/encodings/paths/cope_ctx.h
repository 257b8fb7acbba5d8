/* What others ask of a path encoding of the type cope-ctx. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_COPE_CTX_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_COPE_CTX_H

#include "kernels/encodings/paths/walk.h"

/* Its slope, and its table's last position. */
double encoding_cope_ctx_slope(const struct encoding *encoding);
double encoding_cope_ctx_last(const struct encoding *encoding);

#endif
