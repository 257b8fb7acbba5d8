/* Claims on the published bounds of RoPE's base. */
#ifndef POSBIAS_BASEBOUND_CLAIMS_H
#define POSBIAS_BASEBOUND_CLAIMS_H

#include "experiments/basebound/basebound.h"
#include "experiments/basebound/published.h"
#include "experiments/harness/claims/claim.h"

/* Per row and source: the printed base passes; none smaller does. */
extern const struct claim_set basebound_claims;

#endif
