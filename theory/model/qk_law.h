/* Query-key laws: what is assumed of q and k, and what follows for the moments of a pair of
 * coordinates. */
#ifndef POSBIAS_THEORY_MODEL_QK_LAW_H
#define POSBIAS_THEORY_MODEL_QK_LAW_H

#include <stdbool.h>

#include "theory/ground/status.h"

enum qk_kind { QK_UNIT, QK_PHASE, QK_GAUSS, QK_ALIGNED, QK_CROSSED, QK_MOMENTS, QK_SAMPLED };

/* What a law is drawn from besides its parameters; known to who draws. */
struct qk_source;

/* What is assumed, A_n and B_n the coefficients of cos x_n and sin x_n, a_n and phi_n their
 * size and phase:
 *   unit     a_n = 1, phi_n = 0
 *   phase    a_n = 1, phi_n uniform
 *   gauss    coordinates independent N(mu, sigma^2)
 *   aligned  q ~ N(0, I), k = rho q + sqrt(1 - rho^2) e
 *   crossed  q and k independent standard normals, but the two coordinates of a pair have
 *            correlation c in q and -c in k
 *   moments  only E A_n = mu0, E B_n = nu0
 *   sampled  vectors that no formula describes: every closed form is undefined */
struct qk_law {
    enum qk_kind kind;
    double mu, sigma; /* gauss */
    double rho;       /* aligned */
    double c;         /* crossed */
    double mu0, nu0;  /* moments */
    /* NULL where the parameters say all; closed forms do not look at it */
    const struct qk_source *source;
};

/* Moments of A cos x + B sin x for one pair: mean mean_a cos x + mean_b sin x, variance
 * var_flat + var_cos2 cos^2 x. */
struct pair_moments {
    double mean_a, mean_b;
    double var_flat, var_cos2;
    bool has_mean, has_variance;
};

/* E A, E B and Var(A cos x + B sin x) of one pair under a law.
 * Source: derived in theory/README.md#bank-variance. */
struct pair_moments qk_pair_moments(const struct qk_law *law);

/* E |q_d k_d|^2 of one coordinate, TAPA's sigma_0^2: gauss (mu^2 + sigma^2)^2, aligned 1 + 2 rho^2,
 * crossed 1.
 * Source:  TAPA Assumption 2.1.
 * Returns: STATUS_UNDEFINED for a law without vectors. */
enum status qk_product_square(const struct qk_law *law, double *out);

#endif
