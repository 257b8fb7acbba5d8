/* What others ask of a path encoding of the type grape-ap. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_GRAPE_AP_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_GRAPE_AP_H

#include "kernels/encodings/paths/walk.h"

/* Its slope. */
double encoding_grape_ap_slope(const struct encoding *encoding);

#endif
