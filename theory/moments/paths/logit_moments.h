/* Expectations of a gate 1/(1 + e^-x) whose logit x is a product of normal vectors. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_LOGIT_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_LOGIT_MOMENTS_H

#include "theory/model/qk_law.h"
#include "theory/model/shapes/path_shape.h"

/* x is a sum of independent terms, count of each kind, and
 *   ln E e^(i t x) = sum count [ -ln(1 - 2 i twist t + width^2 t^2)/2
 *                                + (i mean t - spread t^2/2)/(1 + width^2 t^2) ]. */
struct logit_terms {
    double count, twist, width, mean, spread;
};
struct logit {
    struct logit_terms kind[2];
};

/* norm q.k of a query and its key, norm q.v of a query and a token.
 * Source:  derived in theory/moments/README.md#logit-moments.
 * Returns: STATUS_UNDEFINED for a law other than gauss, aligned and crossed, or tokens that are not
 *          normal. */
enum status logit_of_key(const struct path_shape *shape, const struct qk_law *law,
                         struct logit *out);
enum status logit_of_token(const struct path_shape *shape, const struct qk_law *law,
                           struct logit *out);

/* With g(x) = 1/(1 + e^-x): E x, E g(x), E g'(x), E x g(x). */
struct logit_moments {
    double mean, gate, slope, product;
};

/* E g = 1/2 + int_0^inf Im f/sinh(pi t) dt, E g' = int Re f t/sinh(pi t) dt, E x g = E x/2 -
 * int Re f'/sinh(pi t) dt, f(t) = E e^(i t x).
 * Source:  derived in theory/moments/README.md#logit-moments.
 * Returns: STATUS_UNDEFINED where f turns more than 2^16 times before it is nothing: a mean over
 *          some 10^5 deviations; STATUS_MEMORY.
 * Error:   1e-14 (1 + the deviation of x) each.
 * Cost:    20 values of f on each of some 40 panels, more where the mean is many deviations. */
enum status logit_moments(const struct logit *x, struct logit_moments *out);

#endif
