#include "experiments/models/statistics/token_jackknife.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

struct token_estimate token_estimate_of(double value, size_t groups, const double *without)
{
    struct token_estimate out = {value, NAN, NAN, NAN, HUGE_VAL, -HUGE_VAL};
    double count = (double)groups, mean = 0.0, square = 0.0;
    for (size_t g = 0; g < groups; g++) {
        mean += without[g] / count;
        out.least = fmin(out.least, without[g]);
        out.most = fmax(out.most, without[g]);
    }
    for (size_t g = 0; g < groups; g++)
        square += (without[g] - mean) * (without[g] - mean);
    if (groups < 2 || !isfinite(square) || !isfinite(value))
        return out;
    out.error = sqrt((count - 1.0) / count * square);
    double half = gsl_cdf_tdist_Pinv(0.975, count - 1.0) * out.error;
    out.lo = value - half;
    out.hi = value + half;
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
                            const void *context, struct token_estimate *out)
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
        out[v] = token_estimate_of(value[s->groups * values + v], s->groups, without);
    }
    free(block);
    return status;
}
