#include "theory/moments/xpos_moments.h"

#include <stdlib.h>

#include "theory/moments/measured_moments.h"
#include "theory/trig/trig_sums.h"

static bool whole(double distance)
{
    return distance >= 0.0 && distance <= DISTANCE_LIMIT && distance == floor(distance);
}

enum status xpos_mean(const struct xpos_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    const struct schedule *s = shape->schedule;
    double *cosine = malloc(4 * s->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + s->pairs, *mean_a = sine + s->pairs, *mean_b = mean_a + s->pairs;
    enum status status = qk_pair_means(law, s->pairs, mean_a, mean_b);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (whole(distance[i])) {
            for (size_t n = 0; n < s->pairs; n++) {
                double share = xpos_share(shape->rate[n], distance[i]);
                cosine[n] = share * mean_a[n];
                sine[n] = share * mean_b[n];
            }
            mean[i] = s->norm * trig_sum(s, cosine, sine, distance[i]);
        } else {
            status = STATUS_DOMAIN;
        }
    free(cosine);
    return status;
}

/* The variance of vectors of which moments are known. */
static enum status sampled_variance(const struct xpos_shape *shape, const struct qk_law *law,
                                    size_t count, const double *distance, double *variance)
{
    const struct schedule *s = shape->schedule;
    double *cosine = malloc(2 * s->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + s->pairs;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!whole(distance[i]))
            status = STATUS_DOMAIN;
        for (size_t n = 0; n < s->pairs && status == STATUS_OK; n++) {
            double share = s->norm * xpos_share(shape->rate[n], distance[i]);
            trig_pair(s, n, distance[i], &cosine[n], &sine[n]);
            cosine[n] *= share;
            sine[n] *= share;
        }
        if (status == STATUS_OK)
            status = measured_variance(law, s->pairs, cosine, sine, &variance[i]);
    }
    free(cosine);
    return status;
}

enum status xpos_variance(const struct xpos_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    const struct schedule *s = shape->schedule;
    struct pair_moments m = qk_pair_moments(law);
    if (law->kind == QK_SAMPLED)
        return sampled_variance(shape, law, count, distance, variance);
    if (!m.has_variance)
        return STATUS_UNDEFINED;
    double *square = malloc(s->pairs * sizeof *square);
    if (!square)
        return STATUS_MEMORY;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (whole(distance[i])) {
            double flat = 0.0;
            for (size_t n = 0; n < s->pairs; n++) {
                double share = xpos_share(shape->rate[n], distance[i]);
                flat += square[n] = share * share;
            }
            /* cos^2 x = (1 + cos 2x)/2, and 2 x_n(r) = x_n(2r) */
            double turning = m.var_cos2 != 0.0
                                 ? 0.5 * m.var_cos2 *
                                       (flat + trig_sum(s, square, NULL, 2.0 * distance[i]))
                                 : 0.0;
            variance[i] = s->norm * s->norm * (m.var_flat * flat + turning);
        } else {
            status = STATUS_DOMAIN;
        }
    free(square);
    return status;
}
