#include "experiments/harness/draws/interval.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdbool.h>

#include "experiments/harness/draws/sample.h"

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

enum status interval_mean(size_t n, const double *x, double level, double *mean, double *lo,
                          double *hi)
{
    if (n < 2 || !(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    struct sample s = sample_of(n, x);
    double half = gsl_cdf_tdist_Qinv(0.5 * (1.0 - level), (double)n - 1.0) * sample_mean_error(&s);
    *mean = s.mean;
    *lo = s.mean - half;
    *hi = s.mean + half;
    return isfinite(half) ? STATUS_OK : STATUS_CONVERGENCE;
}

/* As many independent coins of this mean as tell as much about it as the n values do (Korn and
 * Graubard 1998), fewer for a spread that is itself estimated; NaN or infinite if the spread is
 * lost to rounding. */
static double effective_coins(const struct sample *s, double level)
{
    double tail = 0.5 * (1.0 - level), error = sample_mean_error(s),
           narrow = gsl_cdf_ugaussian_Qinv(tail) / gsl_cdf_tdist_Qinv(tail, s->count - 1.0);
    return s->mean * (1.0 - s->mean) / (error * error) * narrow * narrow;
}

/* With so many effective heads and tails the beta limits are Student's within a hundredth of the
 * width. */
static const double COINS_MANY = 1e4;

enum status interval_fraction(size_t n, const double *x, double level, double *mean, double *lo,
                              double *hi)
{
    bool varies = false;
    double sum = 0.0;
    if (n == 0 || !(level > 0.0 && level < 1.0))
        return STATUS_DOMAIN;
    for (size_t i = 0; i < n; i++) {
        if (!(x[i] >= 0.0 && x[i] <= 1.0))
            return STATUS_DOMAIN;
        varies = varies || x[i] != x[0];
        sum += x[i];
    }
    *mean = varies ? sum / (double)n : x[0];
    double coins = (double)n;
    if (varies) {
        struct sample s = sample_of(n, x);
        double effective = effective_coins(&s, level);
        if (effective * fmin(s.mean, 1.0 - s.mean) > COINS_MANY && isfinite(effective))
            return interval_mean(n, x, level, mean, lo, hi);
        if (effective > 0.0 && isfinite(effective))
            coins = effective;
    }
    return beta_limits(*mean * coins, coins, level, lo, hi);
}
