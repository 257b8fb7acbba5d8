/* Kolmogorov's distance of a sample to a continuous law. */
#ifndef POSBIAS_THEORY_LIMITS_KOLMOGOROV_H
#define POSBIAS_THEORY_LIMITS_KOLMOGOROV_H

#include <stddef.h>

/* sup_x |(share of the sample <= x) - F(x)|, both sides of every jump:
 *   max_k max( (k + 1)/count - F(x_k), F(x_k) - k/count ),   k = 0..count - 1.
 * In:    sorted [count], ascending, count >= 1; cdf, continuous and not decreasing.
 * Returns: the distance; NaN if the cdf is.
 * Error: the cdf's own.
 * Cost:  where few stretches of the sample come near the largest distance, one call of cdf for
 *        every 32 numbers. */
double kolmogorov_distance(size_t count, const double *sorted,
                           double (*cdf)(const void *context, double x), const void *context);

#endif
