#include "experiments/models/statistics/token_jackknife.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

double token_quantile(size_t groups) { return gsl_cdf_tdist_Pinv(0.975, (double)groups - 1.0); }

static double onto(enum token_scale scale, double value)
{
    return scale == SCALE_SQUARE ? value * value : scale == SCALE_COSINE ? cos(value) : value;
}

static double back(enum token_scale scale, double x)
{
    return scale == SCALE_SQUARE   ? sqrt(fmax(x, 0.0))
           : scale == SCALE_COSINE ? acos(fmax(-1.0, fmin(1.0, x)))
                                   : x;
}

/* Limits and error; of values on the scale, whose mean is given. */
static void limits(enum token_scale scale, double own, size_t groups, const double *without,
                   double mean, struct token_estimate *out)
{
    double count = (double)groups, t = token_quantile(groups), square = 0.0,
           bias = (count - 1.0) * (mean - own);
    for (size_t g = 0; g < groups; g++)
        square += pow(onto(scale, without[g]) - mean, 2.0);
    out->error = sqrt((count - 1.0) / count * square + 2.0 * bias * bias);
    double one = back(scale, own - bias - t * out->error),
           other = back(scale, own - bias + t * out->error);
    out->lo = fmin(one, other);
    out->hi = fmax(one, other);
    if (scale != SCALE_OWN)
        out->error = 0.5 * (out->hi - out->lo) / t;
}

struct token_estimate token_estimate_of(enum token_scale scale, double value, size_t groups,
                                        const double *without)
{
    struct token_estimate out = {value, NAN, NAN, NAN, HUGE_VAL, -HUGE_VAL};
    double mean = 0.0;
    for (size_t g = 0; g < groups; g++) {
        mean += onto(scale, without[g]) / (double)groups;
        out.least = fmin(out.least, without[g]);
        out.most = fmax(out.most, without[g]);
    }
    if (groups > 1 && isfinite(mean) && isfinite(value))
        limits(scale, onto(scale, value), groups, without, mean, &out);
    return out;
}

/* The sums without a group. */
static void leave_out(const struct token_sums *s, size_t group, double *block)
{
    size_t size = token_part_size(s->dim);
    for (size_t i = 0; i < size; i++)
        block[i] = s->total[i] - s->group[group * size + i];
}

enum status token_jackknife(const struct token_sums *s, size_t values, token_statistic *statistic,
                            const enum token_scale *scale, const void *context,
                            struct token_estimate *out)
{
    size_t size = token_part_size(s->dim), rows = s->groups + 1;
    double *block = malloc((size + values * rows + s->groups) * sizeof *block),
           *value = block + size, *without = value + values * rows;
    if (!block)
        return STATUS_MEMORY;
    struct token_part part = token_part_at(s->total, s->dim);
    enum status status = statistic(context, &part, s->groups, value + s->groups * values);
    part = token_part_at(block, s->dim);
    for (size_t g = 0; s->groups > 1 && status == STATUS_OK && g < s->groups; g++) {
        leave_out(s, g, block);
        status = statistic(context, &part, g, value + g * values);
    }
    for (size_t v = 0; status == STATUS_OK && v < values; v++) {
        for (size_t g = 0; g < s->groups; g++)
            without[g] = s->groups > 1 ? value[g * values + v] : NAN;
        out[v] = token_estimate_of(scale ? scale[v] : SCALE_OWN, value[s->groups * values + v],
                                   s->groups, without);
    }
    free(block);
    return status;
}
