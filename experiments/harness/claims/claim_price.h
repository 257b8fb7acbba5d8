/* What judging a claim takes. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIM_PRICE_H
#define POSBIAS_HARNESS_CLAIMS_CLAIM_PRICE_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/draws/cost.h"

/* A claim that takes more than next to nothing: seconds of one thread of the machine of
 * experiments/harness/draws/machine.h, and bytes where they are more than a program holds. */
struct claim_price {
    const char *id;
    double seconds[SCALE_COUNT], bytes[SCALE_COUNT];
};
extern const struct claim_price claim_prices[];
extern const size_t claim_price_count;

/* Adds what judging takes at a scale, and ends a step. */
void claim_cost(const struct claim *claim, enum scale scale, struct cost *cost);

#endif
