#include "theory/limits/return_volume.h"

#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>

/* I1/I0, the mean cosine under the density exp(tilt cos)/I0(tilt). */
static double tilted_mean(double tilt)
{
    return gsl_sf_bessel_I1_scaled(tilt) / gsl_sf_bessel_I0_scaled(tilt);
}

/* ln P(mean of the cosines >= x), 0 <= x < 1. */
static double log_tail(double pairs, double x)
{
    double lo = 0.0, hi = 1.0 / (1.0 - x) + 1.0; /* 1 - I1/I0 <= 1/tilt */
    for (int i = 0; i < 200 && lo < hi; i++) {
        double middle = 0.5 * (lo + hi);
        if (middle == lo || middle == hi)
            break;
        *(tilted_mean(middle) < x ? &lo : &hi) = middle;
    }
    double tilt = lo, cumulant = tilt + log(gsl_sf_bessel_I0_scaled(tilt));
    double variance = tilt > 1e-4 ? fmax(1.0 - x / tilt - x * x, 0.0) : 0.5;
    double u = tilt * sqrt(pairs * variance);
    return pairs * (cumulant - tilt * x) + 0.5 * u * u + gsl_sf_log_erfc(u * M_SQRT1_2) - M_LN2;
}

enum status return_volume_digits(size_t pairs, double lo, double hi, double *digits)
{
    if (pairs == 0 || !(lo < hi))
        return STATUS_DOMAIN;
    /* the cosines are symmetric: let the nearer edge to 0 be the lower one */
    if (lo < 0.0 && -lo > hi) {
        double other = -hi;
        hi = -lo;
        lo = other;
    }
    double n = (double)pairs, log_p;
    if (lo >= 1.0)
        log_p = -HUGE_VAL;
    else if (lo <= 0.0) {
        double above = hi < 1.0 ? exp(log_tail(n, hi)) : 0.0,
               below = lo > -1.0 ? exp(log_tail(n, -lo)) : 0.0;
        log_p = log1p(-above - below);
    } else {
        double inner = log_tail(n, lo), outer = hi < 1.0 ? log_tail(n, hi) : -HUGE_VAL;
        log_p = inner + log1p(-exp(outer - inner));
    }
    *digits = fmax(-log_p / M_LN10, 0.0);
    return STATUS_OK;
}
