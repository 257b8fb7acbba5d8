/* Where the mean score of a head over drawn queries and keys is largest, and first negative. */
#ifndef POSBIAS_HEADS_MEAN_PEAK_H
#define POSBIAS_HEADS_MEAN_PEAK_H

#include "experiments/models/statistics/token_jackknife.h"
#include "kernels/encodings/encoding.h"

/* E S(r) = norm sum_n w_n (E A_n cos x_n + E B_n sin x_n) - slope r at r < context: the first r at
 * which it is negative, INFINITY if none; the first at which it attains its maximum. Limits are the
 * least and the largest without a group of tokens. */
struct mean_peak {
    struct token_estimate first_negative, argmax;
};
enum status mean_peak_take(const struct token_sums *sums, const struct encoding *encoding,
                           size_t context, struct mean_peak *out);

#endif
