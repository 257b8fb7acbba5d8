/* The claims the decay experiment judges. */
#ifndef POSBIAS_DECAY_DECAY_H
#define POSBIAS_DECAY_DECAY_H

#include "experiments/harness/claims/claim_tools.h"

enum { DECAY_CLAIM_COUNT = 4 };
extern const struct claim decay_claims[DECAY_CLAIM_COUNT];

#endif
