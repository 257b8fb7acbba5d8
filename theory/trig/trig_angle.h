/* Cosine and sine of 2 pi f r without the mathematics library: every operation and its rounding are
 * written here. */
#ifndef POSBIAS_THEORY_TRIG_TRIG_ANGLE_H
#define POSBIAS_THEORY_TRIG_TRIG_ANGLE_H

#include <math.h>

#include "theory/ground/assumptions.h"
#include "theory/ground/constants.h"

/* cos and sin of an angle of at most pi/4 + 2^-48 in size: Taylor's polynomials of degree 16 and 17
 * by Horner's rule.
 * Source: derived in theory/trig/README.md#sine-cosine.
 * Error:  1.1 2^-53 (cosine) and 0.81 2^-53 (sine), absolute. */
static inline void trig_polynomials(double y, double *cosine, double *sine)
{
    double z = y * y;
    /* 1/17!: each divisor is exact, each quotient rounded once */
    double s = 1.0 / 355687428096000.0;
    s = s * z - 1.0 / 1307674368000.0;
    s = s * z + 1.0 / 6227020800.0;
    s = s * z - 1.0 / 39916800.0;
    s = s * z + 1.0 / 362880.0;
    s = s * z - 1.0 / 5040.0;
    s = s * z + 1.0 / 120.0;
    s = s * z - 1.0 / 6.0;
    double c = 1.0 / 20922789888000.0; /* 1/16! */
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    *sine = y + y * z * s;
    *cosine = 1.0 - (0.5 * z - z * (z * c));
}

/* cos and sin of 2 pi (hi + lo) r, the angle reduced modulo a quarter turn without loss; no
 * branches, so that loops vectorise.
 * Source: derived in theory/trig/README.md#reduction.
 * In:     hi + lo, turns per token as struct schedule keeps them; r, at most 2^54 in size, whole or
 *         half of a whole number.
 * Error:  12.1 2^-53 absolute at every distance, 3 2^-53 up to 2^47 turns. */
static inline void trig_turn(double hi, double lo, double r, double *cosine, double *sine)
{
    /* r f = product + rest; whole and quarter turns leave the product exactly before the rest is
     * added. */
    double product = r * hi, rest = fma(r, lo, fma(r, hi, -product));
    double turn = product - rint(product), quarter = rint(4.0 * (turn + rest));
    double c, s;
    trig_polynomials(TWO_PI * ((turn - 0.25 * quarter) + rest), &c, &s);
    /* (even, odd) = (cos, sin) of the quarters, whole numbers, so that turning back by them does
     * not round. */
    /* a tie goes to even: 1 for 1 and 5, -1 for 3 and -1 */
    double half = rint(0.5 * quarter), odd = quarter - 2.0 * half;
    double even = (1.0 - fabs(odd)) * (1.0 - 2.0 * fabs(half - 2.0 * rint(0.5 * half)));
    *cosine = even * c - odd * s;
    *sine = even * s + odd * c;
}

#endif
