/* What is known in closed form of PoPE. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/relative/pope.h"
#include "theory/moments/pope_moments.h"

static enum status mean_closed(const struct encoding *e, const struct qk_law *law, size_t count,
                               const double *distance, double *out)
{
    return pope_mean(encoding_pope_shape(e), law, count, distance, out);
}

static enum status variance_closed(const struct encoding *e, const struct qk_law *law, size_t count,
                                   const double *distance, double *out)
{
    return pope_variance(encoding_pope_shape(e), law, count, distance, out);
}

static double moment_seconds(const struct encoding *e) { return 5e-7 + 2e-8 * (double)e->dim; }

const struct closed_forms closed_pope = {.type = &encoding_pope,
                                         .mean = mean_closed,
                                         .variance = variance_closed,
                                         .moment_seconds = moment_seconds,
                                         .moment_pace = PACE_SCALAR};
