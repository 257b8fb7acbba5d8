/* Banks that repeat: every frequency a fraction of a turn, so that distances a period apart have
 * the very same score. */
#ifndef POSBIAS_KERNELS_CURVES_PERIODIC_H
#define POSBIAS_KERNELS_CURVES_PERIODIC_H

#include "kernels/curves/bank.h"

/* Smallest number of tokens in which every pair turns a whole number of times; 0 if there is none
 * up to 2^20.
 * Source: derived in kernels/README.md#periods.
 * Cost:   a dozen 128-bit divisions for a bank that does not repeat. */
size_t periodic_period(const struct schedule *schedule);

/* The curve engine of such a bank. Scores that are equal because the distances differ by a period,
 * or add up to one where B_n = 0, are equal to the last bit: all cosines and sines come from one
 * table of a quarter turn, and all sums run in one order.
 * Returns: periodic_serves says whether this engine serves a run of count distances: the bank
 *          repeats, and its table of columns times distinct distances is small enough. */
bool periodic_serves(const struct frequency_bank *bank, size_t count);
extern const struct curve_method periodic_curve;

#endif
