#include "theory/moments/tapa_moments.h"

#include <float.h>
#include <math.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"

/* F at so many times the turning of a distance. */
static struct tapa_characteristic at_distance(const struct tapa_shape *shape,
                                              const struct qk_law *law, double distance,
                                              long double times)
{
    return tapa_characteristic(shape, law, times * tapa_turning(shape, distance));
}

/* Re F and a bound on its error. */
static struct estimate real_part(const struct tapa_characteristic *f)
{
    long double size = expl(f->log_size);
    double scale = (double)(fabsl(f->log_size) + fabsl(f->angle)) + cabs(f->slope);
    return (struct estimate){(double)(size * cosl(f->angle)),
                             (double)size * (UNIT_ROUNDING + scale * 16.0 * (double)LDBL_EPSILON)};
}

enum status tapa_mean(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                      struct estimate *mean, double *log10_abs)
{
    double first, spread;
    enum status status = tapa_amplitude(shape, law, &first, &spread);
    if (status != STATUS_OK)
        return status;
    struct tapa_characteristic f = at_distance(shape, law, distance, 1.0L);
    struct estimate real = real_part(&f);
    *mean = (struct estimate){first * real.val,
                              fabs(first) * (real.err + 0x1p-51 * fabs(real.val))};
    long double cosine = fabsl((long double)first * cosl(f.angle));
    *log10_abs = cosine > 0.0L ? (double)(f.log_size / logl(10.0L) + log10l(cosine)) : -HUGE_VAL;
    return STATUS_OK;
}

/* ln|F(2s)| - 2 ln|F(s)| and arg F(2s) - 2 arg F(s), which for a narrow law are far smaller than
 * their terms. */
static void doubling(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                     long double *growth, long double *turn)
{
    if (shape->linear || law->kind != QK_GAUSS) {
        struct tapa_characteristic once = at_distance(shape, law, distance, 1.0L),
                                   twice = at_distance(shape, law, distance, 2.0L);
        *growth = twice.log_size - 2.0L * once.log_size;
        *turn = twice.angle - 2.0L * once.angle;
        return;
    }
    long double d = (long double)shape->dim_phase, t = tapa_turning(shape, distance) / sqrtl(d);
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
    enum status status = tapa_amplitude(shape, law, &mean, &spread);
    if (status != STATUS_OK)
        return status;
    struct tapa_characteristic once = at_distance(shape, law, distance, 1.0L),
                               twice = at_distance(shape, law, distance, 2.0L);
    struct estimate g = real_part(&twice);
    doubling(shape, law, distance, &growth, &turn);
    /* 1 + Re F(2s) - 2 (Re F(s))^2, with |F(s)|^2 in front of what the doubling changes */
    long double lost = -expm1l(2.0L * once.log_size);
    long double square = expl(2.0L * once.log_size);
    long double gain = growth < 1.0L ? square * expm1l(growth) : expl(twice.log_size) - square;
    long double turned = square * 2.0L * sinl(0.5L * turn) * sinl(twice.angle - 0.5L * turn);
    double bracket = (double)(lost + gain * cosl(twice.angle) - turned);
    variance->val = 0.5 * spread * (1.0 + g.val) + 0.5 * mean * mean * bracket;
    variance->err = 0.5 * spread * (g.err + 4.0 * UNIT_ROUNDING * (1.0 + fabs(g.val))) +
                    mean * mean *
                        (8.0 * UNIT_ROUNDING * fabs(bracket) + g.err +
                         64.0 * (double)LDBL_EPSILON * (double)fabsl(lost));
    return STATUS_OK;
}
