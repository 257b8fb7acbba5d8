/* How closely the mean partial score of each rotating pair goes with distance. */
#ifndef POSBIAS_HEADS_POSITIONAL_PAIRS_H
#define POSBIAS_HEADS_POSITIONAL_PAIRS_H

#include "experiments/models/statistics/token_jackknife.h"
#include "theory/model/schedule.h"

/* Mean over rotating pairs, weighted by their usage E |z_n|, of |corr(P_n(r), r)|,
 *   P_n(r) = E A_n cos x_n(r) + E B_n sin x_n(r),
 * r the distance of two positions drawn uniformly below the context M, of which r < M has the
 * weight M - r. A pair whose P_n is the same at every distance counts 0.
 * Source: 2410.08703, second-hand: its abstract alone was read; the mean over pairs is ours.
 * In:     sums of rows of which every query with every key is a drawn pair.
 * Out:    NAN where no pair rotates, none is used, or the context is one token.
 *         Limits: the value -+ Student's quantile times the jackknife's error, within 0 and 1.
 * Error:  cos and sin are off by at most 60 2^-53 up to 2^47 turns: two turns' 3 2^-53, of half the
 *         angle and so four times that and twice, and what their product rounds.
 * Cost:   a few nanoseconds for a distance and a rotating pair. */
enum status positional_pairs_take(const struct token_sums *sums, const struct schedule *schedule,
                                  size_t context, struct token_estimate *out);

#endif
