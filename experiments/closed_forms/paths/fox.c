/* What is known in closed form of FoX. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/walk.h"
#include "theory/moments/paths/fox_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    const struct walk *walk = encoding_walk(e);
    return (struct path_shape){.dim = e->dim,
                               .slope = walk->bank ? walk->bank->slope : 0.0,
                               .norm = walk->norm,
                               .law = &e->tokens};
}

static enum status fox_mean_closed(const struct encoding *e, const struct qk_law *law, size_t count,
                                   const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return fox_mean(&shape, law, count, distance, out);
}

static enum status fox_variance_closed(const struct encoding *e, const struct qk_law *law,
                                       size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return fox_variance(&shape, law, count, distance, out);
}

static double fox_moment_seconds(const struct encoding *e) { return 2e-7 + 1e-9 * (double)e->dim; }

const struct closed_forms closed_fox = {.type = &encoding_fox,
                                        .mean = fox_mean_closed,
                                        .variance = fox_variance_closed,
                                        .moment_seconds = fox_moment_seconds,
                                        .moment_pace = PACE_SCALAR};
