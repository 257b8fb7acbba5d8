#include "experiments/reportcard/drawn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/reportcard/visit.h"

static const double LEVEL = 0.95;

static const char ONE_KEY[] = "the model gives a query one key only",
                  NO_LENGTH[] = "no vectors have any length",
                  NO_START[] = "the mean score at distance 0 cannot be told from 0",
                  NO_VARIANCE[] = "the score at distance 0 does not vary";

/* Results of all draws, and room for one number of each twice. */
struct taken {
    const struct card_plan *plan;
    bool one; /* draw, since all are alike */
    double *value, *room;
};

static double of(const struct taken *t, size_t draw, size_t which)
{
    return t->value[draw * TAKEN_VALUES + which];
}

static enum status share(const struct taken *t, size_t which, struct card_cell *out)
{
    size_t draws = t->plan->draws;
    struct share *each = malloc(draws * sizeof *each);
    if (!each)
        return STATUS_MEMORY;
    for (size_t d = 0; d < draws; d++)
        memcpy(&each[d], &t->value[d * TAKEN_VALUES + which], sizeof *each);
    *out = card_known(0.0);
    enum status status = share_mean(t->one, draws, each, LEVEL, &out->value, &out->lo, &out->hi);
    free(each);
    return status;
}

/* 1 less the reversed share. */
static enum status semantic(const struct taken *t, struct card_cell *out)
{
    struct card_cell reversed;
    enum status status = share(t, TAKEN_REVERSED, &reversed);
    *out = card_between(1.0 - reversed.value, 1.0 - reversed.hi, 1.0 - reversed.lo);
    return status;
}

static enum status median(const struct taken *t, size_t which, struct card_cell *out)
{
    for (size_t d = 0; d < t->plan->draws; d++)
        t->room[d] = of(t, d, which);
    *out = card_known(t->room[0]);
    return t->one
               ? STATUS_OK
               : interval_median(t->plan->draws, t->room, LEVEL, &out->value, &out->lo, &out->hi);
}

/* Mean of a number, no less than 0, over the draws that have it. */
static enum status mean(const struct taken *t, size_t which, struct card_cell *out)
{
    size_t count = 0;
    for (size_t d = 0; d < t->plan->draws; d++)
        if (!isnan(of(t, d, which)))
            t->room[count++] = of(t, d, which);
    if (count < 2 && !(t->one && count == 1)) {
        *out = card_without(NO_LENGTH);
        return STATUS_OK;
    }
    *out = card_known(t->room[0]);
    if (t->one)
        return STATUS_OK;
    enum status status = interval_mean(count, t->room, LEVEL, &out->value, &out->lo, &out->hi);
    interval_keep(0.0, HUGE_VAL, out->value, &out->lo, &out->hi);
    return status;
}

/* A ratio of two means over draws, whose residuals u_d - ratio v_d over the mean of v have
 * Student's limits.
 * In: room holds u, then v [draws]; above, below, their sums. */
static void ratio(const struct taken *t, double above, double below, struct card_cell *out)
{
    size_t draws = t->plan->draws;
    double *u = t->room, *v = u + draws;
    *out = card_known(above / below);
    if (t->one)
        return;
    for (size_t d = 0; d < draws; d++)
        u[d] = (u[d] - out->value * v[d]) * (double)draws / below;
    struct sample sample = sample_of(draws, u);
    double half = interval_student(&sample, LEVEL);
    *out = card_between(out->value, out->value - half, out->value + half);
}

/* Mean over the far half over that at distance 0, if five standard errors tell that from 0. */
static void aligned(const struct taken *t, struct card_cell *out)
{
    size_t draws = t->plan->draws;
    double *far = t->room, *zero = far + draws, above = 0.0;
    for (size_t d = 0; d < draws; d++) {
        far[d] = of(t, d, TAKEN_FAR);
        zero[d] = of(t, d, TAKEN_SCORE);
        above += far[d];
    }
    struct sample sample = sample_of(draws, zero);
    bool present = t->one ? zero[0] != 0.0 : fabs(sample.mean) > 5.0 * sample_mean_error(&sample);
    *out = card_without(NO_START);
    if (present)
        ratio(t, above, sample.mean * (double)draws, out);
}

/* A ratio of two sums of squares about means over draws, and its limits by the ratios without each
 * draw, where a sum is less by n/(n - 1) times that draw's square.
 * In: room holds squares above, then below [draws]; above, below, their sums. */
static void variance_ratio(const struct taken *t, double above, double below, struct card_cell *out)
{
    size_t draws = t->plan->draws;
    double *u = t->room, *v = u + draws, part = (double)draws / ((double)draws - 1.0);
    *out = card_known(above / below);
    for (size_t d = 0; d < draws; d++)
        u[d] = fmax(above - part * u[d], 0.0) / fmax(below - part * v[d], 0.0);
    interval_jackknife(draws, out->value, u, LEVEL, &out->lo, &out->hi);
}

/* Mean variance at the far distances over that at 0. */
static void variance(const struct taken *t, struct card_cell *out)
{
    size_t draws = t->plan->draws;
    double centre[1 + CARD_FAR] = {0.0}, *far = t->room, *zero = far + draws, above = 0.0,
                      below = 0.0, largest = 0.0;
    for (size_t i = 0; i <= CARD_FAR; i++)
        for (size_t d = 0; d < draws; d++)
            centre[i] += of(t, d, TAKEN_SCORE + i) / (double)draws;
    for (size_t d = 0; d < draws; d++) {
        zero[d] = pow(of(t, d, TAKEN_SCORE) - centre[0], 2.0);
        far[d] = 0.0;
        for (size_t i = 1; i <= CARD_FAR; i++)
            far[d] += pow(of(t, d, TAKEN_SCORE + i) - centre[i], 2.0) / CARD_FAR;
        above += far[d];
        below += zero[d];
        largest = fmax(largest, fabs(of(t, d, TAKEN_SCORE)));
    }
    *out = card_without(NO_VARIANCE);
    /* equal scores whose mean is rounded do not vary */
    if (!t->one && below > (double)draws * pow(1e-14 * largest, 2.0))
        variance_ratio(t, above, below, out);
}

/* The cells, from the results. */
static enum status gather(const struct taken *t, struct card_cell *cell)
{
    bool keys = card_curves(t->plan).second != SECOND_NONE;
    enum status status = share(t, TAKEN_INVERTED, &cell[CARD_POSITION_INVERSION]);
    cell[CARD_TOKEN_INVERSION] = cell[CARD_TOKEN_ALIASING] = cell[CARD_SEMANTIC] = card_without(
        ONE_KEY);
    if (status == STATUS_OK && keys)
        status = share(t, TAKEN_FLIPPED, &cell[CARD_TOKEN_INVERSION]);
    if (status == STATUS_OK && keys)
        status = semantic(t, &cell[CARD_SEMANTIC]);
    if (status == STATUS_OK && keys)
        status = median(t, TAKEN_TOKEN_ALIAS, &cell[CARD_TOKEN_ALIASING]);
    if (status == STATUS_OK)
        status = median(t, TAKEN_ALIAS, &cell[CARD_POSITION_ALIASING]);
    if (status == STATUS_OK)
        status = mean(t, TAKEN_POSITIONAL, &cell[CARD_POSITIONAL]);
    if (status == STATUS_OK && isnan(cell[CARD_ALIGNED_MEAN].value))
        aligned(t, &cell[CARD_ALIGNED_MEAN]);
    if (status == STATUS_OK && isnan(cell[CARD_VARIANCE].value))
        variance(t, &cell[CARD_VARIANCE]);
    return status;
}

enum status card_drawn(const struct card_plan *plan, struct card_cell *cell)
{
    struct taken t = {.plan = plan, .one = plan->draws == 1};
    struct curve_plan curves = card_curves(plan);
    t.value = malloc((TAKEN_VALUES + 2) * plan->draws * sizeof *t.value);
    enum status status = t.value ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        t.room = t.value + TAKEN_VALUES * plan->draws;
        status = curve_draws(&curves, t.value);
    }
    if (status == STATUS_OK)
        status = gather(&t, cell);
    free(t.value);
    return status;
}

void card_drawn_cost(struct cost *cost, const struct card_plan *plan)
{
    /* seconds of a visit per distance of the context */
    static const double VISIT = 24e-9;
    struct curve_plan curves = card_curves(plan);
    price_curve_draws(cost, &curves, VISIT * (double)plan->context);
    cost_peak(cost, (double)(TAKEN_VALUES + 6) * (double)plan->draws * sizeof(double), 0.0, 1.0);
}
