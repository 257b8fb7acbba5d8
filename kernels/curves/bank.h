/* The engine of frequency banks: coefficients of q and k times a table of cosines and sines, one
 * matrix product. */
#ifndef POSBIAS_KERNELS_CURVES_BANK_H
#define POSBIAS_KERNELS_CURVES_BANK_H

#include "kernels/curves/score.h"
#include "theory/model/schedule.h"

/* The state of both engines: a frequency bank and what the score loses with distance. */
struct frequency_bank {
    struct schedule *schedule;
    /* score lost per token of distance */
    double slope;
};

/* The bank of a rule.
 * Out:     *out, to be released with bank_release.
 * Returns: schedule_new's failures; *out is NULL then. */
enum status bank_new(const struct frequency_rule *rule, double slope, struct frequency_bank **out);

/* Releases a struct frequency_bank; NULL is allowed. */
void bank_release(void *state);

/* score = norm sum_n w_n [A_n cos(2 pi f_n r) + B_n sin(2 pi f_n r)] - slope r, with
 * A_n = q_2n k_2n + q_2n+1 k_2n+1 and B_n = q_2n k_2n+1 - q_2n+1 k_2n; pairs that do not rotate
 * share one column.
 * Source: TAPA Eq. 3.
 * Error:  for curves as well: c 2^-53 norm sum_n w_n (|q_2n k_2n| + |q_2n+1 k_2n+1| + |q_2n k_2n+1|
 *         + |q_2n+1 k_2n|), c = 2 pairs + 24 up to 12 rotating pairs and 2.17 pairs + 50 beyond,
 *         of level scores; curve_error adds the rounding of the slope's product and difference.
 * Cost:   2 rotating + 1 multiply-adds per (draw, distance). */
extern const struct score_method bank_method;

/* bank_method's scores along runs of consecutive distances, the curve written about the centre c of
 * each block of 2 J distances,
 *   S(c +- (j + 1/2)) = sum_n P_n cos((j + 1/2) x_n(1)) +- sum_n R_n sin((j + 1/2) x_n(1)),
 *   P_n = A_n cos x_n(c) + B_n sin x_n(c),   R_n = B_n cos x_n(c) - A_n sin x_n(c),
 * so that two products of rotating columns by J give 2 J scores: the table does not grow with the
 * run, every block's angle is reduced exactly, and one product of half the width serves two
 * distances. Pairs that turn by 5/8 of a turn at most from c to the block's end are written
 * together as 12 Chebyshev polynomials in (j + 1/2)/J for each sum, where that makes fewer columns.
 * Source: derived in kernels/README.md#curves.
 * Error:  the method's error().
 * Cost:   multiply-adds per (draw, distance): as many as rotating pairs, or F faster ones plus
 *         12 + 16 (rotating - F)/J; J = 256 up to 255 columns. */
extern const struct curve_method bank_curve;

/* Query and key turned by their positions, pair by pair
 *   x0 cos - x1 sin,  x1 cos + x0 sin   of 2 pi f_n position,
 * the query's times norm and w_n; what a slope takes away is formed from the distance.
 * Source: RoFormer Eq. 34.
 * In:     position, whole, from 0 to DISTANCE_LIMIT; vector [2 pairs].
 * Out:    out [2 pairs].
 * Error:  9 2^-53 norm w_n (|x0| + |x1|) per coordinate: 4 of the phase, 1 of the cosine or sine,
 *         2 of product and sum, 2 of the gain.
 * Cost:   one sine and cosine per rotating pair. */
extern const struct factor_method bank_factors;

/* How many roundings of the size of a score an error bound of the two counts. */
double bank_roundings(const struct schedule *schedule);

/* What the two engines share: columns of the coefficient matrix (cosines, sines, and one for all
 * pairs that do not rotate), and one row of it, norm and weights included. */
size_t bank_columns(const struct schedule *schedule);
void bank_coefficients(const struct schedule *schedule, const double *query, const double *key,
                       double *row);

#endif
