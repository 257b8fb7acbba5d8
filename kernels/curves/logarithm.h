/* ln(1 + x) of arrays, by vectors. */
#ifndef POSBIAS_KERNELS_CURVES_LOGARITHM_H
#define POSBIAS_KERNELS_CURVES_LOGARITHM_H

#include <stddef.h>

/* out[i] = ln(1 + x[i]), as ln w + (x - (w - 1))/w of the rounded sum w = 1 + x.
 * In:    x, 0 or from 1e-300 to 1e300; out may be x.
 * Error: 16 2^-53 relative: vector_log is within 7 2^-53 of ln w <= 2 x where w has rounded up to
 *        its least above 1, and within as much of ln w <= 1.1 ln(1 + x) beyond; the second term is
 *        at most 2^-53 in size, two roundings of it, and the sum rounds once. */
void logarithm_log1p(size_t n, const double *x, double *out);

#endif
