/* What the report card and heads take of one draw's curves over the distances 0 .. 2 M. */
#ifndef POSBIAS_CURVE_SHARES_H
#define POSBIAS_CURVE_SHARES_H

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/share.h"

/* The curves: distances 0 .. 2 M of a first key, and of a second, independent one unless the law
 * gives a query one key only. The visit, its results and what it is told are for the caller to set.
 * In: context, M, at least 2. */
struct curve_plan curve_shares_plan(const struct encoding *encoding, const struct qk_law *law,
                                    const struct random_stream *stream, size_t draws,
                                    size_t context);

/* Sum of |z_n| = |q_n| |k_n| over pairs of coordinates.
 * In:  query, key [dim].
 * Out: most, the largest |z_n|; or NULL. */
double amplitude_sum(size_t dim, const double *query, const double *key, double *most);

/* The mean over m < M of |S(m + 1) - S(m)| over the largest score that any phases give: norm sum
 * |z_n|, with 1/sqrt(D) for norm where the encoding has no schedule. FOLLOW's Positional Score
 * (Eq. 174) divides by norm (sum |z_n|^2)^(1/2) instead.
 * In:      score [context + 1].
 * Returns: NAN where q or k has no length. */
double positional_score(const struct encoding *encoding, const double *query, const double *key,
                        size_t context, const double *score);

/* Share of the distances first .. first + count - 1 at which two keys have the reverse of their
 * order at distance 0. The semantic score here is 1 less that of M + 1 .. 2 M; FOLLOW's (Eq. 173)
 * takes a normal law over 0 .. M - 1.
 * In: draw, of curve_shares_plan, with two keys. */
struct share reversed_share(const struct curve_draw *draw, size_t first, size_t count);

/* Share of (near, far), whole distances in [0, M/2) and in [M/2, M), with S(near) < S(far).
 * In: scratch, of the plan. */
struct share inverted_share(const struct curve_draw *draw, size_t context, double *scratch);

/* Share of the pairs of distances below the context whose scores are equal in bf16.
 * Returns: as alias_count. */
enum status alias_share(const struct curve_draw *draw, size_t context, double *scratch,
                        double *share);

#endif
