/* What defines a HySPE score: hyperbolic steps of each pair, and one decay. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_HYSPE_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_HYSPE_SHAPE_H

#include "theory/model/schedule.h"

/* S(r) = norm sum_n q_n' [e^(-(chi_n + delta)) H_n]^r k_n, H_n = (1 + h^2, h; h, 1),
 * h = 2 sinh(chi_n/2), whose eigenvalues are e^(+-chi_n). */
struct hyspe_shape {
    const struct schedule *schedule;
    double delta;
    /* per pair: chi_n; the eigenvector (stretched, shrunk) of e^chi_n, and (shrunk, -stretched) of
     * e^-chi_n */
    double *chi, *stretched, *shrunk;
};

/* Fills chi_n = chi_most tanh(theta_n) and the eigenvectors.
 * Source: Ji 2026, read; theory/moments/README.md#group-forms.
 * Error:  chi_n 4 2^-53, eigenvectors 6 2^-53 relative. */
void hyspe_fill(double chi_most, struct hyspe_shape *shape);

#endif
