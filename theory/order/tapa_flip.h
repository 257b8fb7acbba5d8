/* How often two margins of one query have different signs once the phases are known: part of
 * theory/order/tapa_token_order.c. */
#ifndef POSBIAS_THEORY_ORDER_TAPA_FLIP_H
#define POSBIAS_THEORY_ORDER_TAPA_FLIP_H

#include <gsl/gsl_chebyshev.h>

#include "theory/model/qk_law.h"
#include "theory/model/shapes/tapa_shape.h"

/* Laws of kappa, the margin's mean over its deviation as far as the query decides it, are
 * quadratures of this many points. */
enum { FLIP_POINTS = 64, FLIP_PANELS = 40 };

struct kappa_law {
    size_t count; /* 0: kappa = 0 */
    double kappa[FLIP_POINTS], weight[FLIP_POINTS];
};

/* g on panels of [0, pi/2]: its value at each edge, and the integral of its slope from there. */
struct flip {
    struct kappa_law law;
    size_t panels;
    double edge[FLIP_PANELS + 1], start[FLIP_PANELS + 1]; /* start: g at each edge */
    gsl_cheb_series *panel[FLIP_PANELS];
};

/* Prepares g(Theta) = P[sgn(A1 - A2) != sgn(c1 A1 - c2 A2)] given the cosines c1, c2 of two phases,
 * A1 and A2 the amplitudes of two independent keys of one query, Theta the angle between (1, 1) and
 * (c1, c2):
 *   g = 1/2 - 2 E T(kappa sqrt(2) sin Theta, cot Theta), T Owen's function;  g = Theta/pi where the
 *   margins are centred
 * Source: derived in theory/order/README.md#tapa-token-order.
 * In:     law gauss, aligned with |rho| < 1, or crossed.
 * Out:    g, to be released with flip_free.
 * Returns: STATUS_MEMORY, STATUS_UNDEFINED for gauss with |mu| over 1e8 sigma.
 * Error:  1e-13. */
enum status flip_new(const struct tapa_shape *shape, const struct qk_law *law, struct flip *g);
void flip_free(struct flip *g);

/* g at Theta in [0, pi/2]; g(pi - Theta) = 1 - g(Theta). */
double flip_at(const struct flip *g, double theta);

#endif
