/* The matrices of groups other than xPos, and of the stabilised Jordan form, block by block. */
#ifndef POSBIAS_THEORY_MOMENTS_GROUPS_GROUP_FORMS_H
#define POSBIAS_THEORY_MOMENTS_GROUPS_GROUP_FORMS_H

#include "theory/model/shapes/hope_hyp_shape.h"
#include "theory/model/shapes/hyspe_shape.h"
#include "theory/model/shapes/jordan_shape.h"
#include "theory/moments/groups/block_moments.h"

/* e^(-tr) (cosh x, sinh x; sinh x, cosh x), x = theta_n r, by halves that do not overflow:
 * (e^(-(t - theta_n) r) +- e^(-(t + theta_n) r))/2.
 * Source: 2509.05218; theory/moments/README.md#group-forms.
 * Error:  of an entry 2^-53 (theta_n/(t - theta_n) + 5). */
struct block_form hope_hyp_form(const struct hope_hyp_shape *shape);

/* e^(-(chi + delta) r) H^r = e^(-delta r) [(1 + E) I + (1 - E) (T, s; s, -T)]/2,
 * E = e^(-2 chi_n r), T = tanh(chi_n/2), s = 1/cosh(chi_n/2).
 * Source: Ji 2026; theory/moments/README.md#group-forms.
 * Error:  of an entry 12 2^-53. */
struct block_form hyspe_form(const struct hyspe_shape *shape);

/* e^(-gamma r) (R, eta s R; 0, R), R = (cos x_n, sin x_n; -sin x_n, cos x_n): s = r in the exact
 * form; of a query at the shape's position tau(m) - tau(m - r) in the stabilised one.
 * Source: 2605.04217; theory/moments/README.md#group-forms.
 * Error:  of an entry 12 2^-53, times eta s in the upper right block, of s and e^(-gamma r) as in
 *         kernels/README.md#modes. */
struct block_form jordan_form(const struct jordan_shape *shape);
struct block_form jordan_stab_form(const struct jordan_shape *shape);

#endif
