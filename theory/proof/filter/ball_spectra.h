/* Enclosures of the frequencies of the rules that belong to encodings other than RoPE, and of
 * mrrope. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_BALL_SPECTRA_H
#define POSBIAS_THEORY_PROOF_FILTER_BALL_SPECTRA_H

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* Each changes, or sets, the rotary/2 frequencies of a plain rule, as theory/model/scaling.h
 * defines them.
 * In: low, high, the ends of mrrope's ramp; log_base, the logarithm of the rule's base. */
void ball_mrrope(const struct frequency_rule *rule, const arb_t low, const arb_t high,
                 slong precision, arb_ptr theta);
void ball_taper(const struct frequency_rule *rule, slong precision, arb_ptr theta);
void ball_waves(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                arb_ptr theta);
void ball_evq(const struct frequency_rule *rule, const arb_t log_base, slong precision,
              arb_ptr theta);
void ball_plane(const struct frequency_rule *rule, slong precision, arb_ptr theta);

#endif
