/* What is taken of one draw's curves. */
#ifndef POSBIAS_REPORTCARD_VISIT_H
#define POSBIAS_REPORTCARD_VISIT_H

#include "experiments/curve_shares.h"
#include "experiments/reportcard/drawn.h"
#include "experiments/reportcard/means.h"

enum { SHARE_DOUBLES = sizeof(struct share) / sizeof(double) };

enum card_taken {
    TAKEN_INVERTED,                                 /* inverted_share, a struct share */
    TAKEN_FLIPPED = TAKEN_INVERTED + SHARE_DOUBLES, /* reversed_share of 0 .. M - 1 */
    TAKEN_REVERSED = TAKEN_FLIPPED + SHARE_DOUBLES, /* and of M + 1 .. 2 M */
    TAKEN_ALIAS = TAKEN_REVERSED + SHARE_DOUBLES,   /* share of pairs r1 < r2 < M equal in bf16 */
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
