#include "theory/trig/trig_limits.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_expint.h>
#include <math.h>

#include "theory/ground/constants.h"

/* Where the asymptotic series takes over from GSL, whose error bound grows with the argument. */
static const double FAR_TURNS = 64.0;

/* Ci and Si at 2 pi turns, part being turns without its whole turns, exactly. Beyond FAR_TURNS,
 * with x = 2 pi turns,
 *   Ci = f sin - g cos, Si = pi/2 - f cos - g sin, f ~ (1 - 2/x^2 + 24/x^4)/x, g ~ (1 - 6/x^2 +
 *   120/x^4)/x^2;
 * both series alternate, so the next term bounds the rest: 720/x^7 and 5040/x^8. Source: DLMF
 * 6.2.17-20, 6.12.3-4. */
static enum status integrals(double turns, double part, struct estimate *cosine,
                             struct estimate *sine)
{
    double x = TWO_PI * turns;
    if (turns <= FAR_TURNS) {
        gsl_sf_result c, s;
        if (gsl_sf_Ci_e(x, &c) || gsl_sf_Si_e(x, &s))
            return STATUS_CONVERGENCE;
        double phase = 2.0 * UNIT_ROUNDING; /* |d Ci/d ln x| and |d Si/d ln x| are at most 1 */
        *cosine = (struct estimate){c.val, c.err + phase};
        *sine = (struct estimate){s.val, s.err + phase};
        return STATUS_OK;
    }
    double y = 1.0 / (x * x), c = cos(TWO_PI * part), s = sin(TWO_PI * part);
    double f = (1.0 - y * (2.0 - 24.0 * y)) / x, g = y * (1.0 - y * (6.0 - 120.0 * y));
    double rest = 720.0 * y * y * y / x + 8.0 * UNIT_ROUNDING * f;
    *cosine = (struct estimate){f * s - g * c, rest};
    *sine = (struct estimate){0.5 * 0.5 * TWO_PI - f * c - g * s, rest + 2.0 * UNIT_ROUNDING};
    return STATUS_OK;
}

/* upper - lower, over 2 ln b, with both bounds and the roundings. */
static struct estimate scaled_difference(struct estimate upper, struct estimate lower,
                                         double log_base)
{
    double value = (upper.val - lower.val) / (2.0 * log_base);
    double err = (upper.err + lower.err) / (2.0 * log_base) + 4.0 * UNIT_ROUNDING * fabs(value);
    return (struct estimate){value, err};
}

enum status trig_limits(double base, double distance, struct estimate *cosine,
                        struct estimate *sine)
{
    if (!(base > 1.0) || !(distance > 0.0) || !isfinite(base) || !isfinite(distance))
        return STATUS_DOMAIN;
    struct estimate fast_c, fast_s, slow_c, slow_s;
    /* distance/base is quotient + rest; at large quotients the phase lives in what the division
     * rounds off. */
    double quotient = distance / base, rest = fma(-quotient, base, distance) / base;
    enum status status = integrals(distance, distance - rint(distance), &fast_c, &fast_s);
    if (status == STATUS_OK)
        status = integrals(quotient, (quotient - rint(quotient)) + rest, &slow_c, &slow_s);
    if (status != STATUS_OK)
        return status;
    *cosine = scaled_difference(fast_c, slow_c, log(base));
    *sine = scaled_difference(fast_s, slow_s, log(base));
    return STATUS_OK;
}

double trig_limits_bound(double dim, double distance) { return (2.0 + 4.0 * distance) / dim; }
