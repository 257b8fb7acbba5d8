/* What is taken of one draw's curves. */
#ifndef POSBIAS_REPORTCARD_VISIT_H
#define POSBIAS_REPORTCARD_VISIT_H

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/reportcard/drawn.h"
#include "experiments/reportcard/means.h"

enum card_taken {
    TAKEN_LESS,     /* share of (near, far) with S(near) < S(far) */
    TAKEN_LESS_TIE, /* and of those that cannot be told apart */
    TAKEN_FLIP,     /* share of r < M with the two keys' order reversed */
    TAKEN_FLIP_TIE, /* and undecided */
    TAKEN_REVERSED, /* the same of M+1..2M */
    TAKEN_REVERSED_TIE,
    TAKEN_ALIAS,       /* share of pairs r1 < r2 < M equal in bf16 */
    TAKEN_TOKEN_ALIAS, /* share of r < M where both keys are equal in bf16 */
    TAKEN_POSITIONAL,  /* NAN of vectors without length */
    TAKEN_FAR,         /* mean score over the far half */
    TAKEN_SCORE,       /* at 0, then at card_far_distances */
    TAKEN_VALUES = TAKEN_SCORE + 1 + CARD_FAR
};

/* The curves: distances 0 .. 2 M of the first key, and of a second one where there is another.
 * Results: TAKEN_VALUES per draw; those of two keys 0 where there is one. */
struct curve_plan card_curves(const struct card_plan *plan);

#endif
