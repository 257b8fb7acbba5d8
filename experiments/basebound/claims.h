/* Claims on the published bounds of RoPE's base. */
#ifndef POSBIAS_BASEBOUND_CLAIMS_H
#define POSBIAS_BASEBOUND_CLAIMS_H

#include "experiments/basebound/basebound.h"
#include "experiments/basebound/published.h"
#include "experiments/harness/claims/claims.h"

/* Per row and source: the printed base passes; none smaller does. */
enum { BASEBOUND_CLAIM_COUNT = 4 * BASEBOUND_PUBLISHED };
extern const struct claim basebound_claims[BASEBOUND_CLAIM_COUNT];

#endif
