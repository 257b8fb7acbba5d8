#include "experiments/heads/sums.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/models/statistics/pair_moments.h"
#include "theory/ground/constants.h"

bool head_slow(const struct schedule *schedule, size_t n, double context)
{
    return context * (schedule->turn_hi[n] + schedule->turn_lo[n]) < SLOW_TURNS;
}

struct asked {
    const struct token_sums *sums;
    const struct schedule *schedule;
    double context;
};

/* The share of slow pairs in their usage, of the same tokens or of independent ones. */
static double slow_share(const struct asked *a, const struct token_part *part, bool same)
{
    double slow = 0.0, all = 0.0;
    for (size_t n = 0; n < a->sums->pairs; n++) {
        double usage = same ? part->usage[n]
                            : part->norm[TOKEN_QUERY][n] * part->norm[TOKEN_KEY][n];
        all += usage;
        slow += head_slow(a->schedule, n, a->context) ? usage : 0.0;
    }
    return all > 0.0 ? slow / all : NAN;
}

static double mean_of(const struct token_sums *s, const struct token_part *part, size_t side,
                      size_t d)
{
    return token_mean(part, side, s->pivot + side * s->dim, d);
}

static double massive(const struct token_sums *s, const struct token_part *part, size_t side)
{
    double mean = 0.0, count = 0.0;
    for (int counting = 0; counting < 2; counting++)
        for (size_t d = 0; d < s->dim; d++) {
            double size = hypot(mean_of(s, part, side, d), sqrt(token_variance(part, side, d)));
            if (counting)
                count += size > MASSIVE_SIZE * mean;
            else
                mean += size / (double)s->dim;
        }
    return count;
}

static double offset(const struct token_sums *s, const struct token_part *part, size_t side)
{
    double square = 0.0, spread = 0.0;
    for (size_t d = 0; d < s->dim; d++) {
        square += pow(mean_of(s, part, side, d), 2.0);
        spread += token_variance(part, side, d);
    }
    return spread > 0.0 ? sqrt(square / spread) : NAN;
}

/* From the angle's cosine, or from its sine where that is better known. */
static double offset_angle(const struct token_sums *s, const struct token_part *part)
{
    double size[TOKEN_SIDES] = {0.0}, apart = 0.0, together = 0.0;
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t d = 0; d < s->dim; d++)
            size[side] += pow(mean_of(s, part, side, d), 2.0);
    if (!(size[0] > 0.0 && size[1] > 0.0))
        return NAN;
    for (size_t d = 0; d < s->dim; d++) {
        double q = mean_of(s, part, TOKEN_QUERY, d) / sqrt(size[0]),
               k = mean_of(s, part, TOKEN_KEY, d) / sqrt(size[1]);
        apart += (q - k) * (q - k);
        together += (q + k) * (q + k);
    }
    return 2.0 * atan2(sqrt(apart), sqrt(together));
}

static enum status spread_a(const void *context, const struct token_part *part, size_t left_out,
                            double *out)
{
    const struct asked *a = context;
    (void)left_out;
    size_t rotating = a->schedule->rotating;
    double *mean = malloc(2 * a->sums->pairs * sizeof *mean), sum = 0.0, square = 0.0, size = 0.0;
    if (!mean)
        return STATUS_MEMORY;
    pair_means(a->sums, part, mean, mean + a->sums->pairs);
    for (size_t n = 0; n < rotating; n++) {
        sum += mean[n] / (double)rotating;
        size += part->norm[TOKEN_QUERY][n] / part->count[TOKEN_QUERY] *
                (part->norm[TOKEN_KEY][n] / part->count[TOKEN_KEY]) / (double)rotating;
    }
    for (size_t n = 0; n < rotating; n++)
        square += (mean[n] - sum) * (mean[n] - sum) / (double)rotating;
    free(mean);
    *out = size > 0.0 ? sqrt(square) / size : NAN;
    return STATUS_OK;
}

static enum status values_of(const void *context, const struct token_part *part, size_t left_out,
                             double *value)
{
    const struct asked *a = context;
    (void)left_out;
    value[SUM_USAGE_SLOW] = a->sums->joint ? slow_share(a, part, true) : NAN;
    value[SUM_USAGE_DRAWN] = slow_share(a, part, false);
    value[SUM_USAGE_GAIN] = value[SUM_USAGE_SLOW] - value[SUM_USAGE_DRAWN];
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        value[SUM_MASSIVE_Q + side] = massive(a->sums, part, side);
        value[SUM_OFFSET_Q + side] = offset(a->sums, part, side);
    }
    value[SUM_OFFSET_ANGLE] = offset_angle(a->sums, part);
    return STATUS_OK;
}

enum status head_sums_take(const struct token_sums *sums, const struct schedule *schedule,
                           double context, struct token_estimate *out)
{
    static const enum token_scale scale[HEAD_SUMS] = {[SUM_OFFSET_Q] = SCALE_SQUARE,
                                                      [SUM_OFFSET_K] = SCALE_SQUARE,
                                                      [SUM_OFFSET_ANGLE] = SCALE_COSINE};
    struct asked asked = {sums, schedule, context};
    enum status status = token_jackknife(sums, HEAD_SUMS, values_of, scale, &asked, out);
    struct token_estimate *angle = &out[SUM_OFFSET_ANGLE];
    if (status == STATUS_OK && !(out[SUM_OFFSET_Q].lo > 0.0 && out[SUM_OFFSET_K].lo > 0.0) &&
        isfinite(angle->lo)) { /* one mean may be zero, and without direction */
        angle->lo = 0.0;
        angle->hi = PI;
    }
    return status;
}

enum status head_spread_take(const struct token_sums *sums, const struct schedule *schedule,
                             struct token_estimate *out)
{
    struct asked asked = {sums, schedule, 0.0};
    return token_jackknife(sums, 1, spread_a, &(enum token_scale){SCALE_SQUARE}, &asked, out);
}
