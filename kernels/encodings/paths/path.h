/* What others ask of a path encoding of the type path. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_PATH_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_PATH_H

#include "kernels/encodings/paths/walk.h"

/* Its beta. */
double encoding_path_beta(const struct encoding *encoding);

#endif
