/* The matrices of groups other than xPos, block by block. */
#ifndef POSBIAS_THEORY_MOMENTS_GROUPS_GROUP_FORMS_H
#define POSBIAS_THEORY_MOMENTS_GROUPS_GROUP_FORMS_H

#include "theory/model/shapes/hope_hyp_shape.h"
#include "theory/moments/groups/block_moments.h"

/* e^(-tr) (cosh x, sinh x; sinh x, cosh x), x = theta_n r, by halves that do not overflow:
 * (e^(-(t - theta_n) r) +- e^(-(t + theta_n) r))/2.
 * Source: 2509.05218; theory/README.md#group-forms.
 * Error:  of an entry 2^-53 (theta_n/(t - theta_n) + 5). */
struct block_form hope_hyp_form(const struct hope_hyp_shape *shape);

#endif
