#include "experiments/normality/summary.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"
#include "kernels/curves/bank.h"
#include "theory/moments/follow.h"
#include "theory/moments/window_moments.h"

/* Averages value(draw) over draws; a fraction's limits stay in [0, 1]. A deterministic model has no
 * spread. */
static enum status average_of(size_t draws, const double *x, bool fraction, bool deterministic,
                              struct average *out)
{
    *out = (struct average){
        .exists = true, .mean = x[0], .lo = x[0], .hi = x[0], .bounded = deterministic};
    for (size_t d = 0; d < draws; d++)
        out->exists = out->exists && isfinite(x[d]);
    if (!out->exists || deterministic || draws == 1)
        return STATUS_OK;
    out->bounded = true;
    return fraction ? interval_fraction(draws, x, 0.95, &out->mean, &out->lo, &out->hi)
                    : interval_mean(draws, x, 0.95, &out->mean, &out->lo, &out->hi);
}

/* The median over draws and its limits, whatever the law of a draw: six draws give them. */
static enum status median_of(size_t draws, const double *x, bool deterministic, struct average *out)
{
    *out = (struct average){.exists = true, .bounded = deterministic};
    for (size_t d = 0; d < draws; d++)
        out->exists = out->exists && isfinite(x[d]);
    if (!out->exists)
        return STATUS_OK;
    enum status status = interval_median(draws, x, 0.95, &out->mean, &out->lo, &out->hi);
    if (deterministic)
        out->lo = out->hi = out->mean;
    else
        out->bounded = isfinite(out->hi);
    return status;
}

enum status summary_follow(const struct encoding *encoding, struct summary *s)
{
    if (!encoding_bank(encoding) || encoding_bank(encoding)->slope != 0.0)
        return STATUS_OK;
    enum status status = follow_band(encoding_schedule(encoding), s->context, s->eps, &s->band);
    if (status == STATUS_UNDEFINED)
        return STATUS_OK;
    s->follow = status == STATUS_OK;
    struct window_moments *window;
    if (status != STATUS_OK || s->band == 0)
        return status;
    status = window_moments_new(encoding_schedule(encoding), 0.0, s->context, &window);
    if (status == STATUS_OK)
        status = follow_extremes(window, s->band, &s->follow_mean, &s->follow_var);
    window_moments_free(window);
    return status;
}

enum status summary_fill(const double *value, bool deterministic, struct summary *s)
{
    static const bool fraction[NORMALITY_VALUES] = {
        [NORMALITY_KS_NORMAL] = true, [NORMALITY_KS_LIMIT] = true, [NORMALITY_KS_SPLIT] = true};
    double *x = malloc(s->draws * sizeof *x);
    enum status status = x ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < NORMALITY_VALUES; i++) {
        for (size_t d = 0; d < s->draws; d++)
            x[d] = value[d * NORMALITY_VALUES + i];
        status = average_of(s->draws, x, fraction[i], deterministic, &s->value[i]);
    }
    for (size_t d = 0; status == STATUS_OK && d < s->draws; d++) {
        const double *v = value + d * NORMALITY_VALUES;
        x[d] = fabs(v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
        s->limit_error = fmax(s->limit_error, v[NORMALITY_LIMIT_ERROR]);
    }
    if (status == STATUS_OK)
        status = median_of(s->draws, x, deterministic, &s->mean_error);
    for (size_t d = 0; status == STATUS_OK && d < s->draws; d++)
        x[d] = value[d * NORMALITY_VALUES + NORMALITY_LAW_SD] /
               value[d * NORMALITY_VALUES + NORMALITY_SD];
    if (status == STATUS_OK)
        status = average_of(s->draws, x, false, deterministic, &s->sd_ratio);
    free(x);
    return status;
}
