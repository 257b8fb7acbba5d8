#include "experiments/harness/draws/sample.h"

#include <math.h>

void sample_join(struct sample *a, const struct sample *b)
{
    double n = a->count + b->count, delta = b->mean - a->mean, p = a->count, q = b->count;
    if (n == 0.0 || q == 0.0)
        return;
    double d_n = delta / n, d2 = delta * d_n;
    a->m4 += b->m4 + d2 * d_n * d_n * p * q * (p * p - p * q + q * q) +
             6.0 * d_n * d_n * (p * p * b->m2 + q * q * a->m2) +
             4.0 * d_n * (p * b->m3 - q * a->m3);
    a->m3 += b->m3 + d2 * d_n * p * q * (p - q) + 3.0 * d_n * (p * b->m2 - q * a->m2);
    a->m2 += b->m2 + d2 * p * q;
    a->mean += d_n * q;
    a->count = n;
}

struct sample sample_of(size_t n, const double *x)
{
    struct sample s = {.count = (double)n};
    for (size_t i = 0; i < n; i++)
        s.mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - s.mean, d2 = d * d;
        s.m2 += d2, s.m3 += d2 * d, s.m4 += d2 * d2;
    }
    return s;
}

double sample_variance(const struct sample *s) { return s->m2 / (s->count - 1.0); }

double sample_mean_error(const struct sample *s) { return sqrt(sample_variance(s) / s->count); }

double sample_variance_error(const struct sample *s)
{
    double variance = sample_variance(s), n = s->count;
    double excess = s->m4 / n - (n - 3.0) / (n - 1.0) * variance * variance;
    return sqrt((excess < 0.0 ? 0.0 : excess) / n); /* NaN stays NaN */
}

double sample_skewness(const struct sample *s)
{
    double variance = s->m2 / s->count;
    return variance > 0.0 ? s->m3 / s->count / (variance * sqrt(variance)) : 0.0;
}
