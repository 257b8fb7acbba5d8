/* Matrices from .npy files. */
#ifndef POSBIAS_READERS_NPY_H
#define POSBIAS_READERS_NPY_H

#include "theory/ground/message.h"

/* Reads a dim x dim matrix of little-endian float64 or float32, C or Fortran order, into out row by
 * row.
 * Source: the NumPy format, versions 1 to 3.
 * Returns: false with *error naming the file and what was expected: the shape, the dtype, finite
 *          entries. */
bool npy_matrix(const char *path, size_t dim, double *out, struct message *error);

#endif
