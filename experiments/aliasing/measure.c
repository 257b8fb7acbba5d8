#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/measure.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/sample.h"
#include "kernels/counts/alias_count.h"
#include "theory/limits/alias_law.h"

/* The derived law at the mean and deviation of one curve. */
static enum status law_pairs(const struct alias_plan *plan, const double *score, size_t format,
                             double *pairs)
{
    const struct dtype *d = &dtypes[format];
    struct float_format shape = {d->fraction + 1, d->exponent_min, d->exponent_max};
    struct sample sample = sample_of(plan->context, score);
    struct estimate p;
    enum status status = alias_law_probability(&shape, sample.mean, sqrt(sample_variance(&sample)),
                                               &p);
    *pairs = alias_law_pairs((double)plan->context, p.val);
    return status;
}

static enum status visit(const struct curve_plan *curves, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct alias_plan *plan = curves->context;
    struct alias_counts counts[DTYPE_COUNT];
    enum status status = alias_count(plan->context, draw->score[0][0], draw->score[1][0],
                                     plan->format_count, plan->formats, scratch, counts);
    for (size_t f = 0; status == STATUS_OK && f < plan->format_count; f++) {
        double *out = result + f * ALIAS_QUANTITIES;
        out[ALIAS_PAIRS] = (double)counts[f].pairs; /* exact: C(2^24, 2) < 2^53 */
        out[ALIAS_POSITIONS] = (double)counts[f].positions;
        out[ALIAS_THRESHOLD_PAIRS] = (double)counts[f].threshold_pairs;
        out[ALIAS_INVARIANCE_PAIRS] = (double)counts[f].invariance_pairs;
        out[ALIAS_TOKEN_POSITIONS] = (double)counts[f].token_positions;
        out[ALIAS_TOKEN_THRESHOLD_POSITIONS] = (double)counts[f].token_threshold_positions;
        out[ALIAS_LAW] = 0.0;
        if (plan->with_law)
            status = law_pairs(plan, draw->score[0][0], plan->formats[f], &out[ALIAS_LAW]);
        out[ALIAS_UNCERTAIN] = (double)alias_uncertain(plan->context, draw->score[0][0],
                                                       draw->error[0], plan->formats[f]);
    }
    return status;
}

struct curve_plan alias_curves(const struct alias_plan *plan)
{
    return (struct curve_plan){.encoding = plan->encoding,
                               .law = plan->law,
                               .stream = plan->stream,
                               .draws = plan->draws,
                               .second = plan->tokens ? SECOND_INDEPENDENT : SECOND_NONE,
                               .window_count = 1,
                               .window = {{0.0, plan->context}},
                               .context = plan,
                               .scratch = alias_work_size(plan->context),
                               .results = plan->format_count * ALIAS_QUANTITIES,
                               .visit = visit};
}

enum status alias_draw(const struct alias_plan *plan, double *count)
{
    struct curve_plan curves = alias_curves(plan);
    return curve_draws(&curves, count);
}

bool alias_law_holds(const struct encoding *encoding, const struct qk_law *law, size_t context)
{
    const struct schedule *schedule = encoding_bank(encoding) ? encoding_schedule(encoding) : NULL;
    return schedule && schedule_is_plain(schedule) && schedule->rotating >= 32 &&
           encoding_bank(encoding)->slope == 0.0 &&
           context >= (qk_deterministic(law) ? 4096 : 1024);
}

double alias_most(enum alias_quantity quantity, size_t context)
{
    double m = (double)context;
    bool pairs = quantity == ALIAS_PAIRS || quantity == ALIAS_THRESHOLD_PAIRS ||
                 quantity == ALIAS_INVARIANCE_PAIRS || quantity == ALIAS_LAW;
    return pairs ? 0.5 * m * (m - 1.0) : m;
}

enum status alias_average(const struct alias_plan *plan, const double *count, size_t format,
                          enum alias_quantity quantity, double level, struct alias_mean *out)
{
    double most = alias_most(quantity, plan->context), sum = 0.0, mean;
    double *share = malloc(plan->draws * sizeof *share);
    if (!share)
        return STATUS_MEMORY;
    for (size_t d = 0; d < plan->draws; d++) {
        double value = count[(d * plan->format_count + format) * ALIAS_QUANTITIES + quantity];
        sum += value;
        share[d] = value / most;
    }
    out->mean = out->lo = out->hi = sum / (double)plan->draws;
    enum status status = STATUS_OK;
    /* the law's mean is not reported with limits */
    if (!qk_alike(plan->law, plan->encoding) && quantity != ALIAS_LAW) {
        status = interval_fraction(plan->draws, share, level, &mean, &out->lo, &out->hi);
        out->lo *= most;
        out->hi *= most;
    }
    free(share);
    return status;
}

enum status alias_median(const struct alias_plan *plan, const double *count, size_t format,
                         enum alias_quantity quantity, struct alias_mean *out)
{
    double *value = malloc(plan->draws * sizeof *value);
    if (!value)
        return STATUS_MEMORY;
    for (size_t d = 0; d < plan->draws; d++)
        value[d] = count[(d * plan->format_count + format) * ALIAS_QUANTITIES + quantity];
    enum status status = interval_median(plan->draws, value, 0.95, &out->mean, &out->lo, &out->hi);
    if (qk_alike(plan->law, plan->encoding))
        out->lo = out->hi = out->mean;
    free(value);
    return status;
}
