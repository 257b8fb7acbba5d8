/* Query-key laws: what is assumed of q and k, and what follows for the moments of a pair of
 * coordinates. */
#ifndef POSBIAS_THEORY_MODEL_QK_LAW_H
#define POSBIAS_THEORY_MODEL_QK_LAW_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

enum qk_kind { QK_UNIT, QK_PHASE, QK_GAUSS, QK_ALIGNED, QK_CROSSED, QK_MOMENTS, QK_SAMPLED };

/* Moments of vectors that no formula describes, over all that can be drawn, the query and the key
 * independent of each other. */
struct qk_measured {
    size_t dim;
    /* of q and of k, [dim] and [dim][dim] each; NULL until they are taken */
    const double *mean[2], *covariance[2];
};

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
 *   sampled  vectors that no formula describes: closed forms are undefined but for those that
 *            measured moments are enough for */
struct qk_law {
    enum qk_kind kind;
    double mu, sigma; /* gauss */
    double rho;       /* aligned */
    double c;         /* crossed */
    double mu0, nu0;  /* moments */
    /* sampled: NULL where nobody can take them */
    const struct qk_measured *measured;
    /* NULL where the parameters say all; closed forms do not look at it */
    const struct qk_source *source;
};

/* Moments of A cos x + B sin x for one pair, of laws under which all pairs are alike: mean
 * mean_a cos x + mean_b sin x, variance var_flat + var_cos2 cos^2 x. */
struct pair_moments {
    double mean_a, mean_b;
    double var_flat, var_cos2;
    bool has_mean, has_variance;
};

/* E A, E B and Var(A cos x + B sin x) of one pair under a law.
 * Source: derived in theory/moments/README.md#bank-variance. */
struct pair_moments qk_pair_moments(const struct qk_law *law);

/* E A_n and E B_n of pair n, the coordinates 2n and 2n + 1, alike or measured:
 *   E A_n = E q_2n E k_2n + E q_2n+1 E k_2n+1,   E B_n = E q_2n E k_2n+1 - E q_2n+1 E k_2n.
 * Source:  TAPA Assumption 2.1; theory/moments/README.md#bank-mean.
 * In:      pairs, of the encoding that asks.
 * Out:     mean_a, mean_b [pairs].
 * Returns: STATUS_UNDEFINED for a law without means, or with vectors of another dimension. */
enum status qk_pair_means(const struct qk_law *law, size_t pairs, double *mean_a, double *mean_b);

/* E |q_d k_d|^2 of one coordinate, TAPA's sigma_0^2: gauss (mu^2 + sigma^2)^2, aligned 1 + 2 rho^2,
 * crossed 1.
 * Source:  TAPA Assumption 2.1.
 * Returns: STATUS_UNDEFINED for a law without vectors. */
enum status qk_product_square(const struct qk_law *law, double *out);

#endif
