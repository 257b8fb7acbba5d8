#include "theory/moments/tapa_characteristic.h"

#include <math.h>

#include "theory/ground/assumptions.h"
#include "theory/ground/constants.h"

/* re + i im, for finite parts (C11's CMPLX is missing from some compilers). */
static double complex complex_of(double re, double im) { return re + im * I; }

bool tapa_has_closed_form(const struct tapa_shape *shape, const struct qk_law *law)
{
    return law->kind == QK_GAUSS || law->kind == QK_ALIGNED ||
           (law->kind == QK_CROSSED && shape->dim_amplitude % 2 == 0 && shape->dim_phase % 2 == 0);
}

enum status tapa_amplitude(const struct tapa_shape *shape, const struct qk_law *law, double *mean,
                           double *variance)
{
    if (!tapa_has_closed_form(shape, law))
        return STATUS_UNDEFINED;
    double d = (double)shape->dim_amplitude;
    double mu2 = law->mu * law->mu, s2 = law->sigma * law->sigma, rho2 = law->rho * law->rho;
    if (law->kind == QK_GAUSS) {
        *mean = sqrt(d) * mu2;
        *variance = s2 * (s2 + 2.0 * mu2);
    } else if (law->kind == QK_ALIGNED) {
        *mean = sqrt(d) * law->rho;
        *variance = 1.0 + rho2;
    } else {
        *mean = 0.0;
        *variance = (1.0 - law->c) * (1.0 + law->c);
    }
    return STATUS_OK;
}

static struct tapa_characteristic characteristic_linear(const struct tapa_shape *shape,
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
    return (struct tapa_characteristic){
        -0.5L * s * s * variance, s * mean,
        complex_of((double)(-s * s * variance), (double)(s * mean))};
}

static struct tapa_characteristic characteristic_quadratic(const struct tapa_shape *shape,
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
        return (struct tapa_characteristic){d * (-0.5L * log1pl(x * x) - t * x * mu2 / wide),
                                            d * t * mu2 / wide, (double)d * slope};
    }
    if (law->kind == QK_CROSSED) { /* a gauss law with sigma^4 = 1 - c^2 */
        long double x2 = t2 * (1.0L - (long double)law->c) * (1.0L + (long double)law->c);
        return (struct tapa_characteristic){-0.5L * d * log1pl(x2), 0.0L,
                                            complex_of((double)(-d * x2 / (1.0L + x2)), 0.0)};
    }
    /* aligned: z^(-1/2) with z = 1 + t^2 (1 - rho^2) - 2 i t rho, so |z|^2 - 1 = excess */
    long double rho = (long double)law->rho, rest = (1.0L - rho) * (1.0L + rho);
    long double excess = t2 * (2.0L * rest + t2 * rest * rest + 4.0L * rho * rho),
                angle = atan2l(-2.0L * t * rho, 1.0L + t2 * rest);
    double complex z = complex_of((double)(1.0L + t2 * rest), (double)(-2.0L * t * rho));
    return (struct tapa_characteristic){-0.25L * d * log1pl(excess), -0.5L * d * angle,
                                        (double)(d * t) *
                                            complex_of((double)(-t * rest), (double)rho) / z};
}

struct tapa_characteristic tapa_characteristic(const struct tapa_shape *shape,
                                               const struct qk_law *law, long double s)
{
    return shape->linear ? characteristic_linear(shape, law, s)
                         : characteristic_quadratic(shape, law, s);
}

long double tapa_turning(const struct tapa_shape *shape, double distance)
{
    return TWO_PI_L * (long double)shape->scale *
           powl((long double)distance, (long double)shape->alpha);
}
