/* The frequency rules of theory/model/scaling.h in ball arithmetic. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_BALL_RULES_H
#define POSBIAS_THEORY_PROOF_FILTER_BALL_RULES_H

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* Encloses the turns per token f_n of every rotating pair.
 * Source: theory/model/scaling.h; derived in theory/proof/README.md#proof-balls.
 * In:     rule, in range; precision of the operations, bits.
 * Out:    turns[rotary/2], initialised by the caller.
 * Returns: STATUS_DOMAIN if the rule's base is not certainly over 1. */
enum status ball_rule_turns(const struct frequency_rule *rule, slong precision, arb_ptr turns);

#endif
