/* What is known in closed form of RoPE's imaginary head. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/banks/rope_im.h"
#include "theory/moments/rope_im_moments.h"

static enum status mean_closed(const struct encoding *e, const struct qk_law *law, size_t count,
                               const double *distance, double *out)
{
    return rope_im_mean(encoding_rope_im_shape(e), law, count, distance, out);
}

static enum status variance_closed(const struct encoding *e, const struct qk_law *law, size_t count,
                                   const double *distance, double *out)
{
    return rope_im_variance(encoding_rope_im_shape(e), law, count, distance, out);
}

static double moment_seconds(const struct encoding *e) { return 1e-9 * (double)e->dim; }

const struct closed_forms closed_rope_im = {.type = &encoding_rope_im,
                                            .mean = mean_closed,
                                            .variance = variance_closed,
                                            .moment_seconds = moment_seconds,
                                            .moment_pace = PACE_VECTOR};
