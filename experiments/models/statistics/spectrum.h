/* What the singular values of a head's keys say. */
#ifndef POSBIAS_MODELS_STATISTICS_SPECTRUM_H
#define POSBIAS_MODELS_STATISTICS_SPECTRUM_H

#include "experiments/models/statistics/token_jackknife.h"

/* The largest singular values that the truncated effective rank counts. */
enum { SPECTRUM_TRUNCATED = 32 };

/* Of the T x D matrix of keys with singular values s_1 >= s_2 ..:
 *   stable  = sum s_i^2/s_1^2,   first = s_1^2/sum s_i^2,
 *   truncated = exp(-sum_(i<=r) p_i ln p_i),  p_i = s_i^2/sum_(j<=r) s_j^2,  r = SPECTRUM_TRUNCATED
 * or D if that is less; limits are kept to what these can be. Errors: a group's keys change an
 * eigenvalue by their own sum along its vector, to first order.
 * Source: 2603.18017 (stable); 2511.09146, Eq. 24, 25 and 30 (truncated), known from others' code.
 */
struct spectrum {
    struct token_estimate stable, first, truncated;
};

/* Before (0) and after (1) row t is rotated to position t.
 * In:      sums with matrices.
 * Returns: STATUS_UNDEFINED where every key is zero, STATUS_MEMORY. */
enum status spectrum_take(const struct token_sums *sums, size_t rotated, struct spectrum *out);

/* Of MATRIX_SHUFFLED, without errors. */
enum status spectrum_shuffled(const struct token_sums *sums, struct spectrum *out);

#endif
