#include "theory/moments/window_moments.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* A frequency in turns per token, hi + lo, modulo 1 in [-1/2, 1/2]. */
struct frequency {
    double hi, lo;
};

/* a + sign b modulo one turn: only r times it, r whole, is ever used. The sum of the leading parts
 * is split into its rounded value and exact rest (Knuth), so that a small difference keeps the
 * digits of both. */
static struct frequency frequency_sum(struct frequency a, struct frequency b, double sign)
{
    double other = sign * b.hi, sum = a.hi + other, back = sum - a.hi;
    double rest = (a.hi - (sum - back)) + (other - back) + (a.lo + sign * b.lo);
    double fraction = sum - rint(sum), hi = fraction + rest;
    return (struct frequency){hi, fraction - hi + rest};
}

/* exp(i pi f times), the angle reduced modulo two half turns before it is rounded. */
static double complex half_turns(struct frequency f, double times)
{
    double product = times * f.hi, rest = fma(times, f.hi, -product) + times * f.lo;
    double angle = PI * (product - 2.0 * rint(0.5 * product) + rest);
    return cos(angle) + I * sin(angle);
}

/* D(f), the mean of exp(2 pi i f r) over the window. */
static double complex dirichlet(struct frequency f, double first, double count)
{
    if (f.hi == 0.0 && f.lo == 0.0)
        return 1.0;
    double ratio = cimag(half_turns(f, count)) / (count * sin(PI * (f.hi + f.lo)));
    return half_turns(f, 2.0 * first + count - 1.0) * ratio;
}

static struct frequency frequency_of(const struct schedule *schedule, size_t n)
{
    struct frequency zero = {0.0, 0.0}, f = {schedule->turn_hi[n], schedule->turn_lo[n]};
    return frequency_sum(f, zero, 1.0);
}

/* Covariances of pair n with pair k: the products of cosines and sines as cosines and sines of
 * difference and sum. */
static void fill_pair(struct window_moments *w, const struct frequency *f, double first, size_t n,
                      size_t k)
{
    size_t h = w->pairs, width = 2 * h;
    double complex less = dirichlet(frequency_sum(f[n], f[k], -1.0), first, w->count);
    double complex more = dirichlet(frequency_sum(f[n], f[k], 1.0), first, w->count);
    const double *c = w->mean, *s = w->mean + h;
    double cc = 0.5 * (creal(less) + creal(more)) - c[n] * c[k],
           ss = 0.5 * (creal(less) - creal(more)) - s[n] * s[k];
    double sc = 0.5 * (cimag(more) + cimag(less)) - s[n] * c[k],
           cs = 0.5 * (cimag(more) - cimag(less)) - c[n] * s[k];
    double *m = w->covariance;
    m[n * width + k] = m[k * width + n] = cc;
    m[(h + n) * width + h + k] = m[(h + k) * width + h + n] = ss;
    m[(h + n) * width + k] = m[k * width + h + n] = sc;
    m[n * width + h + k] = m[(h + k) * width + n] = cs;
}

enum status window_moments_new(const struct schedule *schedule, double first, double count,
                               struct window_moments **out)
{
    size_t h = schedule->pairs;
    *out = NULL;
    if (!(first >= 0.0 && count >= 1.0 && 2.0 * first <= DISTANCE_LIMIT - (count - 1.0) &&
          first == floor(first) && count == floor(count)))
        return STATUS_DOMAIN;
    struct window_moments *w = malloc(sizeof *w);
    struct frequency *f = malloc(h * sizeof *f);
    double *mean = malloc((2 * h + 4 * h * h) * sizeof *mean);
    if (!w || !f || !mean) {
        free(w);
        free(f);
        free(mean);
        return STATUS_MEMORY;
    }
    *w = (struct window_moments){h, count, mean, mean + 2 * h};
    for (size_t n = 0; n < h; n++) {
        f[n] = frequency_of(schedule, n);
        double complex d = dirichlet(f[n], first, count);
        mean[n] = creal(d);
        mean[h + n] = cimag(d);
    }
    for (size_t n = 0; n < h; n++)
        for (size_t k = 0; k <= n; k++)
            fill_pair(w, f, first, n, k);
    free(f);
    *out = w;
    return STATUS_OK;
}

void window_moments_free(struct window_moments *window)
{
    if (window)
        free(window->mean);
    free(window);
}

double window_mean(const struct window_moments *window, const double *cosine, const double *sine)
{
    double sum = 0.0;
    for (size_t n = 0; n < window->pairs; n++)
        sum += cosine[n] * window->mean[n] + sine[n] * window->mean[window->pairs + n];
    return sum;
}

double window_variance(const struct window_moments *window, const double *cosine,
                       const double *sine)
{
    size_t h = window->pairs;
    double sum = 0.0;
    for (size_t i = 0; i < 2 * h; i++) {
        const double *row = window->covariance + 2 * h * i;
        double inner = 0.0;
        for (size_t n = 0; n < h; n++)
            inner += row[n] * cosine[n] + row[h + n] * sine[n];
        sum += (i < h ? cosine[i] : sine[i - h]) * inner;
    }
    return sum;
}
