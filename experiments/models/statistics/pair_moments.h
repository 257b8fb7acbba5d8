/* Moments of a head's pairs over the tokens. */
#ifndef POSBIAS_MODELS_STATISTICS_PAIR_MOMENTS_H
#define POSBIAS_MODELS_STATISTICS_PAIR_MOMENTS_H

#include "experiments/models/statistics/token_jackknife.h"

/* E A_n and E B_n of drawn pairs, with their standard errors over tokens. Of tokens drawn
 * independently, to first order in the two means, q and k of one token correlated as they are,
 *   A = m_q . m_k,  error^2 = sum_t (m_k . (q_t - m_q) + m_q . (k_t - m_k))^2/(T (T - 1)),
 * and the sum of the two sides' errors squared where tokens are not the same. Both are exact but
 * for the product of the two means' errors, which they count twice where m_q and m_k are zero. Of
 * coupled rows A is the mean of A_t, error^2 = sum_t (A_t - A)^2/(T (T - 1)). */
struct pair_moments_of_tokens {
    double mean_a, mean_a_error, mean_b, mean_b_error;
    /* mean of |q_n| |k_n| of one token and its error; NAN where tokens are not the same */
    double usage, usage_error;
    /* the same of rows permuted: E |q_n| E |k_n| */
    double permuted;
    /* size of the mean vector over the root of the mean square distance from it, of q and of k; NAN
     * where all rows are equal */
    struct token_estimate offset[TOKEN_SIDES];
    /* of (E A_n, E B_n), radians, in (-pi, pi]: of independent tokens from the mean of q to that of
     * k; NAN where both are zero */
    struct token_estimate angle;
    /* E |q_d k_d|^2 of drawn pairs, mean of the two coordinates: E q_d^2 E k_d^2 of independent
     * tokens */
    struct token_estimate product_square;
};

/* Reads rows once, coupled ones three times.
 * Source: theory/moments/README.md#token-moments.
 * Out:    out [dim/2]. */
enum status pair_moments_take(const struct token_rows *rows, struct pair_moments_of_tokens *out);

/* E A_n and E B_n alone, of independent tokens. Out: a, b [pairs]. */
void pair_means(const struct token_sums *sums, const struct token_part *part, double *a, double *b);

#endif
