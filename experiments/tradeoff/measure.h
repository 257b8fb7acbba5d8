/* How often an encoding loses which position is nearer, and which token is relevant. */
#ifndef POSBIAS_TRADEOFF_MEASURE_H
#define POSBIAS_TRADEOFF_MEASURE_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/random.h"
#include "experiments/share.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

enum { TRADEOFF_POSITION, TRADEOFF_TOKEN, TRADEOFF_FAILURES };

/* A mean over draws, its limits, which take ties for no failure and for one, and the mean
 * share of ties. */
struct tradeoff_failure {
    double p, lo, hi, tie;
};

/* P(position inversion) over DU's halves and P(token inversion) between independent keys, averaged
 * over r < context, of the same draws; every distance is counted.
 * In:      law, drawable for the encoding with two keys; context, even, at most INVERSION_LIMIT.
 * Out:     failure [TRADEOFF_FAILURES].
 * Cost:    locality_fractions and token_order_fractions. */
enum status tradeoff_failures(const struct encoding *encoding, const struct qk_law *law,
                              const struct random_stream *stream, double context, size_t pairs,
                              double level, struct tradeoff_failure *failure);

/* The same of every draw.
 * Out:     share [TRADEOFF_FAILURES][pairs]. */
enum status tradeoff_shares(const struct encoding *encoding, const struct qk_law *law,
                            const struct random_stream *stream, double context, size_t pairs,
                            struct share *share);

/* Adds what either takes. */
void tradeoff_shares_cost(struct cost *cost, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t pairs);

#endif
