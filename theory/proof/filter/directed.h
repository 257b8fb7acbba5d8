/* Rounding of positive numbers to the safe side, from round to nearest alone. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_DIRECTED_H
#define POSBIAS_THEORY_PROOF_FILTER_DIRECTED_H

#include "theory/ground/assumptions.h"
#include "theory/ground/constants.h"

/* For an exact value x > 0 of one rounded operation, normal and below 2^1023: at most and at least
 * x. A relative 2^-52 covers both the operation's rounding and this product's: (1 + u)^2 (1 - 2u) <
 * 1 < (1 - u)^2 (1 + 4u), u = 2^-53. */
static inline double directed_down(double rounded) { return rounded * (1.0 - 0x1p-52); }
static inline double directed_up(double rounded) { return rounded * (1.0 + 0x1p-51); }

/* The largest double at most a + b, or the one before it, for a >= b >= 0: the sum's error is exact
 * (Dekker). */
static inline double directed_sum_down(double a, double b)
{
    double sum = a + b;
    return sum - a > b ? sum * (1.0 - UNIT_ROUNDING) : sum;
}

#endif
