/* Trigonometric sums over a frequency schedule at integer distances. */
#ifndef POSBIAS_THEORY_TRIG_TRIG_SUMS_H
#define POSBIAS_THEORY_TRIG_TRIG_SUMS_H

#include "theory/model/schedule.h"

/* sum_n cosine[n] cos(2 pi f_n r) + sine[n] sin(2 pi f_n r) at each distance.
 * Source: derived in theory/trig/README.md#trig-sums.
 * In:     cosine, sine [pairs], either may be NULL for zero; distance [count], tokens: integers in
 *         [0, DISTANCE_LIMIT] and even ones up to twice that, so that a doubled distance stays
 *         exact.
 * Out:    sum [count].
 * Returns: STATUS_DOMAIN for a distance out of range or not an integer, STATUS_MEMORY.
 * Error:  trig_sums_error.
 * Cost:   2 fused multiply-adds per (distance, pair) inside a run, one sine and cosine outside. */
enum status trig_sums(const struct schedule *schedule, const double *cosine, const double *sine,
                      size_t count, const double *distance, double *sum);

/* sum_n cosine[n] cos(2 pi f_n r) + sine[n] sin(2 pi f_n r) at one distance r: no check of it, no
 * allocation.
 * Source: theory/trig/README.md#trig-sums.
 * In:    distance, as for trig_sums.
 * Error: trig_sums_error.
 * Cost:  one sine and cosine per pair, several pairs at a time. */
double trig_sum(const struct schedule *schedule, const double *cosine, const double *sine,
                double distance);

/* sum_n cosine[n] cos(2 pi f_n r) + sine[n] sin(2 pi f_n r) at r = first, first + step, ..: whole
 * numbers, none over DISTANCE_LIMIT.
 * Source: theory/trig/README.md#trig-sums.
 * Returns, Error, Cost: as trig_sums. */
enum status trig_run(const struct schedule *schedule, const double *cosine, const double *sine,
                     double first, double step, size_t count, double *sum);

/* Bound on the absolute error of trig_sums: (pairs + 38) 2^-53 sum_n (|cosine_n| + |sine_n|).
 * Source: derived in theory/trig/README.md#trig-sums. */
double trig_sums_error(const struct schedule *schedule, const double *cosine, const double *sine);

/* cos and sin of 2 pi f_n r for one pair, the angle reduced modulo a turn without loss.
 * In:    distance, as for trig_sums, or half of a whole one, of either sign: the reduction does not
 *        need it whole.
 * Error: 12.1 2^-53 absolute at every distance, 3 2^-53 up to 2^47 turns
 *        (theory/trig/README.md#reduction). */
void trig_pair(const struct schedule *schedule, size_t pair, double distance, double *cosine,
               double *sine);

#endif
