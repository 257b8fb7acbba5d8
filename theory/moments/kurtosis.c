#include "theory/moments/kurtosis.h"

#include <math.h>

#include "theory/moments/tapa_characteristic.h"
#include "theory/trig/trig_angle.h"

/* ---- Sums over pairs ---- */

/* Second and fourth cumulant of A cos x + B sin x; false where the law says neither. */
static bool pair_cumulants(const struct qk_law *law, double cosine, double *second, double *fourth)
{
    double mu2 = law->mu * law->mu, s2 = law->sigma * law->sigma, square = cosine * cosine;
    double own = law->rho * law->rho * square, noise = (1.0 - law->rho) * (1.0 + law->rho);
    double rest = (1.0 - law->c) * (1.0 + law->c);
    switch (law->kind) {
    case QK_PHASE:
        *second = 0.5;
        *fourth = -0.375;
        return true;
    case QK_GAUSS:
        *second = s2 * (2.0 * s2 + 4.0 * mu2);
        *fourth = s2 * s2 * s2 * (12.0 * s2 + 48.0 * mu2);
        return true;
    case QK_ALIGNED:
        *second = 4.0 * own + 2.0 * noise;
        *fourth = 96.0 * own * (own + noise) + 12.0 * noise * noise;
        return true;
    case QK_CROSSED:
        *second = 2.0 * rest + 4.0 * law->c * law->c * (1.0 - square);
        *fourth = 6.0 * *second * *second - 12.0 * rest * rest;
        return true;
    default:
        return false;
    }
}

/* A pair's cumulants, added with its weight. */
static bool add_pair(const struct schedule *schedule, size_t n, double weight,
                     const struct qk_law *law, double distance, double *second, double *fourth)
{
    double cosine, sine, of_pair[2], square = weight * weight;
    trig_turn(schedule->turn_hi[n], schedule->turn_lo[n], distance, &cosine, &sine);
    bool known = pair_cumulants(law, cosine, &of_pair[0], &of_pair[1]);
    if (known) {
        *second += square * of_pair[0];
        *fourth += square * square * of_pair[1];
    }
    return known;
}

/* fourth/second^2 divided in turns, which neither overflows nor underflows before the quotient. */
static enum status quotient(double second, double fourth, double *excess)
{
    *excess = fourth / second / second;
    return second > 0.0 && isfinite(*excess) ? STATUS_OK : STATUS_UNDEFINED;
}

enum status bank_kurtosis(const struct schedule *schedule, const struct qk_law *law,
                          double distance, double *excess)
{
    double second = 0.0, fourth = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++)
        if (!add_pair(schedule, n, schedule->weight[n], law, distance, &second, &fourth))
            return STATUS_UNDEFINED;
    return quotient(second, fourth, excess);
}

enum status xpos_kurtosis(const struct xpos_shape *shape, const struct qk_law *law, double distance,
                          double *excess)
{
    double second = 0.0, fourth = 0.0;
    for (size_t n = 0; n < shape->schedule->pairs; n++)
        if (!add_pair(shape->schedule, n, xpos_share(shape->rate[n], distance), law, distance,
                      &second, &fourth))
            return STATUS_UNDEFINED;
    return quotient(second, fourth, excess);
}

/* ---- An amplitude times the cosine of a phase ---- */

/* Cumulants 1 to 4 of the amplitude (q_A.k_A)/sqrt(D_A). */
static void amplitude_cumulants(const struct tapa_shape *shape, const struct qk_law *law,
                                long double k[5])
{
    long double mu2 = (long double)law->mu * (long double)law->mu,
                s2 = (long double)law->sigma * (long double)law->sigma, rho = (long double)law->rho,
                rest = (1.0L - (long double)law->c) * (1.0L + (long double)law->c),
                d = (long double)shape->dim_amplitude;
    if (law->kind == QK_GAUSS) {
        k[1] = mu2;
        k[2] = s2 * (s2 + 2.0L * mu2);
        k[3] = 6.0L * mu2 * s2 * s2;
        k[4] = s2 * s2 * s2 * (6.0L * s2 + 24.0L * mu2);
    } else if (law->kind == QK_ALIGNED) {
        k[1] = rho;
        k[2] = 1.0L + rho * rho;
        k[3] = 2.0L * rho * (rho * rho + 3.0L);
        k[4] = 6.0L + rho * rho * (36.0L + 6.0L * rho * rho);
    } else {
        k[1] = k[3] = 0.0L;
        k[2] = rest;
        k[4] = 6.0L * rest * rest;
    }
    k[1] *= sqrtl(d);
    k[3] /= sqrtl(d);
    k[4] /= d;
}

/* E cos(times theta), theta the turned phase. */
static long double turned(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          long double times)
{
    struct tapa_characteristic f = tapa_characteristic(shape, law,
                                                       times * tapa_turning(shape, distance));
    return expl(f.log_size) * cosl(f.angle);
}

enum status tapa_kurtosis(const struct tapa_shape *shape, const struct qk_law *law, double distance,
                          double *excess)
{
    if (!tapa_has_closed_form(shape, law))
        return STATUS_UNDEFINED;
    long double k[5], c[5];
    amplitude_cumulants(shape, law, k);
    for (int j = 1; j <= 4; j++)
        c[j] = turned(shape, law, distance, j);
    /* E A^k by cumulants, E cos^k by multiples of the angle */
    long double one = k[1] * c[1];
    long double two = (k[2] + k[1] * k[1]) * (0.5L + 0.5L * c[2]);
    long double three = (k[3] + 3.0L * k[2] * k[1] + k[1] * k[1] * k[1]) *
                        (0.75L * c[1] + 0.25L * c[3]);
    long double four = (k[4] + 4.0L * k[3] * k[1] + 3.0L * k[2] * k[2] + 6.0L * k[2] * k[1] * k[1] +
                        k[1] * k[1] * k[1] * k[1]) *
                       (0.375L + 0.5L * c[2] + 0.125L * c[4]);
    long double variance = two - one * one;
    if (!(variance > 1e-5L * two))
        return STATUS_UNDEFINED;
    long double central = four - one * (4.0L * three - one * (6.0L * two - 3.0L * one * one));
    *excess = (double)(central / variance / variance) - 3.0;
    return isfinite(*excess) ? STATUS_OK : STATUS_UNDEFINED;
}
