/* What is known in closed form of GRAPE-AP. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/grape_ap.h"
#include "theory/moments/paths/grape_ap_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    return (struct path_shape){.dim = e->dim,
                               .norm = encoding_walk(e)->norm,
                               .slope = encoding_grape_ap_slope(e),
                               .at = e->at,
                               .law = &e->tokens};
}

static enum status grape_ap_mean_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return grape_ap_mean(&shape, law, count, distance, out);
}

static enum status grape_ap_variance_closed(const struct encoding *e, const struct qk_law *law,
                                            size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return grape_ap_variance(&shape, law, count, distance, out);
}

static double grape_ap_moment_seconds(const struct encoding *e)
{
    return 2e-7 + 1e-9 * (double)e->dim;
}

const struct closed_forms closed_grape_ap = {.type = &encoding_grape_ap,
                                             .mean = grape_ap_mean_closed,
                                             .variance = grape_ap_variance_closed,
                                             .moment_seconds = grape_ap_moment_seconds,
                                             .moment_pace = PACE_SCALAR};
