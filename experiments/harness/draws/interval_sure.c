/* Limits that hold whatever the law of a draw. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "theory/ground/constants.h"

/* ---- Means of bounded values ---- */

/* The largest sum of log(1 + s (x_i - m)) over stakes 0 <= s <= 1/m, or down to -1/(1 - m) for m
 * above the mean: it is concave. */
static double best_gain(size_t n, const double *x, double m, bool above)
{
    double low = 0.0, high = above ? -1.0 / (1.0 - m) : 1.0 / m, sum = 0.0, s = 0.5 * high;
    for (int k = 0; k < 200; k++) {
        double slope = 0.0, bend = 0.0;
        for (size_t i = 0; i < n; i++) {
            double r = (x[i] - m) / (1.0 + s * (x[i] - m));
            slope += r;
            bend += r * r;
        }
        *(slope * high > 0.0 ? &low : &high) = s;
        double next = s + slope / bend;
        if (!((next - low) * (next - high) < 0.0))
            next = 0.5 * (low + high);
        if (fabs(next - s) <= 1e-9 * fabs(s))
            break;
        s = next;
    }
    for (size_t i = 0; i < n; i++)
        sum += log1p(s * (x[i] - m));
    return sum; /* of a stake near the best: a little less, so that the limits lie outwards */
}

/* The m beyond the mean at which the gain reaches enough, by bisection: it grows with the
 * distance. */
static double gain_limit(size_t n, const double *x, double mean, double enough, bool above)
{
    double near = mean, far = above ? 1.0 : 0.0;
    while (fabs(far - near) > 1e-9 * fabs(near - mean) + 1e-15) {
        double m = 0.5 * (near + far);
        if (m == near || m == far)
            break;
        *(best_gain(n, x, m, above) >= enough ? &far : &near) = m;
    }
    return far;
}

enum status interval_bounded(size_t n, const double *x, double level, double *mean, double *lo,
                             double *hi)
{
    double count = (double)n, sum = 0.0;
    if (n == 0 || !(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    for (size_t i = 0; i < n; i++) {
        if (!(x[i] >= 0.0 && x[i] <= 1.0))
            return STATUS_DOMAIN;
        sum += x[i];
    }
    double regret = 0.5 * log(PI) + gsl_sf_lngamma(count + 1.0) - gsl_sf_lngamma(count + 0.5),
           enough = regret - log1p(-level);
    *mean = fmin(sum / count, 1.0);
    *lo = gain_limit(n, x, *mean, enough, false);
    *hi = gain_limit(n, x, *mean, enough, true);
    return STATUS_OK;
}

/* ---- Medians ---- */

enum status interval_median(size_t n, const double *x, double level, double *median, double *lo,
                            double *hi)
{
    if (n == 0 || n > 0x7fffffff || !(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    double *sorted = malloc(n * sizeof *sorted);
    if (!sorted)
        return STATUS_MEMORY;
    memcpy(sorted, x, n * sizeof *sorted);
    gsl_sort(sorted, 1, n);
    /* so many may lie outside at either end */
    size_t outside = 0;
    while (outside < n / 2 &&
           gsl_cdf_binomial_P((unsigned)outside, 0.5, (unsigned)n) <= 0.5 * (1.0 - level))
        outside++;
    *median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    *lo = outside > 0 ? sorted[outside - 1] : -HUGE_VAL;
    *hi = outside > 0 ? sorted[n - outside] : HUGE_VAL;
    bool numbers = isfinite(sorted[0]) && isfinite(sorted[n - 1]);
    free(sorted);
    return numbers ? STATUS_OK : STATUS_DOMAIN;
}
