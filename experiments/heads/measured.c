#include "experiments/heads/measured.h"

#include <math.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/heads/drawn.h"
#include "experiments/heads/mean_peak.h"
#include "experiments/heads/positional_pairs.h"
#include "experiments/heads/sums.h"
#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/spectrum.h"

const struct token_estimate measured_none = {NAN, NAN, NAN, NAN, NAN, NAN};

/* Limits of a count, or of what no error is known of: the least and largest without a group. */
static struct token_estimate ranged(struct token_estimate e)
{
    e.error = NAN;
    e.lo = e.least;
    e.hi = e.most;
    return e;
}

static enum status from_sums(const struct heads_plan *plan, const struct token_sums *sums,
                             struct measured *out)
{
    static const struct {
        enum head_quantity quantity;
        enum head_sum sum;
    } places[] = {{HEAD_USAGE_SLOW, SUM_USAGE_SLOW}, {HEAD_MASSIVE_Q, SUM_MASSIVE_Q},
                  {HEAD_MASSIVE_K, SUM_MASSIVE_K},   {HEAD_OFFSET_Q, SUM_OFFSET_Q},
                  {HEAD_OFFSET_K, SUM_OFFSET_K},     {HEAD_OFFSET_ANGLE, SUM_OFFSET_ANGLE}};
    const struct schedule *schedule = encoding_schedule(plan->encoding);
    struct token_estimate sum[HEAD_SUMS];
    enum status status = head_sums_take(sums, schedule, (double)plan->context, sum);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        out->value[places[i].quantity] = sum[places[i].sum];
    struct token_estimate *share = &out->value[HEAD_USAGE_SLOW];
    interval_keep(0.0, 1.0, share->value, &share->lo, &share->hi);
    out->value[HEAD_MASSIVE_Q] = ranged(sum[SUM_MASSIVE_Q]);
    out->value[HEAD_MASSIVE_K] = ranged(sum[SUM_MASSIVE_K]);
    out->drawn_usage = sum[SUM_USAGE_DRAWN];
    out->gain = sum[SUM_USAGE_GAIN];
    return STATUS_OK;
}

/* What is said of the means of drawn pairs. */
static enum status from_pairs(const struct heads_plan *plan, const struct token_sums *sums,
                              struct measured *out)
{
    const struct schedule *schedule = encoding_schedule(plan->encoding);
    struct mean_peak peak;
    struct equality_test test;
    enum status status = head_spread_take(sums, schedule, &out->value[HEAD_SPREAD_A]);
    if (status == STATUS_OK)
        status = positional_pairs_take(sums, schedule, plan->context,
                                       &out->value[HEAD_POSITIONAL_CORR]);
    if (status == STATUS_OK)
        status = equality_test(sums, EQUALITY_ASSUMPTION, schedule->rotating, &test);
    if (status == STATUS_OK)
        out->value[HEAD_ASSUMPTION_P].value = test.p;
    if (status == STATUS_OK || status == STATUS_UNDEFINED)
        status = mean_peak_take(sums, plan->encoding, plan->context, &peak);
    if (status == STATUS_OK) {
        out->value[HEAD_FIRST_NEGATIVE] = peak.first_negative;
        out->value[HEAD_ARGMAX] = peak.argmax;
    }
    return status;
}

static enum status from_spectrum(const struct token_sums *sums, struct measured *out)
{
    struct spectrum spectrum[2];
    enum status status = STATUS_OK;
    for (size_t rotated = 0; status == STATUS_OK && rotated < 2; rotated++)
        status = spectrum_take(sums, rotated, &spectrum[rotated]);
    if (status != STATUS_OK)
        return status == STATUS_UNDEFINED ? STATUS_OK : status;
    out->value[HEAD_STABLE_RANK] = spectrum[0].stable;
    out->value[HEAD_FIRST_SHARE] = spectrum[0].first;
    out->value[HEAD_STABLE_RANK_ROTATED] = spectrum[1].stable;
    out->value[HEAD_FIRST_SHARE_ROTATED] = spectrum[1].first;
    out->value[HEAD_DOPE_RANK] = spectrum[1].truncated;
    return STATUS_OK;
}

static enum status from_draws(const struct heads_plan *plan, const struct qk_law *law,
                              const struct random_stream *stream, struct measured *out)
{
    static const enum head_quantity places[DRAWN_VALUES] = {
        [DRAWN_AMPLITUDE_MAX] = HEAD_AMPLITUDE_MAX,
        [DRAWN_POSITIONAL] = HEAD_POSITIONAL,
        [DRAWN_SEMANTIC] = HEAD_SEMANTIC,
        [DRAWN_P_INV] = HEAD_P_INV,
        [DRAWN_P_ALIAS] = HEAD_P_ALIAS};
    struct token_estimate drawn[DRAWN_VALUES];
    struct drawn_plan asked = {plan->encoding, law, stream, qk_deterministic(law) ? 1 : plan->pairs,
                               plan->context};
    enum status status = drawn_take(&asked, drawn);
    for (size_t i = 0; status == STATUS_OK && i < DRAWN_VALUES; i++)
        out->value[places[i]] = drawn[i];
    return status;
}

void measured_free(struct head_sums *s)
{
    if (s->pairs != s->own)
        token_sums_free(s->pairs);
    token_sums_free(s->own);
}

enum status measured_sums(const struct heads_plan *plan, const size_t *shuffle,
                          struct head_sums *out)
{
    struct token_pairs view = {&out->rows, PAIR_COEFFICIENTS};
    struct token_rows paired = token_rows_paired(&view);
    struct token_plan tokens = {&out->rows, encoding_schedule(plan->encoding), true, shuffle};
    enum status status = token_sums_take(&tokens, &out->own);
    out->pairs = out->own;
    if (status != STATUS_OK || !out->rows.coupled)
        return status;
    tokens = (struct token_plan){&paired, NULL, true, NULL};
    return token_sums_take(&tokens, &out->pairs);
}

enum status measured_take(const struct heads_plan *plan, const struct qk_law *law,
                          const struct random_stream *stream, const struct head_sums *sums,
                          struct measured *out)
{
    for (size_t i = 0; i < HEAD_QUANTITIES; i++)
        out->value[i] = measured_none;
    enum status status = from_sums(plan, sums->own, out);
    if (status == STATUS_OK)
        status = from_pairs(plan, sums->pairs, out);
    if (status == STATUS_OK)
        status = from_spectrum(sums->own, out);
    return status == STATUS_OK ? from_draws(plan, law, stream, out) : status;
}

enum status measured_pairs(const struct heads_plan *plan, const struct qk_law *law,
                           const struct token_sums *sums, struct measured *out)
{
    enum status status = from_pairs(plan, sums, out);
    return status == STATUS_OK ? from_draws(plan, law, plan->stream, out) : status;
}
