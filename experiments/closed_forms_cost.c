/* What closed forms take. */
#include "experiments/closed_forms.h"

void closed_moments_cost(struct cost *cost, const struct encoding *encoding, double count)
{
    const struct closed_forms *closed = closed_forms(encoding);
    if (closed->moment_seconds)
        cost_work(cost, closed->moment_pace, count * closed->moment_seconds(encoding), 1.0);
}

void closed_exponents_cost(struct cost *cost, const struct encoding *encoding, double count)
{
    const struct closed_forms *closed = closed_forms(encoding);
    if (closed->exponent_seconds)
        cost_work(cost, closed->moment_pace, count * closed->exponent_seconds(encoding), 1.0);
}
