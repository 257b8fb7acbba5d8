/* What is known in closed form of GRAPE-A. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/relative/grape_a.h"
#include "theory/moments/relative/grape_a_moments.h"

static enum status grape_mean_closed(const struct encoding *e, const struct qk_law *law,
                                     size_t count, const double *distance, double *out)
{
    return grape_a_mean(encoding_grape_a_shape(e), law, count, distance, out);
}

static enum status grape_variance_closed(const struct encoding *e, const struct qk_law *law,
                                         size_t count, const double *distance, double *out)
{
    return grape_a_variance(encoding_grape_a_shape(e), law, count, distance, out);
}

/* The averages are taken once for all distances. */
static double grape_moment_seconds(const struct encoding *e)
{
    return 2e-6 + 2e-9 * (double)e->dim;
}

const struct closed_forms closed_grape_a = {.type = &encoding_grape_a,
                                            .mean = grape_mean_closed,
                                            .variance = grape_variance_closed,
                                            .moment_seconds = grape_moment_seconds,
                                            .moment_pace = PACE_SCALAR};
