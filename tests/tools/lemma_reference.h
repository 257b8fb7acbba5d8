/* The lemmas' bounds from their definitions, in doubles. */
#ifndef POSBIAS_TESTS_TOOLS_LEMMA_REFERENCE_H
#define POSBIAS_TESTS_TOOLS_LEMMA_REFERENCE_H

#include "theory/proof/tapa/lemma_bound.h"

/* The distance in turns of the first pair. */
double lemma_reference_turns(const struct schedule *s, double r);

/* inf over a of a + 4 pi t b^(-a)/D, from its definition: golden section on a convex function. */
double lemma_reference_epsilon(const struct schedule *s, double t);

/* sup over e0 of the free part of LC.2, on a grid refined twice. */
double lemma_reference_gain(const struct schedule *s, double t);

/* What m/D must not exceed. */
double lemma_reference_bound(const struct schedule *s, enum lemma lemma, double r);

#endif
