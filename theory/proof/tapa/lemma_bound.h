/* The bounds of TAPA's Lemmas C.1 and C.2 as balls, over blocks of real distances. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_LEMMA_BOUND_H
#define POSBIAS_THEORY_PROOF_TAPA_LEMMA_BOUND_H

#include "theory/proof/tapa/lemma_proof.h"

/* D times the lemma's bound on |C_D|, |S_D| or -C_D over a block of real distances: a ball whose
 * lower end is at most D times the bound everywhere in [first, last]; for first = last it encloses
 * that itself.
 * Source: derived in theory/proof/README.md#lemma-proof.
 * In:     first >= 1; last >= first, infinite allowed; tokens.
 * Out:    bound. */
void lemma_bound(const struct schedule *schedule, enum lemma lemma, double first, double last,
                 slong bits, arb_t bound);

/* Whether b > 10, D > 4 ln b and t > 1 certainly hold from this distance on. */
bool lemma_hypotheses(const struct schedule *schedule, double distance);

#endif
