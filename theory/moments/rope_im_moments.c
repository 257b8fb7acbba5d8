#include "theory/moments/rope_im_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/moments/measured_moments.h"
#include "theory/trig/trig_sums.h"

/* What multiplies A_n and B_n at a distance. */
static void factors_at(const struct rope_im_shape *shape, size_t n, double distance, double *a,
                       double *b)
{
    double cosine, sine;
    trig_pair(shape->schedule, n, distance, &cosine, &sine);
    *a = shape->pair ? cosine + sine : sine;
    *b = shape->pair ? sine - cosine : -cosine;
}

enum status rope_im_mean(const struct rope_im_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *mean)
{
    const struct schedule *s = shape->schedule;
    double *cosine = malloc(2 * s->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + s->pairs;
    /* E A in place of the sines' coefficients, E B of the cosines' */
    enum status status = qk_pair_means(law, s->pairs, sine, cosine);
    for (size_t n = 0; n < s->pairs && status == STATUS_OK; n++) {
        double a = sine[n], b = cosine[n];
        cosine[n] = shape->pair ? a - b : -b;
        sine[n] = shape->pair ? a + b : a;
    }
    if (status == STATUS_OK)
        status = trig_sums(s, cosine, sine, count, distance, mean);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        mean[i] *= s->norm;
    free(cosine);
    return status;
}

/* The variance of vectors of which moments are known. */
static enum status sampled_variance(const struct rope_im_shape *shape, const struct qk_law *law,
                                    size_t count, const double *distance, double *variance)
{
    const struct schedule *s = shape->schedule;
    double *a = malloc(2 * s->pairs * sizeof *a), *b = a ? a + s->pairs : NULL;
    if (!a)
        return STATUS_MEMORY;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT &&
              distance[i] == rint(distance[i])))
            status = STATUS_DOMAIN;
        for (size_t n = 0; n < s->pairs && status == STATUS_OK; n++) {
            factors_at(shape, n, distance[i], &a[n], &b[n]);
            a[n] *= s->norm;
            b[n] *= s->norm;
        }
        if (status == STATUS_OK)
            status = measured_variance(law, s->pairs, a, b, &variance[i]);
    }
    free(a);
    return status;
}

enum status rope_im_variance(const struct rope_im_shape *shape, const struct qk_law *law,
                             size_t count, const double *distance, double *variance)
{
    if (law->kind == QK_SAMPLED)
        return sampled_variance(shape, law, count, distance, variance);
    const struct schedule *s = shape->schedule;
    struct pair_moments m = qk_pair_moments(law);
    if (!m.has_variance)
        return STATUS_UNDEFINED;
    double *factor = malloc((s->pairs + count) * sizeof *factor), pairs = (double)s->pairs;
    if (!factor)
        return STATUS_MEMORY;
    double *twice = factor + s->pairs;
    /* sin^2 x = (1 - cos 2x)/2, and 2 x_n(r) = x_n(2r) */
    for (size_t n = 0; n < s->pairs; n++)
        factor[n] = shape->pair ? 1.0 : -0.5;
    for (size_t i = 0; i < count; i++)
        twice[i] = 2.0 * distance[i];
    enum status status = trig_sums(s, shape->pair ? NULL : factor, shape->pair ? factor : NULL,
                                   count, twice, variance);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        variance[i] = s->norm * s->norm *
                      (shape->pair ? 2.0 * m.var_flat * pairs + m.var_cos2 * (pairs + variance[i])
                                   : m.var_flat * pairs + m.var_cos2 * (0.5 * pairs + variance[i]));
    free(factor);
    return status;
}
