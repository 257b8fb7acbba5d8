/* What is known in closed form of FoPE with its matrices as they are. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/absolute/fope.h"
#include "theory/moments/absolute/fope_moments.h"

static enum status fope_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    return fope_mean(encoding_fope_shape(e), law, count, distance, out);
}

static enum status fope_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    return fope_variance(encoding_fope_shape(e), law, count, distance, out);
}

/* Waves of the query and of the key and their mixtures, for the mean and for the variance. */
static double fope_moment_seconds(const struct encoding *e)
{
    const struct fope_shape *shape = encoding_fope_shape(e);
    double kept = (double)shape->kept;
    return 1e-6 + kept * (80e-9 + 4e-9 * (double)shape->outputs);
}

const struct closed_forms closed_fope = {.type = &encoding_fope,
                                         .mean = fope_mean_closed,
                                         .variance = fope_variance_closed,
                                         .moment_seconds = fope_moment_seconds,
                                         .moment_pace = PACE_SCALAR};
