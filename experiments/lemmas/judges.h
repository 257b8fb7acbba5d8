/* The questions that claims on the lemmas ask, of grids with the axes lemma, model, from and to:
 * the lemmas' names, and the whole distances that a proof goes over. */
#ifndef POSBIAS_LEMMAS_JUDGES_H
#define POSBIAS_LEMMAS_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set lemmas_claims;

/* Are the bounds proved at every distance? No subject. */
enum status lemmas_judge_holds(const void *subject, const struct grid_walk *grid,
                               struct judgement *out);

/* Does the bound on |C_D| say more than |C_D| <= 1/2 anywhere? No subject. */
enum status lemmas_judge_says_something(const void *subject, const struct grid_walk *grid,
                                        struct judgement *out);

/* Do the limits of C_D and S_D stay within the sharper bounds of the README at every base and
 * distance of the grid? No subject. */
enum status lemmas_judge_sharp(const void *subject, const struct grid_walk *grid,
                               struct judgement *out);

#endif
