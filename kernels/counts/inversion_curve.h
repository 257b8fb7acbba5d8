/* Position inversions of one curve, whatever its length. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_CURVE_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_CURVE_H

#include "kernels/counts/inversion_stream.h"

/* Longest curve, near and far scores together, that is held; longer ones are streamed. */
#define INVERSION_HELD_LIMIT 1048576.0

/* Pairs (r, r') of a near and a far distance with S(r) < S(r'), and pairs whose scores differ by no
 * more than rounding may have moved them, 2 curve_error at the farthest distance.
 * In:      one draw in input, not level; near, far, of whole distances up to DISTANCE_LIMIT.
 * Out:     as inversion_stream; of a curve that is held the exact numbers.
 * Returns: as inversion_stream; STATUS_DOMAIN also for scores that overflow.
 * Cost:    kernels/counts/inversions.h and two curves; else inversion_stream's. */
enum status inversion_curve(const struct encoding *encoding, const struct score_input *input,
                            struct curve_window near, struct curve_window far,
                            struct inversion_bounds *out);

#endif
