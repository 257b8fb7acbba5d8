/* What is known in closed form of CARoPE. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/walk.h"
#include "theory/moments/paths/turning_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    const struct walk *walk = encoding_walk(e);
    return (struct path_shape){.dim = e->dim, .norm = walk->norm, .law = &e->tokens};
}

static enum status carope_mean_closed(const struct encoding *e, const struct qk_law *law,
                                      size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return carope_mean(&shape, law, count, distance, out);
}

static enum status carope_variance_closed(const struct encoding *e, const struct qk_law *law,
                                          size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return carope_variance(&shape, law, count, distance, out);
}

static double carope_moment_seconds(const struct encoding *e)
{
    return 1e-6 + 1e-9 * (double)e->dim * (double)e->dim;
}

const struct closed_forms closed_carope = {.type = &encoding_carope,
                                           .mean = carope_mean_closed,
                                           .variance = carope_variance_closed,
                                           .moment_seconds = carope_moment_seconds,
                                           .moment_pace = PACE_SCALAR};
