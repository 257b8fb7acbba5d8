/* What is known in closed form of xPos. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/groups/xpos.h"
#include "theory/moments/xpos_moments.h"

static enum status xpos_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    return xpos_mean(encoding_xpos_shape(e), law, count, distance, out);
}

static enum status xpos_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    return xpos_variance(encoding_xpos_shape(e), law, count, distance, out);
}

static double xpos_moment_seconds(const struct encoding *e) { return 5e-7 + 2e-8 * (double)e->dim; }

const struct closed_forms closed_xpos = {.type = &encoding_xpos,
                                         .mean = xpos_mean_closed,
                                         .variance = xpos_variance_closed,
                                         .moment_seconds = xpos_moment_seconds,
                                         .moment_pace = PACE_SCALAR};
