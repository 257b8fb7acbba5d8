/* The probability that a random variable is negative, from its characteristic function. */
#ifndef POSBIAS_THEORY_ORDER_GIL_PELAEZ_H
#define POSBIAS_THEORY_ORDER_GIL_PELAEZ_H

#include <complex.h>

#include "theory/ground/status.h"

/* P(X < 0) = 1/2 - (1/pi) int_0^inf Im phi(t)/t dt for a variable with P(X = 0) = 0; with an atom
 * at 0, half of it counts.
 * Source: Gil-Pelaez, Biometrika 38 (1951) 481; theory/order/README.md#gil-pelaez.
 * In:     phi(t, params) for t > 0, E exp(i t X); scale, a rough standard deviation of X, > 0: t is
 *         measured in 1/scale.
 * Out:    p->val, not cut to [0, 1]; p->err, the quadrature's error and the tail left out, on the
 *         condition that from the last octave on the envelope of |phi| falls at least like
 *         t^(-1/2), as it does for every bank with a moving pair.
 * Returns: STATUS_DOMAIN for a scale that is not positive and finite, STATUS_MEMORY,
 *          STATUS_CONVERGENCE if phi is not finite or nothing is left of the probability (error
 *          1/2).
 * Error:  p->err; about 3e-13 where |phi| falls like t^(-2) or faster, and the roundings of phi,
 *         which the caller adds.
 * Cost:   21 to 63 values of phi per octave where it does not oscillate: about 200 for 64 pairs,
 *         600 for one. */
enum status gil_pelaez_negative(double complex (*phi)(double t, const void *params),
                                const void *params, double scale, struct estimate *p);

/* gil_pelaez_negative to another error of the integral, for callers that need less: tolerance > 0
 * for the tail and about as much for the octaves together. */
enum status gil_pelaez_within(double complex (*phi)(double t, const void *params),
                              const void *params, double scale, double tolerance,
                              struct estimate *p);

#endif
