/* What claims on aliasing ask, in words. */
#ifndef POSBIAS_ALIASING_QUESTIONS_H
#define POSBIAS_ALIASING_QUESTIONS_H

#include "experiments/harness/claims/claim.h"

extern const struct question alias_every_distance, alias_every_distance_counted,
    alias_exponentially, alias_close_keys, alias_joint, alias_share_rises, alias_more_pairs,
    alias_token_share_rises, alias_fewer_tokens, alias_fewer_close, alias_tapa_more, alias_law;

#endif
