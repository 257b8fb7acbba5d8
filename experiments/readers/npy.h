/* Matrices from .npy files. */
#ifndef POSBIAS_READERS_NPY_H
#define POSBIAS_READERS_NPY_H

#include <stdio.h>

#include "theory/ground/message.h"

/* Reads a dim x dim matrix of float64, float32 or float16 of either byte order, C or Fortran order,
 * into out row by row.
 * Source: the NumPy format, versions 1.0, 2.0 and 3.0.
 * Returns: false with *error naming the file and the one thing that is wrong with it: its header,
 *          shape, type or length, an entry that is not finite. */
bool npy_matrix(const char *path, size_t dim, double *out, struct message *error);

/* Likewise from an open file. In: name, for the message. */
bool npy_matrix_from(FILE *file, const char *name, size_t dim, double *out, struct message *error);

#endif
