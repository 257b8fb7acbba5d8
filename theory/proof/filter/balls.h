/* Cosine sums as balls that contain the exact value, at distances of any size. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_BALLS_H
#define POSBIAS_THEORY_PROOF_FILTER_BALLS_H

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* The frequencies of a rule as balls. */
struct ball_bank;

/* Encloses the turns per token f_n of every rotating pair to about the given bits.
 * Source: theory/model/scaling.h; theory/proof/README.md#proof-balls.
 * Returns: as schedule_new. */
enum status ball_bank_new(const struct frequency_rule *rule, slong bits, struct ball_bank **out);
void ball_bank_free(struct ball_bank *bank);

/* Whether hi + lo is certainly as near to f_n as a schedule's turns are: within min(2^-107 f_n,
 * 2^-108)(1 + 2^-40) + 2^-1075.
 * Source: theory/trig/README.md#reduction; theory/proof/README.md#proof-filter. */
bool ball_bank_holds(const struct ball_bank *bank, size_t pair, double hi, double lo);

/* Z(r) = sum_n cosine_n cos(2 pi f_n r) + sine_n sin(2 pi f_n r), with the exact real f_n of the
 * rule; f_n = 0 beyond its rotating pairs.
 * Source: theory/proof/README.md#proof-balls.
 * In:     cosine, sine [pairs], either may be NULL for zero: exact as they stand; distance, a whole
 *         number >= 0.
 * Out:    sum, a ball that contains Z(r); its radius is about 2^-bits (pairs + r) as far as the
 *         bank's bits reach. */
void ball_sum(const struct ball_bank *bank, const double *cosine, const double *sine,
              const fmpz_t distance, slong bits, arb_t sum);

#endif
