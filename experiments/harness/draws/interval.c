#include "experiments/harness/draws/interval.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdbool.h>

#include "experiments/harness/draws/sample.h"
#include "experiments/harness/draws/weighted_mean.h"

/* P(Beta(a, b) <= p) - target. */
struct beta {
    double a, b, target;
};

static double excess(double p, void *params)
{
    const struct beta *beta = params;
    return gsl_cdf_beta_P(p, beta->a, beta->b) - beta->target;
}

static enum status quantile(struct beta beta, double *p)
{
    gsl_function f = {excess, &beta};
    double from, to = 1.0;
    /* The quantile of a small share may lie many powers of two below 1, or under all numbers. */
    while (to > 0x1p-1000 && excess(to / 1024.0, &beta) > 0.0)
        to /= 1024.0;
    from = to / 1024.0;
    *p = 0.0;
    if (to <= 0x1p-1000)
        return STATUS_OK;
    gsl_root_fsolver *brent = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (!brent)
        return STATUS_MEMORY;
    enum status status = STATUS_CONVERGENCE;
    int code = gsl_root_fsolver_set(brent, &f, from, to);
    for (int i = 0; code == GSL_SUCCESS && i < 500; i++) {
        code = gsl_root_fsolver_iterate(brent);
        double lo = gsl_root_fsolver_x_lower(brent), hi = gsl_root_fsolver_x_upper(brent);
        if (code == GSL_SUCCESS && gsl_root_test_interval(lo, hi, 0.0, 1e-12) == GSL_SUCCESS) {
            status = STATUS_OK;
            break;
        }
    }
    *p = gsl_root_fsolver_root(brent);
    gsl_root_fsolver_free(brent);
    return isfinite(*p) ? status : STATUS_CONVERGENCE;
}

static enum status beta_limits(double k, double n, double level, double *lo, double *hi)
{
    double tail = 0.5 * (1.0 - level);
    enum status status = STATUS_OK;
    *lo = 0.0;
    *hi = 1.0;
    if (k == n)
        *lo = pow(tail, 1.0 / n);
    else if (k > 0.0)
        status = quantile((struct beta){k, n - k + 1.0, tail}, lo);
    if (status == STATUS_OK && k == 0.0)
        *hi = -expm1(log(tail) / n);
    else if (status == STATUS_OK && k < n)
        status = quantile((struct beta){k + 1.0, n - k, 1.0 - tail}, hi);
    return status;
}

enum status interval_binomial(double k, double n, double level, double *lo, double *hi)
{
    bool valid = k >= 0.0 && k <= n && n >= 1.0 && level > 0.0 && level < 1.0;
    return valid ? beta_limits(k, n, level, lo, hi) : STATUS_DOMAIN;
}

double interval_student(const struct sample *s, double level)
{
    return gsl_cdf_tdist_Qinv(0.5 * (1.0 - level), s->count - 1.0) * sample_mean_error(s);
}

void interval_jackknife(size_t n, double value, const double *without, double level, double *lo,
                        double *hi)
{
    double count = (double)n, mean = 0.0, square = 0.0,
           t = gsl_cdf_tdist_Qinv(0.5 * (1.0 - level), count - 1.0);
    for (size_t i = 0; i < n; i++)
        mean += log(without[i]) / count;
    for (size_t i = 0; i < n; i++)
        square += (log(without[i]) - mean) * (log(without[i]) - mean);
    double reach = t * sqrt((count - 1.0) / count * square);
    bool bounded = isfinite(reach) || value == 0.0;
    *lo = value > 0.0 && bounded ? value * exp(-reach) : 0.0;
    *hi = value > 0.0 ? bounded ? value * exp(reach) : HUGE_VAL : 0.0;
}

static double kept(double least, double most, double x)
{
    return x < least ? least : x > most ? most : x;
}

void interval_keep(double least, double most, double value, double *lo, double *hi)
{
    least = fmin(least, value);
    most = fmax(most, value);
    *lo = kept(least, most, *lo);
    *hi = kept(least, most, *hi);
}

enum status interval_mean(size_t n, const double *x, double level, double *mean, double *lo,
                          double *hi)
{
    if (n < 2 || !(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    struct sample s = sample_of(n, x);
    double half = interval_student(&s, level);
    *mean = s.mean;
    *lo = s.mean - half;
    *hi = s.mean + half;
    return isfinite(half) ? STATUS_OK : STATUS_CONVERGENCE;
}

/* The number that a chi-square of r degrees exceeds with probability p. GSL's inverse fails for
 * millions of degrees; from 1e5 on Wilson and Hilferty's cube is within 3e-9 of it at 95 %. It also
 * fails under a quarter of a degree, where (x/2)^(r/2)/Gamma(r/2 + 1) is P(chi-square < x) but for
 * a factor 1 - x/2 at least. */
static double chi_square_above(double p, double r)
{
    double tiny = 2.0 * exp((log1p(-p) + lgamma(0.5 * r + 1.0)) / (0.5 * r));
    if (tiny < 1e-9)
        return tiny;
    if (r < 1e5)
        return p < 0.5 ? gsl_cdf_chisq_Qinv(p, r) : gsl_cdf_chisq_Pinv(1.0 - p, r);
    double v = 2.0 / (9.0 * r);
    return r * pow(1.0 - v + gsl_cdf_ugaussian_Qinv(p) * sqrt(v), 3.0);
}

enum status interval_variance_known(const struct sample *s, double excess, double level, double *lo,
                                    double *hi)
{
    double n = s->count, tail = 0.5 * (1.0 - level);
    if (!(level > 0.0 && level < 1.0 && n >= 2.0 && excess >= -2.0))
        return STATUS_DOMAIN;
    double r = 2.0 / (excess / n + 2.0 / (n - 1.0)), sum = r * sample_variance(s);
    *lo = sum / chi_square_above(tail, r);
    *hi = sum / chi_square_above(1.0 - tail, r);
    return s->m2 > 0.0 && isfinite(*hi) ? STATUS_OK : STATUS_UNDEFINED;
}

enum status interval_variance(const struct sample *s, double level, double *lo, double *hi)
{
    if (!(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    double z = gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - level)), n = s->count, c = n / (n - z),
           spread = n * s->m4 / (s->m2 * s->m2) - (n - 3.0) / n;
    if (!(n > z) || n < 2.0 || !(s->m2 > 0.0) || !isfinite(spread))
        return STATUS_UNDEFINED;
    /* n m4/m2^2 is 1 at least, up to rounding, so that the root is of a positive number. */
    double half = z * c * sqrt(spread / (n - 1.0));
    *lo = c * sample_variance(s) * exp(-half);
    *hi = c * sample_variance(s) * exp(half);
    return isfinite(*hi) ? STATUS_OK : STATUS_UNDEFINED;
}

/* The mean of n values; equal ones are it exactly. False for none, or one outside [0, 1]. */
static bool fraction_mean(size_t n, const double *x, double *mean)
{
    bool varies = false;
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (!(x[i] >= 0.0 && x[i] <= 1.0))
            return false;
        varies = varies || x[i] != x[0];
        sum += x[i];
    }
    *mean = n > 0 && !varies ? x[0] : sum / (double)n;
    return n > 0;
}

enum status interval_between(size_t n, const double *least, const double *most, double level,
                             double *mean, double *lo, double *hi)
{
    double upper;
    if (!fraction_mean(n, least, mean) || !fraction_mean(n, most, &upper) ||
        !(level > 0.3 && level < 1.0))
        return STATUS_DOMAIN;
    enum status status = weighted_mean_quantile(n, least, NULL, 0.0, 0.5 * (1.0 - level), lo);
    if (status == STATUS_OK)
        status = weighted_mean_quantile(n, most, NULL, 1.0, 0.5 * (1.0 - level), hi);
    return status;
}

enum status interval_counted(size_t groups, const double *x, const double *least,
                             const double *most, double level, double *lo, double *hi)
{
    double tail = 0.5 * (1.0 - level);
    if (!(level > 0.3 && level < 1.0))
        return STATUS_DOMAIN;
    enum status status = weighted_mean_quantile(groups, x, least, 0.0, tail, lo);
    return status == STATUS_OK ? weighted_mean_quantile(groups, x, most, 1.0, tail, hi) : status;
}

enum status interval_fraction(size_t n, const double *x, double level, double *mean, double *lo,
                              double *hi)
{
    return interval_between(n, x, x, level, mean, lo, hi);
}
