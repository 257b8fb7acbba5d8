/* How far scores move when the positions of one part of a sequence move: averages over pairs of
 * positions, of any curve and of a frequency bank's law. */
#ifndef POSBIAS_THEORY_MOMENTS_SHIFT_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_SHIFT_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/schedule.h"

/* Where positions 0 .. L - 1 go. Pairs of positions keep their distance r but for those that s or
 * the end of the circle splits, a share r/L of them:
 *   skip    i >= s goes on to i + y, s uniform on 0 .. L - 1 and y on 1 .. L: r goes to r + y
 *   cyclic  i goes to (i + u) mod L, u uniform on 0 .. L - 1: r goes to r - L, the key behind the
 *           query */
enum shift_kind { SHIFT_SKIP, SHIFT_CYCLIC, SHIFT_KINDS };

/* Distances whose scores a kind needs: 0 .. count - 1. */
size_t shift_distances(enum shift_kind kind, size_t length);

/* Mean square by which a curve moves, over all pairs of positions, split or not, and all moves,
 *   sum_r p(r) r/L E (S(r') - S(r))^2,   p(r) = 2 (L - r)/(L (L - 1)),  r = 1 .. L - 1.
 * Source:  arXiv 2604.14339, second-hand; derived in theory/moments/README.md#shift-moments.
 * In:      length >= 2; curve [shift_distances]; back [length], the score at distance -t, of
 *          cyclic only.
 * Error:   4 length 2^-64 times the largest (S(t) - S(1))^2, t >= 1. */
double shift_square(enum shift_kind kind, size_t length, const double *curve, const double *back);

/* Mean square of a curve over the same pairs of positions, sum_r p(r) S(r)^2.
 * Source: theory/moments/README.md#shift-moments. */
double shift_level(size_t length, const double *curve);

/* Share of pairs of positions that a move splits, (L + 1)/(3 L), of either kind.
 * Source: theory/moments/README.md#shift-moments. */
double shift_share(size_t length);

/* Expectation of both mean squares for a bank's score.
 * Source:  derived in theory/moments/README.md#shift-moments.
 * In:      slope, lost per token; length as for shift_square, 2 length <= DISTANCE_LIMIT.
 * Out:     move, level.
 * Returns: STATUS_UNDEFINED for a law without moments of a pair, for cyclic with a slope, which
 *          nothing says behind the query; STATUS_MEMORY.
 * Error:   200 2^-53 (pairs m^2 + norm^2 sum w_n^2 (flat + |cos2|)), m the largest |E S|.
 * Cost:    a sine and a cosine per pair and distance. */
enum status shift_bank(const struct schedule *schedule, double slope, const struct qk_law *law,
                       enum shift_kind kind, size_t length, double *move, double *level);

#endif
