/* Slow waves in Chebyshev polynomials: a few coefficients stand for any number of waves over one
 * block of distances. */
#ifndef POSBIAS_KERNELS_CURVES_CHEBYSHEV_H
#define POSBIAS_KERNELS_CURVES_CHEBYSHEV_H

/* Even polynomials T_0, T_2, .., and as many odd ones T_1, T_3, ... */
enum { CHEBYSHEV_TERMS = 12 };

/* Turns between the middle and the end of the interval up to which so many terms do. */
#define CHEBYSHEV_REACH 0.625

/* Bounds the root of the squares of sum_k |cosine[k]| and sum_k |sine[k]|, added up, of any wave up
 * to there. */
#define CHEBYSHEV_SIZE 2.17

/* cos(z u) = sum_k cosine[k] T_2k(u) and sin(z u) = sum_k sine[k] T_2k+1(u) on |u| <= 1, z = 2 pi
 * turns: cosine[k] = (-1)^k (2 - [k = 0]) J_2k(z), sine[k] = (-1)^k 2 J_2k+1(z).
 * Source: Abramowitz & Stegun 9.1.10, 9.1.44-9.1.47; the error is derived in
 *         kernels/README.md#curves.
 * In:     0 <= turns <= CHEBYSHEV_REACH.
 * Out:    cosine and sine [CHEBYSHEV_TERMS].
 * Error:  0.4 2^-53 for the terms left out and 2.7 2^-53 for the coefficients' roundings: the root
 *         of the squares of the two sums' errors, added up, at any |u| <= 1. */
void chebyshev_wave(long double turns, double *cosine, double *sine);

/* T_0, T_2, .. and T_1, T_3, .. at u.
 * In:     |u| <= 1.
 * Out:    even and odd [CHEBYSHEV_TERMS].
 * Error:  1.4 2^-53 each. */
void chebyshev_values(long double u, double *even, double *odd);

#endif
