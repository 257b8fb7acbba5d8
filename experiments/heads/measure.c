#include "experiments/heads/measure.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/heads/measured.h"
#include "experiments/heads/permuted.h"
#include "experiments/heads/sums.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/normal_law.h"
#include "experiments/models/statistics/spectrum.h"
#include "experiments/models/vectors/vectors.h"
#include "experiments/models/vectors/vectors_reader.h"

/* Where drawn pairs are coupled, what they say when rows are permuted: any two tokens are a pair.
 * In, out: out, the head's own, which stays where permuting changes nothing. */
static enum status permute_pairs(const struct heads_plan *plan, const struct head_sums *sums,
                                 struct measured *out)
{
    struct permuted_law permuted;
    if (!sums->rows.coupled || qk_deterministic(plan->law))
        return STATUS_OK;
    permuted_law_make(plan->law, &permuted);
    return measured_pairs(plan, &permuted.law, sums->own, out);
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
static void compare(const struct measured *head, const struct measured *permuted,
                    const struct measured *normal, const struct spectrum *shuffled, size_t groups,
                    struct head_value *out)
{
    for (size_t i = 0; i < HEAD_QUANTITIES; i++) {
        const struct token_estimate *own = &head->value[i], *null = &normal->value[i];
        bool weights = i == HEAD_SLOT_SLOW || i == HEAD_REACH;
        out[i] = (struct head_value){.value = own->value,
                                     .error = own->error,
                                     .lo = own->lo,
                                     .hi = own->hi,
                                     .null = weights ? NAN : permuted->value[i].value,
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
static enum status own_sums(const struct heads_plan *plan, struct head_sums *out)
{
    size_t count = out->rows.tokens[TOKEN_KEY], *shuffle = calloc(count, sizeof *shuffle);
    if (!shuffle)
        return STATUS_MEMORY;
    permute(plan->stream, count, shuffle);
    enum status status = measured_sums(plan, shuffle, out);
    free(shuffle);
    return status;
}

/* Normal vectors of the same moments, measured as the head is. */
static enum status normal_measure(const struct heads_plan *plan, const struct head_sums *head,
                                  struct measured *out)
{
    struct normal_law normal = {.dim = 0};
    struct head_sums sums = {.own = NULL};
    struct random_stream draws = {plan->stream->seed, random_stream_id("normal-draws")};
    enum status status = normal_law_make(head->own, plan->stream->seed, &normal);
    if (status == STATUS_OK) {
        sums.rows = normal_law_rows(&normal, &head->rows);
        status = measured_sums(plan, NULL, &sums);
    }
    if (status == STATUS_OK)
        status = measured_take(plan, &normal.law, &draws, &sums, out);
    measured_free(&sums);
    normal_law_free(&normal);
    return status;
}

enum status heads_measure(const struct heads_plan *plan, struct head_value *value, double *tokens)
{
    struct head_source source;
    struct head_sums sums = {.own = NULL};
    struct measured head, permuted, normal;
    struct spectrum shuffled = {measured_none, measured_none, measured_none};
    sums.rows = head_rows(plan->law, plan->stream, plan->encoding->dim, plan->tokens, &source);
    *tokens = (double)sums.rows.tokens[TOKEN_QUERY];
    enum status status = own_sums(plan, &sums);
    if (status == STATUS_OK)
        status = measured_take(plan, plan->law, plan->stream, &sums, &head);
    if (status == STATUS_OK)
        status = from_weights(plan, &head);
    if (status == STATUS_OK) {
        permuted = head;
        status = permute_pairs(plan, &sums, &permuted);
    }
    if (status == STATUS_OK)
        status = spectrum_shuffled(sums.own, &shuffled);
    status = status == STATUS_UNDEFINED ? STATUS_OK : status;
    if (status == STATUS_OK)
        status = normal_measure(plan, &sums, &normal);
    if (status == STATUS_OK)
        compare(&head, &permuted, &normal, &shuffled, sums.own->groups, value);
    measured_free(&sums);
    return status;
}
