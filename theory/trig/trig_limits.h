/* The dense-bank limit of the mean cosine and sine: D to infinity at fixed base and distance. */
#ifndef POSBIAS_THEORY_TRIG_TRIG_LIMITS_H
#define POSBIAS_THEORY_TRIG_TRIG_LIMITS_H

#include "theory/ground/status.h"

/* Limits of C_D(r) = (1/D) sum cos(2 pi r b^(-n/h)) and S_D(r) as D grows.
 *   C = (Ci(2 pi r) - Ci(2 pi r/b))/(2 ln b),  S = (Si(2 pi r) - Si(2 pi r/b))/(2 ln b)
 * Source: derived in theory/trig/README.md#trig-limits.
 * In:     base > 1; distance > 0, any real, in turns of the fastest pair.
 * Returns: STATUS_DOMAIN.
 * Error:  err, from the special functions' own bounds plus rounding; the phase of distance/base is
 *         kept to 2^-53 turns. */
enum status trig_limits(double base, double distance, struct estimate *cosine,
                        struct estimate *sine);

/* Bound on |C_D(r) - C(r)| and |S_D(r) - S(r)| at finite D: total variation over D, at most (2 + 4
 * r)/D.
 * Source: derived in theory/trig/README.md#trig-limits. */
double trig_limits_bound(double dim, double distance);

#endif
