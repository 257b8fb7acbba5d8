#include "theory/limits/failure_laws.h"

#include <gsl/gsl_integration.h>
#include <math.h>

#include "theory/ground/constants.h"

static double normal_below(double x) { return 0.5 * erfc(-x * 0.70710678118654752440); }

static bool plain_in_radians(const struct schedule *schedule)
{
    return schedule_is_plain(schedule) && schedule->rule.unit == UNIT_RAD;
}

enum status law_position_unit(const struct schedule *schedule, double context, double *probability)
{
    if (!plain_in_radians(schedule) || !(context > 0.0))
        return STATUS_DOMAIN;
    if (!(context > 1.0 && context < schedule->rule.base))
        return STATUS_UNDEFINED;
    double h = (double)schedule->pairs;
    *probability = normal_below(-2.0 * log(2.0) *
                                sqrt(h / (log(context) * log(schedule->rule.base))));
    return STATUS_OK;
}

/* Phi(-(h - L)/sqrt(variance)) with L = h log_b(turned), the share of pairs that have turned. */
static enum status law_token(const struct schedule *schedule, double turned, bool slow,
                             double *probability)
{
    if (!plain_in_radians(schedule) || !(turned > 0.0))
        return STATUS_DOMAIN;
    double h = (double)schedule->pairs, fast = h * log(turned) / log(schedule->rule.base);
    if (!(fast > 0.0 && fast < h))
        return STATUS_UNDEFINED;
    *probability = normal_below(-(h - fast) / sqrt(slow ? 0.5 * (h + fast) : fast));
    return STATUS_OK;
}

enum status law_token_aligned(const struct schedule *schedule, double context, double *probability)
{
    return law_token(schedule, context / (2.0 * PI), false, probability);
}

enum status law_token_aligned_slow(const struct schedule *schedule, double distance,
                                   double *probability)
{
    return law_token(schedule, distance * exp(EULER_GAMMA), true, probability);
}

enum status law_token_aligned_context(const struct schedule *schedule, double context,
                                      double *probability)
{
    double last, sum = 0.0;
    enum status status = law_token_aligned_slow(schedule, context, &last);
    if (status != STATUS_OK)
        return status;
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(64);
    if (!rule)
        return STATUS_MEMORY;
    /* r = M v^2: the law falls faster than any power of r towards 0, so the square only spreads the
     * nodes */
    for (size_t i = 0; i < 64; i++) {
        double v, weight, at;
        gsl_integration_glfixed_point(0.0, 1.0, i, &v, &weight, rule);
        if (law_token_aligned_slow(schedule, context * v * v, &at) == STATUS_OK)
            sum += 2.0 * v * weight * at;
    }
    gsl_integration_glfixed_table_free(rule);
    *probability = sum;
    return STATUS_OK;
}
