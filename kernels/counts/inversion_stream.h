/* Inversions of one curve too long to hold: the curve is computed again for every pass, and memory
 * does not grow with it. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_STREAM_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_STREAM_H

#include <stdint.h>

#include "kernels/encodings/curve.h"

/* Longest curve, near and far scores together, that is counted exactly, and the longest
 * accepted. */
#define INVERSION_EXACT_LIMIT 16777216.0
#define INVERSION_LIMIT       4294967296.0

/* Limits on the number of pairs near < far and of ties. Exact counts have equal limits. */
struct inversion_bounds {
    uint64_t less_lo, less_hi, ties_lo, ties_hi;
};

/* Pairs (r, r') of a near and a far distance with S(r) < S(r'), and with |S(r) - S(r')| <= tie.
 * In:      one draw in input; near, far; tie, twice curve_error.
 * Out:     up to INVERSION_EXACT_LIMIT scores the exact numbers: the range of scores is cut into
 *          slabs that can be held, and each is gathered and counted by inversions_count. Beyond,
 *          limits that enclose them: 2^21 bins of a monotone map, chosen so that bins hold about
 *          equally many, order all pairs but those within a bin; a tie across the edge of a bin
 *          passes for what it was computed as.
 * Returns: STATUS_DOMAIN beyond INVERSION_LIMIT; STATUS_MEMORY; STATUS_CONVERGENCE if more than
 *          1e-6 of the pairs share bins.
 * Cost:    one curve per 2^21 scores and two more, or two; on several threads, with the same result
 *          for any number. */
enum status inversion_stream(const struct encoding *encoding, const struct score_input *input,
                             struct curve_window near, struct curve_window far, double tie,
                             struct inversion_bounds *out);

#endif
