/* Position inversion: the share of (near, far) pairs of distances at which the far score is the
 * larger one. */
#ifndef POSBIAS_LOCALITY_MEASURE_H
#define POSBIAS_LOCALITY_MEASURE_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/share.h"
#include "kernels/encodings/curve.h"
#include "theory/ground/status.h"

/* Which distances are near and which far: DU's halves [0, M/2) and [M/2, M), or FOLLOW's M+1..2M
 * and 2M+1..3M. */
enum locality_windows { LOCALITY_HALF, LOCALITY_FOLLOW };
void locality_window(enum locality_windows windows, double context, struct curve_window out[2]);

/* Of one draw: limits on the share of pairs with S(near) < S(far), equal where it was counted
 * exactly, and on that of ties. */
struct locality_fraction {
    double less_lo, less_hi, tie_lo, tie_hi;
};

/* That share of inversions: the middle of its bracket; with no tie an inversion, and with all. */
struct share locality_share(const struct locality_fraction *fraction);

/* Counts all pairs of every draw's curve.
 * In:      window, near and far, together at most INVERSION_LIMIT distances; law, drawable for the
 *          encoding.
 * Out:     out [draws], the same for any number of threads.
 * Cost:    kernels/counts/inversions.h per draw; kernels/counts/inversion_stream.h beyond a million
 *          distances. */
enum status locality_fractions(const struct encoding *encoding, const struct qk_law *law,
                               const struct random_stream *stream,
                               const struct curve_window window[2], size_t draws,
                               struct locality_fraction *out);

/* The expectation over draws of the share of inversions, and its limits: the lower one takes
 * no tie for an inversion, the upper one takes every tie for one. Of draws that are all alike
 * they are those of the count. Of the share of ties the mean. */
struct locality_estimate {
    double p_inv, p_inv_lo, p_inv_hi, p_tie;
};
enum status locality_estimate(bool alike, size_t draws, const struct locality_fraction *fraction,
                              double level, struct locality_estimate *out);

/* Exact expectation of the share of inversions: P[S(r1) < S(r2)] from characteristic functions,
 * averaged over the windows' pairs of distances, over so many quasi-random ones where there are
 * more.
 * Out:     p, with the error of the average (95 %) and of its values.
 * Returns: STATUS_UNDEFINED where no closed form exists; else as order_average. */
enum status locality_exact(const struct encoding *encoding, const struct qk_law *law,
                           const struct curve_window window[2], size_t points, struct estimate *p);

/* The derived law over DU's halves; false for laws other than unit, and outside plain RoPE in
 * radians with 64 <= M <= b. */
bool locality_law(const struct encoding *encoding, const struct qk_law *law, double context,
                  double *p);

/* Add what counting takes, and one exact expectation. */
void locality_fractions_cost(struct cost *cost, const struct encoding *encoding,
                             const struct qk_law *law, const struct curve_window window[2],
                             size_t draws);
void locality_exact_cost(struct cost *cost, const struct encoding *encoding,
                         const struct qk_law *law, const struct curve_window window[2],
                         double points);

#endif
