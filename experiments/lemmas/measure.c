#include "experiments/lemmas/measure.h"

#include <math.h>

#include "theory/ground/constants.h"
#include "theory/limits/lemmas.h"
#include "theory/trig/trig_limits.h"
#include "theory/trig/trig_sums.h"

const char *const lemma_names[] = {"LC.1-C", "LC.1-S", "LC.2"};

enum status lemma_means(const struct encoding *encoding, size_t count, const double *distance,
                        double *c, double *s)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    enum status status = trig_sums(schedule, schedule->weight, NULL, count, distance, c);
    if (status == STATUS_OK)
        status = trig_sums(schedule, NULL, schedule->weight, count, distance, s);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        c[i] /= (double)encoding->dim;
        s[i] /= (double)encoding->dim;
    }
    return status;
}

enum status lemma_values_at(const struct encoding *encoding, double distance, double c, double s,
                            struct lemma_values *out)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    double turns = schedule->rule.unit == UNIT_TURN ? distance : distance / TWO_PI;
    /* rounding of the sums, and the stated 1e-12 of the maximisation inside lemma_c2 */
    double error = trig_sums_error(schedule, schedule->weight, NULL) / (double)encoding->dim +
                   1e-12,
           e0;
    struct lemma_point point = {schedule->rule.base, (double)encoding->dim, turns};
    struct estimate limit_c, limit_s;
    out->applies = lemma_applies(&point);
    out->value[LEMMA_C1_COS] = fabs(c), out->bound[LEMMA_C1_COS] = lemma_c1_cos(&point);
    out->value[LEMMA_C1_SIN] = fabs(s), out->bound[LEMMA_C1_SIN] = lemma_c1_sin(&point);
    out->value[LEMMA_C2] = c;
    enum status status = lemma_c2(&point, &out->bound[LEMMA_C2], &e0);
    if (status == STATUS_OK)
        status = trig_limits(point.base, turns, &limit_c, &limit_s);
    if (status != STATUS_OK)
        return status;
    out->limit[LEMMA_C1_COS] = fabs(limit_c.val);
    out->limit[LEMMA_C1_SIN] = fabs(limit_s.val);
    out->limit[LEMMA_C2] = limit_c.val;
    for (size_t i = 0; i < LEMMA_C2; i++) {
        out->vacuous[i] = out->bound[i] >= 0.5;
        out->violated[i] = out->applies && out->value[i] > out->bound[i] + error;
    }
    out->vacuous[LEMMA_C2] = out->bound[LEMMA_C2] <= -0.5;
    out->violated[LEMMA_C2] = out->applies && out->value[LEMMA_C2] <= out->bound[LEMMA_C2] - error;
    return STATUS_OK;
}
