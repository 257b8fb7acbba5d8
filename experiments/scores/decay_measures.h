/* What is measured of scores that fall with distance: whether they fall, and what their factors
 * lose in single precision. */
#ifndef POSBIAS_SCORES_DECAY_MEASURES_H
#define POSBIAS_SCORES_DECAY_MEASURES_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* Draws by the shape of their curve over the distances 0 to last. */
struct decay_shares {
    size_t draws;
    /* no score is over the one before it; none is farther from 0; scores of both signs occur. A
     * step up or over 0 counts where it is over the curve's error. */
    size_t falling, shrinking, changing;
};

/* Counts draws of a law by the shape of their curves.
 * In:      law, drawable for the encoding; last under CURVE_HELD_LIMIT, tokens.
 * Returns: curve_draws's failures. */
enum status decay_shares(const struct encoding *encoding, const struct qk_law *law,
                         const struct random_stream *stream, size_t draws, size_t last,
                         struct decay_shares *out);

/* The largest |error|, and the largest |score|, of single-precision scores of queries at `position`
 * with keys at 0, step, 2 step, .. up to it. Each vector is the encoding's factor, rounded to
 * single precision, and the products are multiplied and added in single precision; the error is
 * that of the score taken from the distance. With block = 0 positions count from the start; else
 * from the last multiple of block that is not beyond the query, so that keys of blocks before stand
 * at negative positions.
 * In:      encoding with factors; law, drawable for it.
 * Out:     error, infinite if a factor is; size.
 * Returns: STATUS_UNDEFINED for an encoding without factors, STATUS_MEMORY, as qk_draw. */
enum status decay_factor_error(const struct encoding *encoding, const struct qk_law *law,
                               const struct random_stream *stream, size_t draws, size_t position,
                               size_t step, size_t block, double *error, double *size);

#endif
