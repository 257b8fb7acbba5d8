#include "theory/moments/bank_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/moments/measured_moments.h"
#include "theory/trig/trig_sums.h"

enum status bank_mean(const struct schedule *schedule, double slope, const struct qk_law *law,
                      size_t count, const double *distance, double *mean)
{
    double *cosine = malloc(2 * schedule->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + schedule->pairs;
    enum status status = qk_pair_means(law, schedule->pairs, cosine, sine);
    for (size_t n = 0; status == STATUS_OK && n < schedule->pairs; n++) {
        cosine[n] *= schedule->norm * schedule->weight[n];
        sine[n] *= schedule->norm * schedule->weight[n];
    }
    if (status == STATUS_OK)
        status = trig_sums(schedule, cosine, sine, count, distance, mean);
    free(cosine);
    for (size_t i = 0; slope != 0.0 && status == STATUS_OK && i < count; i++)
        mean[i] -= slope * distance[i];
    return status;
}

/* The variance of vectors of which moments are known, one distance after the other. */
static enum status sampled_variance(const struct schedule *schedule, const struct qk_law *law,
                                    size_t count, const double *distance, double *variance)
{
    double *cosine = malloc(2 * schedule->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + schedule->pairs;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT &&
              distance[i] == rint(distance[i])))
            status = STATUS_DOMAIN;
        for (size_t n = 0; n < schedule->pairs && status == STATUS_OK; n++) {
            trig_pair(schedule, n, distance[i], &cosine[n], &sine[n]);
            cosine[n] *= schedule->norm * schedule->weight[n];
            sine[n] *= schedule->norm * schedule->weight[n];
        }
        if (status == STATUS_OK)
            status = measured_variance(law, schedule->pairs, cosine, sine, &variance[i]);
    }
    free(cosine);
    return status;
}

enum status bank_variance(const struct schedule *schedule, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    if (law->kind == QK_SAMPLED)
        return sampled_variance(schedule, law, count, distance, variance);
    struct pair_moments m = qk_pair_moments(law);
    if (!m.has_variance)
        return STATUS_UNDEFINED;
    double *square = malloc((schedule->pairs + count) * sizeof *square);
    if (!square)
        return STATUS_MEMORY;
    double *twice = square + schedule->pairs, flat = 0.0;
    double norm2 = schedule->rule.norm == NORM_SQRT ? 1.0 / (double)schedule->rule.dim
                                                    : schedule->norm * schedule->norm;
    for (size_t n = 0; n < schedule->pairs; n++) {
        square[n] = schedule->weight[n] * schedule->weight[n];
        flat += square[n];
    }
    /* cos^2 x = (1 + cos 2x)/2, and 2 x_n(r) = x_n(2r) */
    for (size_t i = 0; i < count; i++)
        twice[i] = 2.0 * distance[i];
    enum status status = STATUS_OK;
    if (m.var_cos2 != 0.0)
        status = trig_sums(schedule, square, NULL, count, twice, variance);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double turning = m.var_cos2 != 0.0 ? 0.5 * m.var_cos2 * (flat + variance[i]) : 0.0;
        variance[i] = norm2 * (m.var_flat * flat + turning);
    }
    free(square);
    return status;
}

enum status bank_mean_slope(const struct schedule *schedule, double slope, const struct qk_law *law,
                            size_t count, const double *distance, double *mean_slope)
{
    double *cosine = malloc(2 * schedule->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + schedule->pairs;
    enum status status = qk_pair_means(law, schedule->pairs, sine, cosine);
    for (size_t n = 0; status == STATUS_OK && n < schedule->pairs; n++) {
        double rate = TWO_PI * schedule->turn_hi[n] * schedule->weight[n];
        cosine[n] *= rate;
        sine[n] *= -rate;
    }
    if (status == STATUS_OK)
        status = trig_sums(schedule, cosine, sine, count, distance, mean_slope);
    free(cosine);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        mean_slope[i] = distance[i] * (schedule->norm * mean_slope[i] - slope);
    return status;
}
