#include "theory/tapa_moments.h"

#include <complex.h>
#include <math.h>

static const double TWO_PI = 6.283185307179586476925286766559;

/* Mean and second moment of the amplitude (q_A.k_A)/sqrt(D_A). */
static enum status amplitude(const struct tapa_shape *shape, const struct qk_law *law, double *mean, double *second)
{
    double d = (double)shape->dim_amplitude;
    double mu2 = law->mu * law->mu, s2 = law->sigma * law->sigma, rho2 = law->rho * law->rho;
    if (law->kind == QK_GAUSS) {
        *mean = sqrt(d) * mu2;
        *second = s2 * s2 + 2.0 * s2 * mu2 + d * mu2 * mu2;
    } else if (law->kind == QK_ALIGNED) {
        *mean = sqrt(d) * law->rho;
        *second = 1.0 + rho2 + d * rho2;
    } else if (law->kind == QK_CROSSED && shape->dim_amplitude % 2 == 0 && shape->dim_phase % 2 == 0) {
        *mean = 0.0;
        *second = (1.0 - law->c) * (1.0 + law->c);
    } else {
        return STATUS_UNDEFINED;
    }
    return STATUS_OK;
}

/* ln E exp(i s phi) and its derivative by ln s. */
static void log_characteristic(const struct tapa_shape *shape, const struct qk_law *law, double s, double complex *value,
                               double complex *slope)
{
    double d = (double)shape->dim_phase;
    if (shape->linear) {
        double mean = law->kind == QK_GAUSS ? 2.0 * sqrt(d) * law->mu : 0.0;
        double variance = law->kind == QK_GAUSS     ? 2.0 * law->sigma * law->sigma
                          : law->kind == QK_ALIGNED ? 2.0 + 2.0 * law->rho
                                                    : 2.0;
        *value = CMPLX(-0.5 * s * s * variance, s * mean);
        *slope = CMPLX(-s * s * variance, s * mean);
        return;
    }
    double t = s / sqrt(d);
    if (law->kind == QK_GAUSS) {
        double mu2 = law->mu * law->mu, ts2 = t * law->sigma * law->sigma;
        double wide = 1.0 + ts2 * ts2;
        /* i t mu^2/(1 - i t sigma^2), its real and imaginary part over the common denominator */
        *value = d * CMPLX(-0.5 * log1p(ts2 * ts2) - t * ts2 * mu2 / wide, t * mu2 / wide);
        double complex turn = 1.0 / CMPLX(1.0, -ts2);
        *slope = d * (CMPLX(-ts2 * ts2 / wide, 0.0) + CMPLX(0.0, t * mu2) * turn * turn);
    } else if (law->kind == QK_CROSSED) { /* a gauss law with sigma^4 = 1 - c^2 */
        double t2 = t * t * (1.0 - law->c) * (1.0 + law->c);
        *value = -0.5 * d * log1p(t2);
        *slope = -d * t2 / (1.0 + t2);
    } else {
        double rho = law->rho, rest = (1.0 - rho) * (1.0 + rho), t2 = t * t;
        double complex z = CMPLX(1.0 + t2 * rest, -2.0 * t * rho);
        double excess = t2 * (2.0 * rest + t2 * rest * rest + 4.0 * rho * rho); /* |z|^2 - 1 */
        *value = -0.5 * d * CMPLX(0.5 * log1p(excess), carg(z));
        *slope = d * t * CMPLX(-t * rest, rho) / z;
    }
}

/* Re F at phase scale s and a bound on its error. */
static struct estimate characteristic(const struct tapa_shape *shape, const struct qk_law *law, double s)
{
    double complex value, slope;
    log_characteristic(shape, law, s, &value, &slope);
    double size = exp(creal(value));
    return (struct estimate){size * cos(cimag(value)), size * (cabs(value) + cabs(slope) + 8.0) * 0x1p-52};
}

enum status tapa_mean(const struct tapa_shape *shape, const struct qk_law *law, double distance, struct estimate *mean,
                      double *log10_abs)
{
    double first, second;
    enum status status = amplitude(shape, law, &first, &second);
    if (status != STATUS_OK)
        return status;
    double s = TWO_PI * pow(distance, shape->alpha);
    struct estimate f = characteristic(shape, law, s);
    *mean = (struct estimate){first * f.val, fabs(first) * f.err};
    double complex value, slope;
    log_characteristic(shape, law, s, &value, &slope);
    double cosine = fabs(first * cos(cimag(value)));
    *log10_abs = cosine > 0.0 ? creal(value) / log(10.0) + log10(cosine) : -HUGE_VAL;
    return STATUS_OK;
}

enum status tapa_variance(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          struct estimate *variance)
{
    double first, second;
    enum status status = amplitude(shape, law, &first, &second);
    if (status != STATUS_OK)
        return status;
    double s = TWO_PI * pow(distance, shape->alpha);
    struct estimate once = characteristic(shape, law, s), twice = characteristic(shape, law, 2.0 * s);
    double square = first * once.val * first * once.val, raw = 0.5 * second * (1.0 + twice.val);
    variance->val = raw - square;
    variance->err = 0.5 * second * twice.err + 2.0 * fabs(first * once.val) * fabs(first) * once.err +
                    8.0 * 0x1p-53 * (raw + square);
    return STATUS_OK;
}

enum status tapa_exponent(const struct tapa_shape *shape, const struct qk_law *law, double distance, double *exponent)
{
    double first, second;
    enum status status = amplitude(shape, law, &first, &second);
    if (status != STATUS_OK)
        return status;
    double complex value, slope;
    log_characteristic(shape, law, TWO_PI * pow(distance, shape->alpha), &value, &slope);
    double cosine = cos(cimag(value));
    if (first == 0.0 || cosine == 0.0)
        return STATUS_UNDEFINED;
    *exponent = shape->alpha * (creal(slope) - cimag(slope) * sin(cimag(value)) / cosine);
    return STATUS_OK;
}

enum status tapa_exponent_theory(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                                 double *exponent)
{
    if (law->kind != QK_GAUSS && law->kind != QK_ALIGNED && law->kind != QK_CROSSED)
        return STATUS_UNDEFINED;
    if (!shape->linear) {
        *exponent = -shape->alpha * (double)shape->dim_phase;
        return STATUS_OK;
    }
    double complex value, slope;
    log_characteristic(shape, law, TWO_PI * pow(distance, shape->alpha), &value, &slope);
    *exponent = shape->alpha * creal(slope);
    return STATUS_OK;
}

enum status tapa_decay_constant(const struct tapa_shape *shape, const struct qk_law *law, double *log10_constant)
{
    if (law->kind != QK_GAUSS || shape->linear || law->mu == 0.0 || !(law->sigma > 0.0))
        return STATUS_UNDEFINED;
    double d = (double)shape->dim_phase, first, second;
    enum status status = amplitude(shape, law, &first, &second);
    double ratio = law->mu * law->mu / (law->sigma * law->sigma);
    double limit = log(first) + d * (log(sqrt(d) / (TWO_PI * law->sigma * law->sigma)) - ratio);
    double u = ratio > 0.5 ? 1.0 - 0.5 / ratio : 0.0;
    *log10_constant = (limit + d * (0.5 * log1p(-u) + u * ratio)) / log(10.0);
    return status;
}
