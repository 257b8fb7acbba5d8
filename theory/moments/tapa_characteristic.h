/* The two factors of TAPA's score under a query-key law: the amplitude's moments and the phase's
 * characteristic function. */
#ifndef POSBIAS_THEORY_MOMENTS_TAPA_CHARACTERISTIC_H
#define POSBIAS_THEORY_MOMENTS_TAPA_CHARACTERISTIC_H

#include <complex.h>
#include <stdbool.h>

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* Whether the law has closed forms for the shape: gauss, aligned, and crossed where D_A and D_P are
 * even. */
bool tapa_has_closed_form(const struct tapa_shape *shape, const struct qk_law *law);

/* Mean and variance of the amplitude (q_A.k_A)/sqrt(D_A).
 * Source: derived in theory/moments/README.md#tapa-variance.
 * Returns: STATUS_UNDEFINED without closed forms. */
enum status tapa_amplitude(const struct tapa_shape *shape, const struct qk_law *law, double *mean,
                           double *variance);

/* F = exp(log_size + i angle), and slope = d ln F/d ln s. Extended precision, because an error of
 * the logarithm is a relative error of F and |ln F| runs to hundreds. */
struct tapa_characteristic {
    long double log_size, angle;
    double complex slope;
};

/* F(s) = E exp(i s phi), phi the phase without its factor 2 pi scale r^alpha.
 * Source: derived in theory/moments/README.md#tapa-characteristic.
 * In:     a law with closed forms for the shape.
 * Error:  of log_size and angle, 2^-60 relative. */
struct tapa_characteristic tapa_characteristic(const struct tapa_shape *shape,
                                               const struct qk_law *law, long double s);

/* 2 pi scale r^alpha: what the phase is multiplied by at a distance in tokens. */
long double tapa_turning(const struct tapa_shape *shape, double distance);

#endif
