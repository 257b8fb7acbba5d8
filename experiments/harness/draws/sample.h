/* Moments of a sample, and what they say about the law it is drawn from. */
#ifndef POSBIAS_HARNESS_DRAWS_SAMPLE_H
#define POSBIAS_HARNESS_DRAWS_SAMPLE_H

#include <stddef.h>

/* Sample moments: count, mean and the sums of powers 2 to 4 of the deviations from it. */
struct sample {
    double count, mean, m2, m3, m4;
};

/* Joins b to a. Source: Pebay, SAND2008-6212, Eq. 2.1 and 3.1. */
void sample_join(struct sample *a, const struct sample *b);

/* Moments of n numbers. */
struct sample sample_of(size_t n, const double *x);

/* Unbiased variance m2/(n-1), and standard errors of the mean and of that variance.
 *   se(mean) = sqrt(var/n),  se(var) = sqrt((m4/n - (n-3)/(n-1) var^2)/n) */
double sample_variance(const struct sample *s);
double sample_mean_error(const struct sample *s);
double sample_variance_error(const struct sample *s);
double sample_skewness(const struct sample *s);

#endif
