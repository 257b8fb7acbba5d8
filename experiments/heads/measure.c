#include "experiments/heads/measure.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/heads/drawn.h"
#include "experiments/heads/mean_peak.h"
#include "experiments/heads/sums.h"
#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/normal_law.h"
#include "experiments/models/statistics/spectrum.h"
#include "experiments/models/vectors/vectors.h"
#include "experiments/models/vectors/vectors_reader.h"

/* What is measured of any rows: a head's, or those of the null. */
struct measured {
    struct token_estimate value[HEAD_QUANTITIES];
    struct token_estimate drawn_usage, gain; /* of usage_slow: of rows permuted, the difference */
};

static const struct token_estimate NONE = {NAN, NAN, NAN, NAN, NAN, NAN};

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
                  {HEAD_OFFSET_K, SUM_OFFSET_K},     {HEAD_OFFSET_ANGLE, SUM_OFFSET_ANGLE},
                  {HEAD_SPREAD_A, SUM_SPREAD_A}};
    const struct schedule *schedule = encoding_schedule(plan->encoding);
    struct token_estimate sum[HEAD_SUMS];
    struct mean_peak peak;
    struct equality_test test;
    enum status status = head_sums_take(sums, schedule, (double)plan->context, sum);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        out->value[places[i].quantity] = sum[places[i].sum];
    out->value[HEAD_MASSIVE_Q] = ranged(sum[SUM_MASSIVE_Q]);
    out->value[HEAD_MASSIVE_K] = ranged(sum[SUM_MASSIVE_K]);
    out->drawn_usage = sum[SUM_USAGE_DRAWN];
    out->gain = sum[SUM_USAGE_GAIN];
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

static enum status measure(const struct heads_plan *plan, const struct qk_law *law,
                           const struct random_stream *stream, const struct token_sums *sums,
                           struct measured *out)
{
    for (size_t i = 0; i < HEAD_QUANTITIES; i++)
        out->value[i] = NONE;
    enum status status = from_sums(plan, sums, out);
    if (status == STATUS_OK)
        status = from_spectrum(sums, out);
    return status == STATUS_OK ? from_draws(plan, law, stream, out) : status;
}

/* What the weights say, with no tokens and no null. */
static enum status from_weights(const struct heads_plan *plan, struct measured *out)
{
    const struct qk_rows *rows = qk_rows_of(plan->law);
    const struct vectors_head *head = rows ? vectors_reader_head(rows) : NULL;
    const struct schedule *schedule = encoding_schedule(plan->encoding);
    size_t pairs = plan->encoding->dim / 2;
    double *slot = malloc(pairs * sizeof *slot), slow = 0.0, all = 0.0, reach;
    if (!slot)
        return STATUS_MEMORY;
    if (head && vectors_slots(head, slot)) {
        for (size_t n = 0; n < pairs; n++) {
            all += slot[n];
            slow += head_slow(schedule, n, (double)plan->context) ? slot[n] : 0.0;
        }
        if (all > 0.0)
            out->value[HEAD_SLOT_SLOW] = (struct token_estimate){slow / all, NAN, slow / all,
                                                                 slow / all, NAN, NAN};
    }
    if (head && vectors_reach(head, &reach))
        out->value[HEAD_REACH] = (struct token_estimate){reach, NAN, reach, reach, NAN, NAN};
    free(slot);
    return STATUS_OK;
}

/* Two-sided, of a difference of so many errors, by Student's law with the groups' degrees of
 * freedom. */
static double two_sided(double difference, double error, size_t groups)
{
    if (!isfinite(difference) || !(error > 0.0) || groups < 2)
        return NAN;
    return 2.0 * gsl_cdf_tdist_Q(fabs(difference) / error, (double)groups - 1.0);
}

/* A head beside its nulls. */
static void compare(const struct measured *head, const struct measured *normal,
                    const struct spectrum *shuffled, size_t groups, struct head_value *out)
{
    for (size_t i = 0; i < HEAD_QUANTITIES; i++) {
        const struct token_estimate *own = &head->value[i], *null = &normal->value[i];
        bool weights = i == HEAD_SLOT_SLOW || i == HEAD_REACH;
        out[i] = (struct head_value){.value = own->value,
                                     .error = own->error,
                                     .lo = own->lo,
                                     .hi = own->hi,
                                     .null = weights ? NAN : own->value,
                                     .null_normal = weights ? NAN : null->value,
                                     .null_error = null->error};
        out[i].p = two_sided(own->value - null->value, hypot(own->error, null->error), groups);
    }
    out[HEAD_USAGE_SLOW].null = head->drawn_usage.value;
    out[HEAD_USAGE_SLOW].null_error = head->gain.error;
    out[HEAD_USAGE_SLOW].p = two_sided(head->gain.value, head->gain.error, groups);
    out[HEAD_STABLE_RANK_ROTATED].null = shuffled->stable.value;
    out[HEAD_FIRST_SHARE_ROTATED].null = shuffled->first.value;
    out[HEAD_DOPE_RANK].null = shuffled->truncated.value;
}

/* A permutation of so many positions. Source: Fisher and Yates. */
static void permute(const struct random_stream *stream, size_t count, size_t *out)
{
    struct random_stream own = {stream->seed, random_stream_id("permutation")};
    for (size_t i = 0; i < count; i++) {
        double u;
        random_uniforms(&own, i, 1, &u);
        size_t j = (size_t)(u * (double)(i + 1));
        out[i] = out[j];
        out[j] = i;
    }
}

/* The head's own sums, with a permutation of its keys' positions. */
static enum status own_sums(const struct heads_plan *plan, const struct token_rows *rows,
                            struct token_sums **out)
{
    size_t *shuffle = calloc(rows->tokens[TOKEN_KEY], sizeof *shuffle);
    if (!shuffle)
        return STATUS_MEMORY;
    permute(plan->stream, rows->tokens[TOKEN_KEY], shuffle);
    struct token_plan tokens = {rows, encoding_schedule(plan->encoding), true, shuffle};
    enum status status = token_sums_take(&tokens, out);
    free(shuffle);
    return status;
}

enum status heads_measure(const struct heads_plan *plan, struct head_value *value, double *tokens)
{
    struct head_source source;
    struct token_rows rows = head_rows(plan->law, plan->stream, plan->encoding->dim, plan->tokens,
                                       &source);
    struct token_sums *sums = NULL, *null_sums = NULL;
    struct normal_law normal = {.dim = 0};
    struct measured head, null;
    struct spectrum shuffled = {NONE, NONE, NONE};
    *tokens = (double)rows.tokens[TOKEN_QUERY];
    enum status status = own_sums(plan, &rows, &sums);
    if (status == STATUS_OK)
        status = measure(plan, plan->law, plan->stream, sums, &head);
    if (status == STATUS_OK)
        status = from_weights(plan, &head);
    if (status == STATUS_OK)
        status = spectrum_shuffled(sums, &shuffled);
    status = status == STATUS_UNDEFINED ? STATUS_OK : status;
    if (status == STATUS_OK)
        status = normal_law_make(sums, plan->stream->seed, &normal);
    if (status == STATUS_OK) {
        struct token_rows null_rows = normal_law_rows(&normal, rows.tokens);
        struct token_plan null_plan = {&null_rows, encoding_schedule(plan->encoding), true, NULL};
        status = token_sums_take(&null_plan, &null_sums);
    }
    if (status == STATUS_OK) {
        struct random_stream draws = {plan->stream->seed, random_stream_id("normal-draws")};
        status = measure(plan, &normal.law, &draws, null_sums, &null);
    }
    if (status == STATUS_OK)
        compare(&head, &null, &shuffled, sums->groups, value);
    token_sums_free(null_sums);
    token_sums_free(sums);
    normal_law_free(&normal);
    return status;
}
