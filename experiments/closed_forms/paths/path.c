/* What is known in closed form of PaTH. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/paths/path.h"
#include "theory/moments/paths/path_moments.h"

static struct path_shape shape_of(const struct encoding *e)
{
    return (struct path_shape){.dim = e->dim,
                               .norm = encoding_walk(e)->norm,
                               .law = &e->tokens,
                               .beta = encoding_path_beta(e)};
}

static enum status path_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return path_mean(&shape, law, count, distance, out);
}

static enum status path_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    struct path_shape shape = shape_of(e);
    return path_variance(&shape, law, count, distance, out);
}

static double path_moment_seconds(const struct encoding *e) { return 2e-7 + 1e-9 * (double)e->dim; }

const struct closed_forms closed_path = {.type = &encoding_path,
                                         .mean = path_mean_closed,
                                         .variance = path_variance_closed,
                                         .moment_seconds = path_moment_seconds,
                                         .moment_pace = PACE_SCALAR};
