/* The bounds of TAPA's Lemmas C.1 and C.2 at their best free parameters. */
#ifndef POSBIAS_THEORY_LIMITS_LEMMAS_H
#define POSBIAS_THEORY_LIMITS_LEMMAS_H

#include "theory/ground/status.h"

/* Where the lemmas apply: theta_0 = 1/b < 1/10, D > 4 ln b, r > 1 (r in turns of the
 * fastest pair). */
struct lemma_point {
    double base, dim, distance;
};

/* Whether the hypotheses of both lemmas hold at the point. */
int lemma_applies(const struct lemma_point *point);

/* Infimum over a > 0 of eps = a + 4 pi r b^(-a)/D.
 * Source: TAPA Eq. 26; derived in theory/limits/README.md#lemma-bounds.
 * Error:  2^-49 relative. */
double lemma_epsilon(const struct lemma_point *point);

/* LC.1: |C_D(r)| <= 2b/(ln b r pi) + eps.
 * Source: TAPA Eq. 25; theory/limits/README.md#lemma-bounds.
 * Error:  2^-49 relative. */
double lemma_c1_cos(const struct lemma_point *point);

/* LC.1: |S_D(r)| <= 2/ln b + eps.
 * Source: TAPA Eq. 25; theory/limits/README.md#lemma-bounds.
 * Error:  2^-49 relative. */
double lemma_c1_sin(const struct lemma_point *point);

/* LC.2: C_D(r) > (1-e0)/2 cos(2 pi r b^(-e0)) - 1/ln b - eps at the e0 with r b^(-e0) < 1/4 that
 * makes it largest.
 * Source: TAPA Eq. 27; derived in theory/limits/README.md#lemma-bounds.
 * Out:    bound; e0, the maximiser.
 * Returns: STATUS_CONVERGENCE if the maximisation stalls.
 * Error:  1e-12 absolute. */
enum status lemma_c2(const struct lemma_point *point, double *bound, double *e0);

#endif
