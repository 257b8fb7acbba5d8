/* Score curves: the scores of queries and keys at every distance of a run of consecutive ones. */
#ifndef POSBIAS_KERNELS_ENCODINGS_CURVE_H
#define POSBIAS_KERNELS_ENCODINGS_CURVE_H

#include "kernels/encodings/encoding.h"

/* A run of consecutive whole distances, tokens. */
struct curve_window {
    double first;
    size_t count;
};

/* Doubles that curve_window_fill writes, and those that curve_scores needs as scratch. */
size_t curve_window_size(const struct encoding *encoding, size_t count);
size_t curve_work_size(const struct encoding *encoding, size_t draws, size_t count);

/* Prepares the distances first, first + 1, .., first + count - 1.
 * In:      first >= 0, a whole number of tokens, first + count - 1 <= DISTANCE_LIMIT; count >= 1.
 * Out:     window [curve_window_size].
 * Returns: STATUS_DOMAIN for a distance out of range, STATUS_MEMORY. */
enum status curve_window_fill(const struct encoding *encoding, double first, size_t count,
                              double *window);

/* Moves a window that was filled for count distances to another start, for less than filling it.
 * In, Out, Returns: as curve_window_fill. */
enum status curve_window_move(const struct encoding *encoding, double first, size_t count,
                              double *window);

/* The curves of all draws along a window.
 * In:    window, filled for count distances; input, draws rows of dim coordinates.
 * Out:   score [draws][count], by ascending distance. The bits of a curve do not depend on threads.
 * Error: curve_error.
 * Cost:  kernels/curves/bank.h for banks; else one score_method call. */
enum status curve_scores(const struct encoding *encoding, size_t count, const double *window,
                         const struct score_input *input, double *work, double *score);

/* Bound on the absolute error of one draw's computed scores at every distance up to `farthest`. Two
 * scores that differ by no more than twice this cannot be told apart. */
double curve_error(const struct encoding *encoding, const double *query, const double *key,
                   double farthest);

#endif
