/* ln(1 + x) and ln(1 + e^x) of arrays, by vectors. */
#ifndef POSBIAS_KERNELS_CURVES_LOGARITHM_H
#define POSBIAS_KERNELS_CURVES_LOGARITHM_H

#include <stddef.h>

/* out[i] = ln(1 + x[i]), as ln w + (x - (w - 1))/w of the rounded sum w = 1 + x.
 * In:    x, 0 or from 1e-300 to 1e300; out may be x.
 * Error: 16 2^-53 relative: vector_log is within 7 2^-53 of ln w <= 2 x where w has rounded up to
 *        its least above 1, and within as much of ln w <= 1.1 ln(1 + x) beyond; the second term is
 *        at most 2^-53 in size, two roundings of it, and the sum rounds once. */
void logarithm_log1p(size_t n, const double *x, double *out);

/* out[i] = ln(1 + e^x[i]) = max(x, 0) + ln(1 + e^-|x|), softplus.
 * In:    x, any but NaN; out may be x.
 * Error: 20 2^-53 relative where the result is no subnormal number: the exponential is within
 *        2^-52, and ln(1 + y) is moved by y's share of itself at most; the logarithm as in
 *        logarithm_log1p, where y under 2^-53 leaves the second term alone, y itself; the sum
 *        rounds once. */
void logarithm_softplus(size_t n, const double *x, double *out);

/* To be called before many logarithms. SLEEF's takes what it has for infinity from memory by a
 * load whose mask is 0 for every finite argument. Until that page has been read, a processor
 * needs some 180 ns each time to find that the load is void; with the page there, 4 ns. It is
 * read here, once. */
void logarithm_ready(void);

#endif
