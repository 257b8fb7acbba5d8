#include "theory/moments/tapa_decay.h"

#include <math.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"

enum status tapa_exponent(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *exponent)
{
    double first, spread;
    enum status status = tapa_amplitude(shape, law, &first, &spread);
    if (status != STATUS_OK)
        return status;
    struct tapa_characteristic f = tapa_characteristic(shape, law, tapa_turning(shape, distance));
    double cosine = (double)cosl(f.angle);
    if (first == 0.0 || cosine == 0.0)
        return STATUS_UNDEFINED;
    *exponent = shape->alpha * (creal(f.slope) - cimag(f.slope) * (double)sinl(f.angle) / cosine);
    return STATUS_OK;
}

enum status tapa_exponent_theory(const struct tapa_shape *shape, const struct qk_law *law,
                                 double distance, double *exponent)
{
    if (law->kind != QK_GAUSS && law->kind != QK_ALIGNED && law->kind != QK_CROSSED)
        return STATUS_UNDEFINED;
    if (shape->linear)
        *exponent = shape->alpha *
                    creal(tapa_characteristic(shape, law, tapa_turning(shape, distance)).slope);
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
    enum status status = tapa_amplitude(shape, law, &first, &spread);
    double ratio = law->mu * law->mu / (law->sigma * law->sigma);
    double limit = log(first) +
                   d * (log(sqrt(d) / (TWO_PI * shape->scale * law->sigma * law->sigma)) - ratio);
    double u = ratio > 0.5 ? 1.0 - 0.5 / ratio : 0.0;
    *log10_constant = (limit + d * (0.5 * log1p(-u) + u * ratio)) / log(10.0);
    return status;
}
