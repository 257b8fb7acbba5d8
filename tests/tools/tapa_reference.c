#include "tests/tools/tapa_reference.h"

#include <math.h>
#include <string.h>

/* The complex number of two parts; CMPLXL is missing under clang. */
static long double complex complex_of(long double re, long double im)
{
    long double part[2] = {re, im};
    long double complex z;
    memcpy(&z, part, sizeof z);
    return z;
}

long double complex tapa_reference_log(const struct tapa_shape *shape, const struct qk_law *law,
                                       long double s)
{
    long double d = (long double)shape->dim_phase, mu = law->mu, sigma = law->sigma, rho = law->rho,
                t = s / sqrtl(d);
    if (shape->linear)
        return law->kind == QK_GAUSS ? complex_of(-s * s * sigma * sigma, 2.0L * s * sqrtl(d) * mu)
                                     : complex_of(-s * s * (1.0L + rho), 0.0L);
    if (law->kind == QK_GAUSS)
        return d * (-0.5L * logl(1.0L + t * t * sigma * sigma * sigma * sigma) +
                    complex_of(-t * t * sigma * sigma * mu * mu, t * mu * mu) /
                        (1.0L + t * t * sigma * sigma * sigma * sigma));
    return -0.5L * d * clogl(complex_of(1.0L + t * t * (1.0L - rho * rho), -2.0L * t * rho));
}

double tapa_reference_amplitude(const struct tapa_shape *shape, const struct qk_law *law)
{
    return sqrt((double)shape->dim_amplitude) *
           (law->kind == QK_GAUSS ? law->mu * law->mu : law->rho);
}

void tapa_reference_draw(uint64_t *state, struct tapa_shape *shape, struct qk_law *law, double *r)
{
    *shape = (struct tapa_shape){
        1 + (size_t)(70.0 * tools_uniform(state)), 1 + (size_t)(70.0 * tools_uniform(state)),
        0.02 + tools_uniform(state), tools_uniform(state) < 0.3, 0.25 + 2.0 * tools_uniform(state)};
    *law = (struct qk_law){.kind = tools_uniform(state) < 0.5 ? QK_GAUSS : QK_ALIGNED};
    law->mu = 2.0 * tools_uniform(state) - 1.0, law->sigma = 0.05 + tools_uniform(state);
    law->rho = 2.0 * tools_uniform(state) - 1.0;
    *r = floor(exp(14.0 * tools_uniform(state)));
}
