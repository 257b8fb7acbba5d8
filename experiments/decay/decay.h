/* The claims the decay experiment judges. */
#ifndef POSBIAS_EXPERIMENTS_DECAY_H
#define POSBIAS_EXPERIMENTS_DECAY_H

#include "experiments/harness/claim_tools.h"

enum { DECAY_CLAIM_COUNT = 4 };
extern const struct claim decay_claims[DECAY_CLAIM_COUNT];

#endif
