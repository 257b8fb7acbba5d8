#include "theory/moments/tapa_moments.h"

#include <complex.h>
#include <float.h>
#include <math.h>

#include "theory/ground/assumptions.h"
#include "theory/ground/constants.h"

/* re + i im, for finite parts (C11's CMPLX is missing from some compilers). */
static double complex complex_of(double re, double im) { return re + im * I; }

/* Mean and variance of the amplitude (q_A.k_A)/sqrt(D_A). */
static enum status amplitude(const struct tapa_shape *shape, const struct qk_law *law, double *mean,
                             double *variance)
{
    double d = (double)shape->dim_amplitude;
    double mu2 = law->mu * law->mu, s2 = law->sigma * law->sigma, rho2 = law->rho * law->rho;
    if (law->kind == QK_GAUSS) {
        *mean = sqrt(d) * mu2;
        *variance = s2 * (s2 + 2.0 * mu2);
    } else if (law->kind == QK_ALIGNED) {
        *mean = sqrt(d) * law->rho;
        *variance = 1.0 + rho2;
    } else if (law->kind == QK_CROSSED && shape->dim_amplitude % 2 == 0 &&
               shape->dim_phase % 2 == 0) {
        *mean = 0.0;
        *variance = (1.0 - law->c) * (1.0 + law->c);
    } else {
        return STATUS_UNDEFINED;
    }
    return STATUS_OK;
}

/* F(s) = E exp(i s phi) as exp(log_size + i phase), and d ln F/d ln s. Extended precision, because
 * an error of the logarithm is a relative error of F and |ln F| runs to hundreds. */
struct characteristic {
    long double log_size, phase;
    double complex slope;
};

static struct characteristic characteristic_linear(const struct tapa_shape *shape,
                                                   const struct qk_law *law, long double s)
{
    long double d = (long double)shape->dim_phase, sigma = (long double)law->sigma, mean = 0.0L,
                variance = 2.0L;
    if (law->kind == QK_GAUSS) {
        mean = 2.0L * sqrtl(d) * (long double)law->mu;
        variance = 2.0L * sigma * sigma;
    } else if (law->kind == QK_ALIGNED) {
        variance = 2.0L + 2.0L * (long double)law->rho;
    }
    return (struct characteristic){-0.5L * s * s * variance, s * mean,
                                   complex_of((double)(-s * s * variance), (double)(s * mean))};
}

static struct characteristic characteristic_quadratic(const struct tapa_shape *shape,
                                                      const struct qk_law *law, long double s)
{
    long double d = (long double)shape->dim_phase, t = s / sqrtl(d), t2 = t * t;
    long double sigma2 = (long double)law->sigma * (long double)law->sigma,
                mu2 = (long double)law->mu * (long double)law->mu;
    /* each coordinate: (1 + t^2 sigma^4)^(-1/2) exp(i t mu^2/(1 - i t sigma^2)) */
    if (law->kind == QK_GAUSS) {
        long double x = t * sigma2, wide = 1.0L + x * x;
        double complex turn = 1.0 / complex_of(1.0, (double)-x);
        double complex slope = complex_of((double)(-x * x / wide), 0.0) +
                               complex_of(0.0, (double)(t * mu2)) * turn * turn;
        return (struct characteristic){d * (-0.5L * log1pl(x * x) - t * x * mu2 / wide),
                                       d * t * mu2 / wide, (double)d * slope};
    }
    if (law->kind == QK_CROSSED) { /* a gauss law with sigma^4 = 1 - c^2 */
        long double x2 = t2 * (1.0L - (long double)law->c) * (1.0L + (long double)law->c);
        return (struct characteristic){-0.5L * d * log1pl(x2), 0.0L,
                                       complex_of((double)(-d * x2 / (1.0L + x2)), 0.0)};
    }
    /* aligned: z^(-1/2) with z = 1 + t^2 (1 - rho^2) - 2 i t rho, so |z|^2 - 1 = excess */
    long double rho = (long double)law->rho, rest = (1.0L - rho) * (1.0L + rho);
    long double excess = t2 * (2.0L * rest + t2 * rest * rest + 4.0L * rho * rho),
                angle = atan2l(-2.0L * t * rho, 1.0L + t2 * rest);
    double complex z = complex_of((double)(1.0L + t2 * rest), (double)(-2.0L * t * rho));
    return (struct characteristic){-0.25L * d * log1pl(excess), -0.5L * d * angle,
                                   (double)(d * t) * complex_of((double)(-t * rest), (double)rho) /
                                       z};
}

enum status tapa_characteristic(const struct tapa_shape *shape, const struct qk_law *law, double t,
                                long double *log_size, long double *angle)
{
    double mean, variance;
    enum status status = amplitude(shape, law, &mean, &variance);
    if (status != STATUS_OK)
        return status;
    struct characteristic f = shape->linear ? characteristic_linear(shape, law, (long double)t)
                                            : characteristic_quadratic(shape, law, (long double)t);
    *log_size = f.log_size;
    *angle = f.phase;
    return STATUS_OK;
}

/* 2 pi scale r^alpha: what the phase's form is multiplied by at a distance. */
static long double turning(const struct tapa_shape *shape, double distance)
{
    return TWO_PI_L * (long double)shape->scale *
           powl((long double)distance, (long double)shape->alpha);
}

/* F at times that. */
static struct characteristic characteristic(const struct tapa_shape *shape,
                                            const struct qk_law *law, double distance, double times)
{
    long double s = (long double)times * turning(shape, distance);
    return shape->linear ? characteristic_linear(shape, law, s)
                         : characteristic_quadratic(shape, law, s);
}

/* Re F and a bound on its error. */
static struct estimate real_part(const struct characteristic *f)
{
    long double size = expl(f->log_size);
    double scale = (double)(fabsl(f->log_size) + fabsl(f->phase)) + cabs(f->slope);
    return (struct estimate){(double)(size * cosl(f->phase)),
                             (double)size * (UNIT_ROUNDING + scale * 16.0 * (double)LDBL_EPSILON)};
}

enum status tapa_mean(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                      struct estimate *mean, double *log10_abs)
{
    double first, spread;
    enum status status = amplitude(shape, law, &first, &spread);
    if (status != STATUS_OK)
        return status;
    struct characteristic f = characteristic(shape, law, distance, 1.0);
    struct estimate real = real_part(&f);
    *mean = (struct estimate){first * real.val,
                              fabs(first) * (real.err + 0x1p-51 * fabs(real.val))};
    long double cosine = fabsl((long double)first * cosl(f.phase));
    *log10_abs = cosine > 0.0L ? (double)(f.log_size / logl(10.0L) + log10l(cosine)) : -HUGE_VAL;
    return STATUS_OK;
}

/* ln|F(2s)| - 2 ln|F(s)| and arg F(2s) - 2 arg F(s), which for a narrow law are far smaller than
 * their terms. */
static void doubling(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                     long double *growth, long double *turn)
{
    if (shape->linear || law->kind != QK_GAUSS) {
        struct characteristic once = characteristic(shape, law, distance, 1.0),
                              twice = characteristic(shape, law, distance, 2.0);
        *growth = twice.log_size - 2.0L * once.log_size;
        *turn = twice.phase - 2.0L * once.phase;
        return;
    }
    long double d = (long double)shape->dim_phase, t = turning(shape, distance) / sqrtl(d);
    long double mu2 = (long double)law->mu * (long double)law->mu,
                x = t * (long double)law->sigma * (long double)law->sigma;
    long double x2 = x * x, wide = 1.0L + x2, both = wide * (1.0L + 4.0L * x2);
    /* ln (1 + 4 x^2)/(1 + x^2)^2, either way without cancellation */
    long double ratio = x2 < 1.0L ? log1pl(x2 * (2.0L - x2) / (wide * wide))
                                  : log1pl(4.0L * x2) - 2.0L * log1pl(x2);
    *growth = d * (-0.5L * ratio + 2.0L * t * x * mu2 * (2.0L * x2 - 1.0L) / both);
    *turn = -6.0L * d * t * mu2 * x2 / both;
}

enum status tapa_variance(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          struct estimate *variance)
{
    double mean, spread;
    long double growth, turn;
    enum status status = amplitude(shape, law, &mean, &spread);
    if (status != STATUS_OK)
        return status;
    struct characteristic once = characteristic(shape, law, distance, 1.0),
                          twice = characteristic(shape, law, distance, 2.0);
    struct estimate g = real_part(&twice);
    doubling(shape, law, distance, &growth, &turn);
    /* 1 + Re F(2s) - 2 (Re F(s))^2, with |F(s)|^2 in front of what the doubling changes */
    long double lost = -expm1l(2.0L * once.log_size);
    long double square = expl(2.0L * once.log_size);
    long double gain = growth < 1.0L ? square * expm1l(growth) : expl(twice.log_size) - square;
    long double turned = square * 2.0L * sinl(0.5L * turn) * sinl(twice.phase - 0.5L * turn);
    double bracket = (double)(lost + gain * cosl(twice.phase) - turned);
    variance->val = 0.5 * spread * (1.0 + g.val) + 0.5 * mean * mean * bracket;
    variance->err = 0.5 * spread * (g.err + 4.0 * UNIT_ROUNDING * (1.0 + fabs(g.val))) +
                    mean * mean *
                        (8.0 * UNIT_ROUNDING * fabs(bracket) + g.err +
                         64.0 * (double)LDBL_EPSILON * (double)fabsl(lost));
    return STATUS_OK;
}

enum status tapa_exponent(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *exponent)
{
    double first, spread;
    enum status status = amplitude(shape, law, &first, &spread);
    if (status != STATUS_OK)
        return status;
    struct characteristic f = characteristic(shape, law, distance, 1.0);
    double cosine = (double)cosl(f.phase);
    if (first == 0.0 || cosine == 0.0)
        return STATUS_UNDEFINED;
    *exponent = shape->alpha * (creal(f.slope) - cimag(f.slope) * (double)sinl(f.phase) / cosine);
    return STATUS_OK;
}

enum status tapa_exponent_theory(const struct tapa_shape *shape, const struct qk_law *law,
                                 double distance, double *exponent)
{
    if (law->kind != QK_GAUSS && law->kind != QK_ALIGNED && law->kind != QK_CROSSED)
        return STATUS_UNDEFINED;
    if (shape->linear)
        *exponent = shape->alpha * creal(characteristic(shape, law, distance, 1.0).slope);
    else
        *exponent = -shape->alpha * (double)shape->dim_phase;
    return STATUS_OK;
}

enum status tapa_decay_constant(const struct tapa_shape *shape, const struct qk_law *law,
                                double *log10_constant)
{
    if (law->kind != QK_GAUSS || shape->linear || law->mu == 0.0 || !(law->sigma > 0.0))
        return STATUS_UNDEFINED;
    double d = (double)shape->dim_phase, first, spread;
    enum status status = amplitude(shape, law, &first, &spread);
    double ratio = law->mu * law->mu / (law->sigma * law->sigma);
    double limit = log(first) +
                   d * (log(sqrt(d) / (TWO_PI * shape->scale * law->sigma * law->sigma)) - ratio);
    double u = ratio > 0.5 ? 1.0 - 0.5 / ratio : 0.0;
    *log10_constant = (limit + d * (0.5 * log1p(-u) + u * ratio)) / log(10.0);
    return status;
}
