/* How far drawn scores move when part of a sequence's positions move, and what is known of it. */
#ifndef POSBIAS_SHIFT_MEASURE_H
#define POSBIAS_SHIFT_MEASURE_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/moments/shift_moments.h"

/* One encoding under one law at one length. */
struct shift_task {
    const struct encoding *encoding;
    const struct qk_law *law;
    enum shift_kind kind;
    size_t length;
};

/* The root mean square move over the root mean square score, and limits; NAN where there are
 * none. */
struct shift_result {
    double move, lo, hi, exact;
    size_t draws;
};

/* Whether a kind's scores are defined: a cyclic move puts a key behind its query, whose score is
 * that of the vectors that a model forms of both; else the error says which encodings do. */
bool shift_allowed(const struct encoding *encoding, enum shift_kind kind, struct message *error);

/* Mean squares of each draw by theory/moments/shift_moments.h, over every pair of positions and
 * every move.
 * In:      law, drawable for the encoding; length, shift_distances of it at most CURVE_HELD_LIMIT.
 * Out:     move, level, interleaved: square [draws][2].
 * Returns: curve_draws's failures; STATUS_DOMAIN where a score overflows. */
enum status shift_draws(const struct shift_task *task, const struct random_stream *stream,
                        size_t draws, double *square);

/* sqrt(sum of moves/sum of levels), with the limits of a jackknife that leaves out draws one by
 * one, on the scale of its square; and the same of the expectations, where they have a closed
 * form. */
enum status shift_measure(const struct shift_task *task, const struct random_stream *stream,
                          size_t draws, struct shift_result *out);

/* Adds what that takes. */
void shift_measure_cost(struct cost *cost, const struct shift_task *task, size_t draws);

#endif
