/* A shift plus independent quadratic forms of normal variables, one per pair: its characteristic
 * function and its sign. */
#ifndef POSBIAS_THEORY_ORDER_PAIR_FORM_H
#define POSBIAS_THEORY_ORDER_PAIR_FORM_H

#include <stddef.h>

#include "theory/ground/status.h"

/* X = shift + sum_n X_n with
 *   E exp(i t X_n) = exp((i t push - t^2 damp)/(1 + t^2 wide))/(1 - i t skew + t^2 flat),
 * which covers
 *   q^T a R(psi) k, gauss    push = 2 mu^2 a cos psi, damp = 2 a^2 sigma^2 mu^2,
 *                            wide = flat = a^2 sigma^4
 *   q^T a R(psi) k, aligned  skew = 2 rho a cos psi, flat = a^2 (1 - rho^2)
 *   a |q|^2, gauss           push = 2 mu^2 a, damp = 4 a^2 sigma^2 mu^2, skew = 2 a sigma^2,
 *                            wide = skew^2
 * Source: derived in theory/order/README.md#position-order and #token-order. */
struct pair_form {
    size_t pairs;
    double *push, *damp, *wide, *skew, *flat; /* [pairs]; damp, wide, flat >= 0 */
    double shift;
    double slip; /* the arrays' own errors move ln phi(t) by at most t slip */
};

/* Arrays for that many pairs, zeros; to be released with pair_form_free.
 * Returns: STATUS_MEMORY. */
enum status pair_form_new(size_t pairs, struct pair_form *form);
void pair_form_free(struct pair_form *form);

/* P(X < 0): exact where X is constant or symmetric, by gil_pelaez_within, or from Chernoff's bound
 * min_s E exp(-+ s X) where that leaves less room.
 * Source: derived in theory/order/README.md#gil-pelaez.
 * In:      tolerance, of the integral, as for gil_pelaez_within.
 * Out:     p->val in [0, 1] up to its error; p->err, with the roundings. A constant 0 is not
 *          negative.
 * Returns: as gil_pelaez_within.
 * Error:   p->err.
 * Cost:    as gil_pelaez_within, or a few dozen exponentials per pair far from 1/2. */
enum status pair_form_negative(const struct pair_form *form, double tolerance, struct estimate *p);

/* Upper bound on P(X <= 0) if side = 1, on P(X >= 0) if side = -1; 1 if none was found.
 * Source: theory/order/README.md#gil-pelaez. */
double pair_form_chernoff(const struct pair_form *form, double side);

#endif
