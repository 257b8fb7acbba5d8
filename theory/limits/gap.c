#include "theory/limits/gap.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_expint.h>
#include <math.h>

#include "theory/ground/constants.h"

enum status gap_near_range(double base, double *lo, double *hi)
{
    if (!(base > 1.0))
        return STATUS_DOMAIN;
    *lo = 2.0;
    *hi = ceil(sqrt(sqrt(base)) / 8.0) - 1.0; /* the range is open */
    return *hi >= *lo ? STATUS_OK : STATUS_UNDEFINED;
}

double gap_base_required(double mu0, double nu0)
{
    return mu0 == 0.0 ? HUGE_VAL : exp(64.0 * (fabs(mu0) + fabs(nu0)) / fabs(mu0));
}

/* Envelope of |Ci(x)| and |Si(x) - pi/2|. */
static double tail(double x) { return sqrt(1.0 + 1.0 / (x * x)) / x; }

enum status gap_limit(double base, double mu0, double nu0, double *gap)
{
    double lo, hi;
    gsl_sf_result slow;
    enum status status = gap_near_range(base, &lo, &hi);
    if (status != STATUS_OK)
        return status;
    if (mu0 == 0.0)
        return STATUS_DOMAIN;
    if (gsl_sf_Ci_e(2.0 * PI * (hi / base), &slow))
        return STATUS_CONVERGENCE;
    double tails = tail(4.0 * PI) + tail(2.0 * PI * base) + tail(2.0 * PI);
    *gap = (-slow.val - slow.err - tails - fabs(nu0 / mu0) * (0.5 * PI + tails)) /
           (2.0 * log(base));
    return STATUS_OK;
}
