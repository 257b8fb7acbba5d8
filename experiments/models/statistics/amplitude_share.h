/* How much of a head's score one pair may carry. */
#ifndef POSBIAS_MODELS_STATISTICS_AMPLITUDE_SHARE_H
#define POSBIAS_MODELS_STATISTICS_AMPLITUDE_SHARE_H

#include "experiments/models/statistics/token_rows.h"

/* Of each side at most so many tokens are taken, evenly spaced: a thousandth of the share is not
 * seen in more, and pairs of tokens grow with their square. */
enum { AMPLITUDE_TOKENS = 2048 };

/* Mean over all queries and all keys of max_n |z_n| / sum_n |z_n|, z_n = A_n - i B_n, so that
 * |z_n| = |q_n| |k_n|: whatever the distance, no pair adds more to a score. A query and a key
 * without any amplitude count 1/pairs.
 *
 * DRAWN_AMPLITUDE_MAX of experiments/heads/drawn.h has the same expectation, estimated with limits
 * from drawn pairs, of random laws too, and without pairs that have no amplitude: a claim needs the
 * number itself, without chance.
 * Out:     *share; *tokens, taken of the fewer of queries and keys.
 * Returns: STATUS_MEMORY, or what reading does.
 * Cost:    tokens^2 pairs, on one thread. */
enum status amplitude_share(const struct token_rows *rows, double *share, size_t *tokens);

#endif
