/* The claims the decay experiment judges. */
#ifndef POSBIAS_DECAY_DECAY_H
#define POSBIAS_DECAY_DECAY_H

#include "experiments/harness/claims/claim_tools.h"

extern const struct claim_set decay_claims;

#endif
