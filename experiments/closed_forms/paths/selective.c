/* What is known in closed form of selective RoPE. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/selective.h"
#include "theory/moments/paths/turning_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    const struct walk *walk = encoding_walk(e);
    return (struct path_shape){
        .dim = e->dim, .base = encoding_selective_base(e), .norm = walk->norm, .law = &e->tokens};
}

static enum status selective_mean_closed(const struct encoding *e, const struct qk_law *law,
                                         size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return selective_mean(&shape, law, count, distance, out);
}

static enum status selective_variance_closed(const struct encoding *e, const struct qk_law *law,
                                             size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return selective_variance(&shape, law, count, distance, out);
}

static double selective_moment_seconds(const struct encoding *e)
{
    return 1e-6 + 2e-8 * (double)e->dim;
}

const struct closed_forms closed_selective = {.type = &encoding_selective,
                                              .mean = selective_mean_closed,
                                              .variance = selective_variance_closed,
                                              .moment_seconds = selective_moment_seconds,
                                              .moment_pace = PACE_SCALAR};
