/* The bounds of TAPA's Lemmas C.1 and C.2 as balls, over blocks of real distances. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_LEMMA_BOUND_H
#define POSBIAS_THEORY_PROOF_TAPA_LEMMA_BOUND_H

#include "theory/proof/tapa/lemma_proof.h"

/* What the lemma bounds, m = |C_D|, |S_D| or -C_D, is under D times this at every real distance of
 * [first, last], times D: a ball whose lower end is a lower bound of the lemma's bound over the
 * block; for first = last it encloses the bound itself.
 * Source: derived in theory/README.md#lemma-proof.
 * In:     first >= 1; last >= first, infinite allowed; tokens. */
void lemma_bound(const struct schedule *schedule, enum lemma lemma, double first, double last,
                 slong bits, arb_t bound);

/* Whether b > 10, D > 4 ln b and t > 1 certainly hold from this distance on. */
bool lemma_hypotheses(const struct schedule *schedule, double distance);

#endif
