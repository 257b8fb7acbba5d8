/* Arrays from .npy files. */
#ifndef POSBIAS_READERS_NPY_H
#define POSBIAS_READERS_NPY_H

#include "experiments/readers/mapped.h"
#include "experiments/readers/tensor.h"

/* Opens an array of up to three axes: float64, float32, float16, or whole numbers of one to eight
 * bytes, of either byte order, C or Fortran order.
 * Source:  the NumPy format, versions 1.0, 2.0 and 3.0.
 * Out:     *out, without a name, until *mapped is closed.
 * Returns: false with *error naming the file and the one thing that is wrong with it: its header,
 *          type or length. */
bool npy_open(const char *path, struct mapped **mapped, struct tensor *out, struct message *error);

/* Likewise from bytes that stay. In: name, for messages. */
bool npy_from(size_t size, const unsigned char *bytes, const char *name, struct tensor *out,
              struct message *error);

/* Reads a dim x dim matrix of real numbers into out row by row.
 * Returns: false with *error as above, or on another shape, on whole numbers, on an entry that is
 *          not finite. */
bool npy_matrix(const char *path, size_t dim, double *out, struct message *error);

#endif
