/* DU's normal law of a score over a window: the pairs that turn are noise, the others stand
 * still. */
#ifndef POSBIAS_THEORY_MOMENTS_DU_SPLIT_H
#define POSBIAS_THEORY_MOMENTS_DU_SPLIT_H

#include "theory/model/schedule.h"

/* DU's law of a score over r < count. */
struct du_split {
    double mean, variance;
    size_t fast; /* pairs that turn more than once */
};

/* DU's split: pairs that turn more than once are noise of variance a_n^2/2 each, the others stand
 * at their value at distance 0,
 *   mean     = sum over count f_n <= 1 of cosine_n,
 *   variance = sum over count f_n > 1 of (cosine_n^2 + sine_n^2)/2;
 * for plain RoPE in rad the fast ones are n < h log_b(count/(2 pi)). A pair of whole turns per
 * token stands still.
 * Source: DU's normal law, second-hand; theory/moments/README.md#du-split. */
struct du_split du_split(const struct schedule *schedule, double count, const double *cosine,
                         const double *sine);

#endif
