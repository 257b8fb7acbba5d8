#include "experiments/reportcard/means.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/mean_curve.h"
#include "theory/ground/arrays.h"

static const char NO_MEAN[] = "no closed mean score under this model",
                  NO_SIDE[] = "the model has E A = 0: no near side to favour",
                  NO_SCORE[] = "the mean score is 0 at every distance",
                  NO_START[] = "the mean score at distance 0 is 0 under this model",
                  NOT_NEGATIVE[] = "not negative below value_lo",
                  NO_HORIZON[] = "still favours near keys below value_lo",
                  NO_VARIANCE[] = "the score at distance 0 does not vary";

void card_far_distances(size_t context, double out[CARD_FAR])
{
    size_t half = context / 2;
    for (size_t i = 0; i < CARD_FAR; i++)
        out[i] = (double)(half + (2 * i + 1) * (context - half) / (2 * CARD_FAR));
}

/* The mean score at first, first + 1, .. */
static enum status means_from(const struct encoding *encoding, const struct qk_law *law,
                              double first, size_t count, double *distance, double *mean)
{
    for (size_t i = 0; i < count; i++)
        distance[i] = first + (double)i;
    return closed_forms(encoding)->mean(encoding, law, count, distance, mean);
}

/* TAPA's unit, E S/sqrt(D) with a score over sqrt(D). */
static double unit_of(const struct encoding *encoding)
{
    double dim = (double)encoding->dim;
    return encoding_schedule(encoding) ? 1.0 / (encoding_schedule(encoding)->norm * dim)
                                       : 1.0 / sqrt(dim);
}

/* What is looked for beyond the context, block by block of its length. */
struct search {
    double near, threshold, sign, unit;
    bool negative, horizon; /* still looked for */
};

/* Looks at the distances first, first + 1, .. */
static void look(struct search *s, double half, double first, size_t count, const double *mean,
                 struct card_cell *cell)
{
    for (size_t i = 0; i < count && (s->negative || s->horizon); i++) {
        double r = first + (double)i;
        if (s->negative && mean[i] < 0.0) {
            cell[CARD_FIRST_NEGATIVE] = card_known(r);
            s->negative = false;
        }
        if (s->horizon && r >= half && !((s->near - s->sign * mean[i]) * s->unit > s->threshold)) {
            cell[CARD_HORIZON] = card_known(r);
            s->horizon = false;
        }
    }
}

/* Of the context itself: the aligned mean and the gap, and what is to be looked for. */
static struct search begin(const struct encoding *encoding, size_t context, const double *mean,
                           double mean_a, struct card_cell *cell)
{
    size_t half = context / 2, near = context / CARD_NEAR > 1 ? context / CARD_NEAR : 1;
    struct search s = {HUGE_VAL, fabs(mean_a) / 8.0, mean_a < 0.0 ? -1.0 : 1.0, unit_of(encoding),
                       false,    mean_a != 0.0};
    double far = -HUGE_VAL;
    for (size_t r = 0; r < near; r++)
        s.near = fmin(s.near, s.sign * mean[r]);
    for (size_t r = half; r < context; r++)
        far = fmax(far, s.sign * mean[r]);
    for (size_t r = 0; r < context; r++)
        s.negative = s.negative || mean[r] != 0.0;
    cell[CARD_ALIGNED_MEAN] = mean[0] != 0.0
                                  ? card_known(array_average(context - half, mean + half) / mean[0])
                                  : card_without(NO_START);
    cell[CARD_GAP] = s.horizon ? card_known((s.near - far) * s.unit) : card_without(NO_SIDE);
    cell[CARD_HORIZON] = card_without(NO_SIDE);
    cell[CARD_FIRST_NEGATIVE] = card_without(NO_SCORE);
    return s;
}

static enum status bias(const struct encoding *encoding, const struct qk_law *law, size_t context,
                        double *distance, double *mean, struct card_cell *cell)
{
    double mean_a, mean_b,
        end = fmin((double)CARD_REACH * (double)context, encoding_reach(encoding) + 1.0);
    enum status status = mean_curve_average(law, encoding->dim / 2, &mean_a, &mean_b);
    if (status == STATUS_OK)
        status = means_from(encoding, law, 0.0, context, distance, mean);
    if (status != STATUS_OK)
        return status;
    struct search s = begin(encoding, context, mean, mean_a, cell);
    for (double first = 0.0; status == STATUS_OK && first < end && (s.negative || s.horizon);
         first += (double)context) {
        size_t count = (size_t)fmin((double)context, end - first);
        if (first > 0.0)
            status = means_from(encoding, law, first, count, distance, mean);
        if (status == STATUS_OK)
            look(&s, (double)(context / 2), first, count, mean, cell);
    }
    if (s.negative)
        cell[CARD_FIRST_NEGATIVE] = card_beyond(end, NOT_NEGATIVE);
    if (s.horizon)
        cell[CARD_HORIZON] = card_beyond(end, NO_HORIZON);
    return status;
}

static enum status variance(const struct encoding *encoding, const struct qk_law *law,
                            size_t context, struct card_cell *cell)
{
    double distance[CARD_FAR + 1] = {0.0}, at[CARD_FAR + 1];
    card_far_distances(context, distance + 1);
    enum status status = closed_forms(encoding)->variance(encoding, law, CARD_FAR + 1, distance,
                                                          at);
    if (status != STATUS_OK)
        return status;
    cell[CARD_VARIANCE] = at[0] > 0.0 ? card_known(array_average(CARD_FAR, at + 1) / at[0])
                                      : card_without(NO_VARIANCE);
    return STATUS_OK;
}

enum status card_means(const struct encoding *encoding, const struct qk_law *law, size_t context,
                       struct card_cell *cell)
{
    const struct closed_forms *closed = closed_forms(encoding);
    double *distance = malloc(2 * context * sizeof *distance);
    enum status status = distance ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = CARD_FIRST_NEGATIVE; c <= CARD_HORIZON; c++)
        cell[c] = card_without(NO_MEAN);
    if (status == STATUS_OK)
        status = closed->mean ? closed_measure(encoding, law) : STATUS_UNDEFINED;
    if (status == STATUS_OK)
        status = bias(encoding, law, context, distance, distance + context, cell);
    if (status == STATUS_OK || status == STATUS_UNDEFINED)
        status = closed->variance ? variance(encoding, law, context, cell) : STATUS_UNDEFINED;
    free(distance);
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

void card_means_cost(struct cost *cost, const struct encoding *encoding, const struct qk_law *law,
                     double context)
{
    const struct closed_forms *closed = closed_forms(encoding);
    if (closed->mean && closed->moment_seconds) {
        closed_moments_cost(cost, encoding, law, CARD_FAR + 1.0);
        cost_work(cost, closed->moment_pace, 2.0 * context * closed->moment_seconds(encoding), 1.0);
    }
    cost_peak(cost, 2.0 * context * sizeof(double), 0.0, 1.0);
}
