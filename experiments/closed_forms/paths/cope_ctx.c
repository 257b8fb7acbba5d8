/* What is known in closed form of contextual CoPE. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/cope_ctx.h"
#include "theory/moments/paths/cope_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    return (struct path_shape){.dim = e->dim,
                               .norm = encoding_walk(e)->norm,
                               .slope = encoding_cope_ctx_slope(e),
                               .last = encoding_cope_ctx_last(e),
                               .law = &e->tokens};
}

static enum status cope_ctx_mean_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return cope_mean(&shape, law, count, distance, out);
}

static enum status cope_ctx_variance_closed(const struct encoding *e, const struct qk_law *law,
                                            size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return cope_variance(&shape, law, count, distance, out);
}

static double cope_ctx_moment_seconds(const struct encoding *e)
{
    return 2e-7 + 1e-9 * (double)e->dim;
}

const struct closed_forms closed_cope_ctx = {.type = &encoding_cope_ctx,
                                             .mean = cope_ctx_mean_closed,
                                             .variance = cope_ctx_variance_closed,
                                             .moment_seconds = cope_ctx_moment_seconds,
                                             .moment_pace = PACE_SCALAR};
