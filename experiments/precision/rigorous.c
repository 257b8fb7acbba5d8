#include "experiments/precision/rigorous.h"

#include <stdlib.h>

#include "theory/trig/trig_angle.h"

/* What TWO_PI leaves of 2 pi. */
static const double TWO_PI_REST = 0x1.1a62633145c07p-52;

enum status radians_new(const struct schedule *schedule, struct radians *out)
{
    size_t count = schedule->rotating;
    out->hi = malloc((count + 1) * sizeof *out->hi);
    out->lo = malloc((count + 1) * sizeof *out->lo);
    if (!out->hi || !out->lo)
        return STATUS_MEMORY;
    for (size_t n = 0; n < count; n++) {
        double hi = TWO_PI * schedule->turn_hi[n];
        out->hi[n] = hi;
        out->lo[n] = fma(TWO_PI, schedule->turn_hi[n], -hi) + TWO_PI * schedule->turn_lo[n] +
                     TWO_PI_REST * schedule->turn_hi[n];
    }
    return STATUS_OK;
}

void radians_free(struct radians *radians)
{
    free(radians->hi);
    free(radians->lo);
}

void angle_errors(const struct radians *radians, size_t rotating, double position,
                  const double *angle, double *error)
{
    for (size_t n = 0; n < rotating; n++) {
        double product = position * radians->hi[n],
               rest = fma(position, radians->hi[n], -product) + position * radians->lo[n];
        error[n] = fabs(angle[n] - product - rest);
    }
}

void exact_cosines(const struct schedule *schedule, double position, double *cosine)
{
    for (size_t n = 0; n < schedule->rotating; n++) {
        double sine;
        trig_turn(schedule->turn_hi[n], schedule->turn_lo[n], position, &cosine[n], &sine);
    }
    for (size_t n = 0; n < schedule->rotating; n++)
        cosine[n] *= sqrt(schedule->weight[n]);
}

void exact_table(const struct schedule *schedule, double distance, double *cosine, double *sine)
{
    for (size_t n = 0; n < schedule->pairs; n++) {
        trig_turn(schedule->turn_hi[n], schedule->turn_lo[n], distance, &cosine[n], &sine[n]);
        cosine[n] *= schedule->weight[n];
        sine[n] *= schedule->weight[n];
    }
}

double exact_score(const struct schedule *schedule, double slope, double distance,
                   const double *query, const double *key, const double *cosine, const double *sine,
                   double *error)
{
    double sum = 0.0, size = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++) {
        const double *q = query + 2 * n, *k = key + 2 * n;
        double a = q[0] * k[0] + q[1] * k[1], b = q[0] * k[1] - q[1] * k[0];
        sum += a * cosine[n] + b * sine[n];
        size += (fabs(q[0]) + fabs(q[1])) * (fabs(k[0]) + fabs(k[1])) * schedule->weight[n];
    }
    double score = schedule->norm * sum - slope * distance;
    /* of each term: two products and a sum in A and B, the table's 4 roundings and the two of the
     * product and the sum; pairs sums; norm, slope */
    *error = 0x1p-53 * ((double)(schedule->pairs + 12) * schedule->norm * size +
                        2.0 * fabs(slope * distance) + fabs(score));
    return score;
}

double value_at(size_t n, const double *ascending, double share)
{
    size_t rank = (size_t)ceil(share * (double)n);
    return ascending[rank > 0 ? rank - 1 : 0];
}
