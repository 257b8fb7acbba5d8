/* Entries of the types of real numbers as doubles, each exactly. */
#ifndef POSBIAS_READERS_DECODE_H
#define POSBIAS_READERS_DECODE_H

#include "experiments/readers/tensor.h"

/* Little-endian entries that lie side by side, from any address on.
 * In:      type, of real numbers; count, of TENSOR_Q8_0 a multiple of TENSOR_BLOCK.
 * Returns: whether all are finite; if not, out is as well set. */
bool decode(enum tensor_type type, size_t count, const unsigned char *bytes, double *out);

#endif
