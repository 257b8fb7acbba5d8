#include "experiments/harness/draws/weighted_mean.h"

#include <complex.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* Numbers whose weighted mean is compared with h, and the probability wanted. A term is c = x - h,
 * or h - x towards the end 0; that of the end is the largest. */
struct means {
    size_t n;
    const double *x, *times; /* [n]; times NULL: one each */
    double end, probability;
    double *ratio; /* [n + 2], padded to whole LANES with 0 */
};
enum { LANES = 8, AT_ONCE = 64 };

/* re + i im, for finite parts (C11's CMPLX is missing from some compilers). */
static double complex complex_of(double re, double im) { return re + im * I; }

static double times_of(const struct means *m, size_t i) { return m->times ? m->times[i] : 1.0; }

static double term(const struct means *m, double x, double h)
{
    return m->end > 0.0 ? x - h : h - x;
}

/* Slope and curvature of f(s) = -log s - sum of log(1 - s c). */
static double slope(const struct means *m, double h, double s, double *curvature)
{
    double r = term(m, m->end, h) / (1.0 - s * term(m, m->end, h)), sum = r - 1.0 / s;
    *curvature = r * r + 1.0 / (s * s);
    for (size_t i = 0; i < m->n; i++) {
        double c = term(m, m->x[i], h);
        r = c / (1.0 - s * c);
        sum += times_of(m, i) * r;
        *curvature += times_of(m, i) * r * r;
    }
    return sum;
}

/* The saddle point: f is convex between 0 and 1 over the largest c, and infinite at both. */
static double saddle(const struct means *m, double h, double *curvature)
{
    double low = 0.0, high = 1.0 / term(m, m->end, h), s = 0.5 * high;
    for (int i = 0; i < 200; i++) {
        double rises = slope(m, h, s, curvature), next = s - rises / *curvature;
        *(rises > 0.0 ? &high : &low) = s;
        if (fabs(next - s) <= 1e-8 * s)
            break;
        s = next > low && next < high ? next : 0.5 * (low + high);
    }
    return s;
}

/* Of every factor 1/(1 - d r) of exp(f(s + d) - f(s)) its r. Returns f(s). */
static double fill_ratios(const struct means *m, double h, double s)
{
    double c = term(m, m->end, h), height = -log(s) - log1p(-s * c);
    m->ratio[0] = -1.0 / s;
    m->ratio[1] = c / (1.0 - s * c);
    for (size_t i = 0; i < m->n; i++) {
        c = term(m, m->x[i], h);
        m->ratio[i + 2] = c / (1.0 - s * c);
        height -= times_of(m, i) * log1p(-s * c);
    }
    return height;
}

/* Takes the size of each lane's product out; returns its logarithm. */
static double lanes_normalise(double *re, double *im)
{
    double sum = 0.0;
    for (size_t l = 0; l < LANES; l++) {
        double size = hypot(re[l], im[l]);
        re[l] /= size, im[l] /= size;
        sum += log(size);
    }
    return sum;
}

/* As integrand, where every ratio stands for several factors. */
static double complex counted_integrand(const struct means *m, double complex d)
{
    double complex sum = 0.0;
    for (size_t i = 0; i < m->n + 2; i++)
        sum += (i < 2 ? 1.0 : m->times[i - 2]) * clog(1.0 - d * m->ratio[i]);
    return cexp(-sum);
}

/* exp(f(s + d) - f(s)). */
static double complex integrand(const struct means *m, double complex d)
{
    double re[LANES], im[LANES] = {0.0}, log_size = 0.0;
    if (m->times)
        return counted_integrand(m, d);
    for (size_t l = 0; l < LANES; l++)
        re[l] = 1.0;
    for (size_t i = 0; i < m->n + 2; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            double r = m->ratio[i + l], a = 1.0 - creal(d) * r, b = -cimag(d) * r,
                   next = re[l] * a - im[l] * b;
            im[l] = re[l] * b + im[l] * a;
            re[l] = next;
        }
        if (i % AT_ONCE == AT_ONCE - LANES)
            log_size += lanes_normalise(re, im);
    }
    log_size += lanes_normalise(re, im);
    double complex product = complex_of(re[0], im[0]);
    for (size_t l = 1; l < LANES; l++)
        product *= complex_of(re[l], im[l]);
    return conj(product) * exp(-log_size);
}

/* The contour leaves the saddle upright, in units of its width, and bends to where the integrand
 * falls fastest, since along an upright one it may oscillate far out. */
static double complex along(double bend, double u)
{
    return complex_of(bend * (cosh(u) - 1.0), sinh(u));
}

static double best_bend(const struct means *m, double width)
{
    static const double bends[] = {0.4, -0.4};
    double best = 0.0, least = cabs(integrand(m, width * along(0.0, 3.0)));
    for (size_t b = 0; b < sizeof bends / sizeof *bends && least > 1e-13; b++) {
        double size = cabs(integrand(m, width * along(bends[b], 3.0)));
        if (size < least)
            least = size, best = bends[b];
    }
    return best;
}

/* P(the weighted mean passes h): exp(f(s))/pi times the imaginary part of the integral over the
 * upper half of the contour. No singularity is nearer to the saddle than its width, and a normal
 * integrand grows beyond pi/4 off the axis of u, so that steps of STEP leave exp(-pi^2/(2 STEP)) <
 * 1e-12. */
static const double STEP = 0.125;

static double tail(const struct means *m, double h)
{
    double curvature, s = saddle(m, h, &curvature), width = 1.0 / sqrt(curvature), sum = 0.0,
                      height = fill_ratios(m, h, s), bend = best_bend(m, width);
    int small = 0;
    for (int k = 0; small < 3 && k < 320; k++) {
        double u = STEP * k;
        double complex part = integrand(m, width * along(bend, u)) *
                              complex_of(bend * sinh(u), cosh(u));
        sum += (k == 0 ? 0.5 : 1.0) * cimag(part);
        small = cabs(part) < 1e-13 * fabs(sum) ? small + 1 : 0;
    }
    return STEP * sum * width * exp(height) / PI;
}

static double excess(double h, void *params)
{
    const struct means *m = params;
    return h == m->end ? -m->probability : tail(m, h) - m->probability;
}

enum status weighted_mean_quantile(size_t n, const double *x, const double *times, double end,
                                   double probability, double *h)
{
    struct means m = {n, x, times, end, probability, NULL};
    double gap = 0.0, all = 0.0;
    for (size_t i = 0; i < n; i++)
        all += times_of(&m, i);
    for (size_t i = 0; i < n; i++)
        gap += times_of(&m, i) * fabs(end - x[i]) / (all + 1.0);
    double from = fabs(end - gap);
    *h = end;
    if (!(gap > 1e-100))
        return STATUS_OK;
    /* The weighted mean has a log-concave law, which exceeds its mean with probability 1/e or more.
     */
    gsl_root_fsolver *brent = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    m.ratio = calloc(n + 2 + LANES, sizeof *m.ratio);
    if (!brent || !m.ratio) {
        gsl_root_fsolver_free(brent);
        free(m.ratio);
        return STATUS_MEMORY;
    }
    gsl_function f = {excess, &m};
    enum status status = STATUS_CONVERGENCE;
    int code = gsl_root_fsolver_set(brent, &f, fmin(from, end), fmax(from, end));
    for (int i = 0; code == GSL_SUCCESS && status != STATUS_OK && i < 500; i++) {
        code = gsl_root_fsolver_iterate(brent);
        double lo = gsl_root_fsolver_x_lower(brent), hi = gsl_root_fsolver_x_upper(brent),
               moved = end > 0.0 ? lo - from : from - hi, left = end > 0.0 ? end - hi : lo;
        if (hi - lo <= 1e-10 * fmin(moved, left) || hi - lo <= 4e-16 * lo)
            status = STATUS_OK;
    }
    *h = gsl_root_fsolver_root(brent);
    gsl_root_fsolver_free(brent);
    free(m.ratio);
    return isfinite(*h) ? status : STATUS_CONVERGENCE;
}
