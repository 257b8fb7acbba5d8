/* What closed forms take. */
#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/qk_rows.h"

void closed_moments_cost(struct cost *cost, const struct encoding *encoding,
                         const struct qk_law *law, double count)
{
    /* seconds of a measured variance per pair of pairs */
    static const double PAIR_OF_PAIRS = 12e-9;
    const struct closed_forms *closed = closed_forms(encoding);
    if (closed->moment_seconds)
        cost_work(cost, closed->moment_pace, count * closed->moment_seconds(encoding), 1.0);
    if (closed->mean && qk_rows_of(law)) {
        double pairs = 0.5 * (double)encoding->dim;
        qk_measure_cost(cost, law, true);
        cost_work(cost, PACE_SCALAR, count * PAIR_OF_PAIRS * pairs * pairs, 1.0);
    }
}

void closed_exponents_cost(struct cost *cost, const struct encoding *encoding, double count)
{
    const struct closed_forms *closed = closed_forms(encoding);
    if (closed->exponent_seconds)
        cost_work(cost, closed->moment_pace, count * closed->exponent_seconds(encoding), 1.0);
}
