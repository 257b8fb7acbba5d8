/* Quantities of a head that sums over tokens are enough for. */
#ifndef POSBIAS_HEADS_SUMS_H
#define POSBIAS_HEADS_SUMS_H

#include "experiments/heads/quantities.h"
#include "experiments/models/statistics/token_jackknife.h"

/* Turns within the context under which a pair is slow, and how many times the mean of all a
 * coordinate's size is for it to be massive. */
#define SLOW_TURNS   2.0
#define MASSIVE_SIZE 5.0

enum head_sum {
    SUM_USAGE_SLOW,  /* NAN where query and key are not of the same tokens */
    SUM_USAGE_DRAWN, /* the same of independent tokens */
    SUM_USAGE_GAIN,  /* their difference */
    SUM_MASSIVE_Q,
    SUM_MASSIVE_K,
    SUM_OFFSET_Q,
    SUM_OFFSET_K,
    SUM_OFFSET_ANGLE,
    HEAD_SUMS
};

/* Whether pair n makes under SLOW_TURNS within the context. */
bool head_slow(const struct schedule *schedule, size_t n, double context);

/* Out: out [HEAD_SUMS]. */
enum status head_sums_take(const struct token_sums *sums, const struct schedule *schedule,
                           double context, struct token_estimate *out);

/* Standard deviation over rotating pairs of E A_n over the mean of their E |z_n|.
 * In: sums of rows of which every query with every key is a drawn pair. */
enum status head_spread_take(const struct token_sums *sums, const struct schedule *schedule,
                             struct token_estimate *out);

#endif
