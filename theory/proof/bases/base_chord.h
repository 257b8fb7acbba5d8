/* Proof that a sum stays negative between two bases, from its values there. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_CHORD_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_CHORD_H

#include "theory/proof/bases/base_bank.h"

/* Whether a function of u in [0, width] that is <= -first at 0 and <= -last at width, and whose
 * second derivative is at most `bend` in size, is shown to be negative everywhere:
 *   (sqrt first + sqrt last)^2 > bend width^2/2.
 * Source: derived in theory/proof/README.md#base-chord.
 * In:     first, last > 0; bend, width >= 0. */
bool base_chord_holds(double first, double last, double bend, double width);

/* Goes from a base up to another as far as B_r < 0 is proved on the way, by chords that are halved
 * where they do not hold.
 * Source:  theory/proof/README.md#base-chord.
 * In:      bank, turned by this; distance; from <= to, bases.
 * Out:     reached: B_r(b) < 0 for every real b in [from, reached]; margin: B_r(reached) <=
 *          -margin, 0 if not even B_r(from) < 0 is proved.
 * Returns: as base_bank_set.
 * Cost:    three or four turns of the bank where B_r is one negative arc up to `to`, at most 64. */
enum status base_chord_prove(struct base_bank *bank, double distance, double from, double to,
                             double *reached, double *margin);

#endif
