#include "experiments/harness/claims/claim_price.h"

#include <string.h>

/* Of a claim that has no price: the least that one with a price has. */
static const double SECONDS = 0.01;

/* A claim is many units of work, and part vectors, part branches. */
enum { UNITS = 1 << 20 };

void claim_cost(const struct claim *claim, enum scale scale, struct cost *cost)
{
    double seconds = SECONDS;
    for (size_t i = 0; i < claim_price_count; i++)
        if (strcmp(claim_prices[i].id, claim->id) == 0) {
            seconds = claim_prices[i].seconds[scale];
            cost_peak(cost, claim_prices[i].bytes[scale], 0.0, 1.0);
        }
    cost_work(cost, PACE_VECTOR, 0.5 * seconds, UNITS);
    cost_work(cost, PACE_SCALAR, 0.5 * seconds, UNITS);
    cost_step(cost);
}
