/* The criteria that are counted on score curves of drawn queries and keys: one pass over each
 * draw's curves serves them all. */
#ifndef POSBIAS_REPORTCARD_DRAWN_H
#define POSBIAS_REPORTCARD_DRAWN_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/random.h"
#include "experiments/reportcard/criteria.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* What is drawn: so many times a query and two keys, one of each where all are the same. */
struct card_plan {
    const struct encoding *encoding;
    const struct qk_law *law; /* drawable for the encoding */
    const struct random_stream *stream;
    size_t draws, context; /* context even */
};

/* Fills the cells of both inversions, both aliasings and both scores: counts over the context that
 * are those of locality, tradeoff and aliasing on the same draws. Where there is no closed form
 * (means.h), CARD_ALIGNED_MEAN and CARD_VARIANCE as well, which it leaves alone where they have a
 * value. Limits over the draws at 95 %:
 *   inversions, semantic score    share_mean
 *   aliasing    of the median, whatever the law of a draw (interval_median)
 *   positional, aligned mean      Student's, of positional no less than 0
 *   variance    a jackknife's of the ratio's logarithm (interval_jackknife)
 * In:      draws at least 6, but 1 where all are alike (qk_alike).
 * Out:     cell [CARD_CRITERIA].
 * Returns: as curve_draws. */
enum status card_drawn(const struct card_plan *plan, struct card_cell *cell);

/* Adds what that takes. */
void card_drawn_cost(struct cost *cost, const struct card_plan *plan);

#endif
