/* Linear independence of a RoPE schedule's frequencies over the rationals. */
#ifndef POSBIAS_THEORY_LIMITS_INDEPENDENCE_H
#define POSBIAS_THEORY_LIMITS_INDEPENDENCE_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Degree over Q of x = b^(1/h) for an integer base: h/gcd(g, h), g the largest exponent with b a
 * perfect g-th power. The turns 1, theta_1, .., theta_{h-1} are independent over Q, so that Weyl's
 * theorem applies, exactly if it is h.
 * Source: derived in theory/limits/README.md#independence.
 * Out:    power, g; degree.
 * Returns: STATUS_UNDEFINED if the base is not an integer in [2, 2^53]. */
enum status independence_degree(double base, size_t pairs, unsigned *power, size_t *degree);

#endif
