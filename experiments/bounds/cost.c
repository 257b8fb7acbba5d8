#include "experiments/bounds/cost.h"

#include <math.h>

#include "experiments/bounds/measure.h"
#include "kernels/encodings/encoding.h"

/* Seconds per distance searched, and per pair too; of a context, per pair; bytes of the distances
 * that are looked at together. */
static const double SIGN = 9e-9, SUM = 2e-10, CONTEXT = 2e-5, BLOCK_BYTES = 2e6;
/* The way up from base 1 to the bases of a context at dim 128, and how it grows; seen at dims 16 to
 * 1024 and contexts to 131,072. */
static const double WAY = 0.12, WAY_DIM = 128.0, WAY_LENGTH = 16384.0, WAY_POWER = 1.48;

/* Where most searches of a violation end, for plain RoPE's frequencies: a few bases. */
static double searched(const struct bounds_subject *s, double limit)
{
    return s->base.present ? fmin(limit, 4.0 * s->base.value) : limit;
}

void bounds_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"),
                              *context = run_value(run, "context");
    double longest = context->numbers[context->count - 1], limit = run_number(run, "limit");
    size_t before = 0; /* dim whose searches were made last */
    for (size_t e = 0; e < encodings->count; e++) {
        const struct schedule *schedule = encoding_schedule(encodings->encodings[e]);
        if (!schedule || schedule->rotating == 0)
            continue;
        struct bounds_subject s = bounds_subject_of(schedule);
        double pairs = 0.5 * (double)s.dim, gap = s.base.present && s.base.value > 65536.0;
        cost_work(cost, PACE_VECTOR,
                  searched(&s, limit) * (SIGN + SUM * pairs) + gap * limit * (SIGN + SUM * pairs) +
                      (double)context->count * CONTEXT * pairs,
                  1.0);
        if (s.turn == 1.0 && s.whole && s.dim != before)
            cost_work(cost, PACE_VECTOR,
                      WAY * (double)s.dim / WAY_DIM * pow(longest / WAY_LENGTH, WAY_POWER),
                      longest / 4096.0);
        before = s.dim;
        cost_peak(cost, BLOCK_BYTES + 8.0 * longest, 0.0, 1.0);
        cost_rows(cost, (double)context->count * CRITERION_COUNT, 10.0);
        cost_step(cost);
    }
}
