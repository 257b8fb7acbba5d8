#include "theory/trig_limits.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_expint.h>
#include <math.h>

static const double TWO_PI = 6.283185307179586476925286766559;

/* upper - lower, over 2 ln b, with both bounds and the roundings. */
static struct estimate scaled_difference(gsl_sf_result upper, gsl_sf_result lower, double log_base)
{
    double value = (upper.val - lower.val) / (2.0 * log_base);
    double err = (upper.err + lower.err) / (2.0 * log_base) + 4.0 * 0x1p-53 * fabs(value);
    return (struct estimate){value, err};
}

enum status trig_limits(double base, double distance, struct estimate *cosine, struct estimate *sine)
{
    if (!(base > 1.0) || !(distance > 0.0) || !isfinite(base) || !isfinite(distance))
        return STATUS_DOMAIN;
    gsl_sf_result upper, lower;
    double log_base = log(base), fast = TWO_PI * distance, slow = TWO_PI * (distance / base);
    if (gsl_sf_Ci_e(fast, &upper) || gsl_sf_Ci_e(slow, &lower))
        return STATUS_CONVERGENCE;
    *cosine = scaled_difference(upper, lower, log_base);
    if (gsl_sf_Si_e(fast, &upper) || gsl_sf_Si_e(slow, &lower))
        return STATUS_CONVERGENCE;
    *sine = scaled_difference(upper, lower, log_base);
    return STATUS_OK;
}

double trig_limits_distance(double dim, double distance)
{
    return (2.0 + 4.0 * distance) / dim;
}
