/* The vectors that a model of a frequency bank keeps: query and key turned by their positions. */
#include "kernels/curves/bank.h"
#include "kernels/curves/turns.h"
#include "kernels/curves/vector.h"

static size_t factor_width(const void *state)
{
    return 2 * ((const struct frequency_bank *)state)->schedule->pairs;
}

static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct schedule *s = ((const struct frequency_bank *)state)->schedule;
    for (size_t n = 0; n < s->pairs; n++) {
        double gain = side == FACTOR_QUERY ? s->norm * s->weight[n] : 1.0, cosine = 1.0, sine = 0.0;
        if (n < s->rotating) {
            double turns = turns_at(turns_from(s->turn_hi[n], s->turn_lo[n]), position);
            vector_sincos_turns(1, &turns, &sine, &cosine);
        }
        /* two sums: of a difference beside a sum gcc makes vfmaddsub, which rounds once whatever
         * -ffp-contract says */
        double x0 = vector[2 * n], x1 = vector[2 * n + 1], back = -sine;
        out[2 * n] = gain * (x0 * cosine + x1 * back);
        out[2 * n + 1] = gain * (x1 * cosine + x0 * sine);
    }
}

static double factor_seconds(const void *state)
{
    const struct schedule *s = ((const struct frequency_bank *)state)->schedule;
    return 3e-9 + 24e-9 * (double)s->rotating / (double)s->pairs;
}

const struct factor_method bank_factors = {factor_width, factor_form, factor_seconds};
