/* Phases as 128-bit fixed-point fractions of a turn: multiplying by an integer distance wraps
 * modulo a turn exactly. */
#ifndef POSBIAS_KERNELS_CURVES_TURNS_H
#define POSBIAS_KERNELS_CURVES_TURNS_H

#include <math.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 turns_fixed;

/* hi + lo modulo one turn, rounded down to 2^-128 turns.
 * In:    hi >= 0 and |lo| <= 2^-53 hi, turns.
 * Error: 2^-127 turns. */
static inline turns_fixed turns_from(double hi, double lo)
{
    __extension__ typedef __int128 signed_fixed;
    double fraction = ldexp(hi - floor(hi), 64), top = floor(fraction);
    turns_fixed whole = (turns_fixed)(uint64_t)top << 64 | (uint64_t)ldexp(fraction - top, 64);
    return whole + (turns_fixed)(signed_fixed)ldexp(lo, 128);
}

/* times frequency modulo one turn, in [-1/2, 1/2].
 * Error: times 2^-127 + 2^-54 turns. */
static inline double turns_times(turns_fixed frequency, uint64_t times)
{
    return 0x1p-64 * (double)(int64_t)(frequency * times >> 64);
}

/* distance times frequency modulo one turn, in [-1/2, 1/2].
 * Source: theory/trig/README.md#reduction.
 * In:    distance, a whole number of tokens up to 2^53.
 * Error: distance 2^-127 + 2^-54 turns, under 1e-16 at every distance
 *        (theory/trig/README.md#reduction). */
static inline double turns_at(turns_fixed frequency, double distance)
{
    return turns_times(frequency, (uint64_t)distance);
}

#endif
