/* Where an arc of negative sums ends, and the shortest number just before it. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_END_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_END_H

#include "theory/proof/bases/base_arcs.h"

/* A base over `from` up to which the arc's sum seems to be negative: the one of fewest digits
 * within two thousandths of the way to where it is not.
 * Source:  theory/proof/README.md#base-sweep.
 * In:      bank, turned by this; arc, over from.
 * Returns: as base_bank_set. */
enum status base_end_find(struct base_bank *bank, const struct base_arc *arc, double from,
                          double *end);

/* The double in [low, high] that the fewest decimal digits write; low if there is none but doubles
 * themselves. */
double base_end_short(double low, double high);

#endif
