/* What the trade-off takes from the two failures it sets against each other. */
#ifndef POSBIAS_EXPERIMENTS_TRADEOFF_H
#define POSBIAS_EXPERIMENTS_TRADEOFF_H

#include "experiments/harness/curve_draws.h"

/* The share of pairs (near, far), near < context/2 <= far < context, whose far score is strictly higher, draw by draw.
 * In:   context, even, at most CURVE_HELD_LIMIT.
 * Out:  share [draws]. */
enum status tradeoff_positions(const struct encoding *encoding, const struct qk_law *law, const struct random_stream *stream,
                               double context, size_t draws, double *share);

#endif
