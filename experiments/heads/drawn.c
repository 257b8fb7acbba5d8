#include "experiments/heads/drawn.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/curve_shares.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/heads/measured.h"

static const double LEVEL = 0.95;

/* Of one draw: the values that are no shares with ties, and the two that are. */
struct taken {
    double amplitude, positional, alias;
    struct share reversed, inverted;
};

enum { TAKEN_DOUBLES = sizeof(struct taken) / sizeof(double) };

static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct drawn_plan *asked = plan->context;
    const struct encoding *encoding = asked->encoding;
    struct taken *out = (struct taken *)(void *)result;
    size_t m = asked->context;
    double most, sum = amplitude_sum(encoding->dim, draw->query, draw->key[0], &most);
    out->amplitude = sum > 0.0 ? most / sum : NAN;
    out->positional = positional_score(encoding, draw->query, draw->key[0], m, draw->score[0][0]);
    out->reversed = plan->second == SECOND_NONE ? (struct share){0.0, 0.0, 0.0}
                                                : reversed_share(draw, m + 1, m);
    out->inverted = inverted_share(draw, m, scratch);
    return alias_share(draw, m, scratch, &out->alias);
}

static struct curve_plan curves_of(const struct drawn_plan *plan)
{
    struct curve_plan curves = curve_shares_plan(plan->encoding, plan->law, plan->stream,
                                                 plan->draws, plan->context);
    curves.context = plan;
    curves.results = TAKEN_DOUBLES;
    curves.visit = visit;
    return curves;
}

/* The mean of a number over the draws that have it. */
static enum status summarise(size_t draws, const double *value, bool in_unit, double *column,
                             struct token_estimate *out)
{
    size_t count = 0;
    *out = measured_none;
    for (size_t d = 0; d < draws; d++)
        if (isfinite(value[d * TAKEN_DOUBLES]))
            column[count++] = value[d * TAKEN_DOUBLES];
    if (count < 2) {
        out->value = out->lo = out->hi = count == 1 ? column[0] : NAN;
        return STATUS_OK;
    }
    struct sample sample = sample_of(count, column);
    out->error = sample_mean_error(&sample);
    if (in_unit)
        return interval_fraction(count, column, LEVEL, &out->value, &out->lo, &out->hi);
    enum status status = interval_mean(count, column, LEVEL, &out->value, &out->lo, &out->hi);
    interval_keep(0.0, HUGE_VAL, out->value, &out->lo, &out->hi);
    return status;
}

/* The mean of a share. */
static enum status orders(size_t draws, const struct share *share, struct token_estimate *out)
{
    double square = 0.0;
    *out = measured_none;
    enum status status = share_mean(draws == 1, draws, share, LEVEL, &out->value, &out->lo,
                                    &out->hi);
    for (size_t d = 0; d < draws; d++)
        square += pow(share[d].value - out->value, 2.0);
    if (draws > 1)
        out->error = sqrt(square / ((double)draws * (double)(draws - 1)));
    return status;
}

static enum status gather(size_t draws, bool keys, const struct taken *taken, double *column,
                          struct share *share, struct token_estimate *out)
{
    enum status status = summarise(draws, &taken->amplitude, true, column,
                                   &out[DRAWN_AMPLITUDE_MAX]);
    if (status == STATUS_OK)
        status = summarise(draws, &taken->positional, false, column, &out[DRAWN_POSITIONAL]);
    if (status == STATUS_OK)
        status = summarise(draws, &taken->alias, true, column, &out[DRAWN_P_ALIAS]);
    for (size_t d = 0; d < draws; d++)
        share[d] = taken[d].inverted;
    if (status == STATUS_OK)
        status = orders(draws, share, &out[DRAWN_P_INV]);
    out[DRAWN_SEMANTIC] = measured_none;
    for (size_t d = 0; d < draws; d++) {
        const struct share *r = &taken[d].reversed;
        share[d] = (struct share){1.0 - r->value, 1.0 - r->most, 1.0 - r->least};
    }
    return status == STATUS_OK && keys ? orders(draws, share, &out[DRAWN_SEMANTIC]) : status;
}

enum status drawn_take(const struct drawn_plan *plan, struct token_estimate *out)
{
    struct curve_plan curves = curves_of(plan);
    struct taken *taken = malloc(plan->draws * sizeof *taken);
    struct share *share = malloc(plan->draws * sizeof *share);
    double *column = malloc(plan->draws * sizeof *column);
    enum status status = taken && share && column ? curve_draws(&curves, &taken->amplitude)
                                                  : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = gather(plan->draws, curves.second != SECOND_NONE, taken, column, share, out);
    if (status == STATUS_OK) { /* the largest of so many is no less than their mean */
        struct token_estimate *most = &out[DRAWN_AMPLITUDE_MAX];
        interval_keep(2.0 / (double)plan->encoding->dim, 1.0, most->value, &most->lo, &most->hi);
    }
    free(taken);
    free(share);
    free(column);
    return status;
}

void drawn_cost(struct cost *cost, const struct drawn_plan *plan)
{
    /* seconds of a visit per distance of the context */
    static const double VISIT = 25e-9;
    struct curve_plan curves = curves_of(plan);
    price_curve_draws(cost, &curves, VISIT * (double)plan->context);
    cost_peak(cost,
              (double)plan->draws *
                  (double)(sizeof(struct taken) + sizeof(struct share) + sizeof(double)),
              0.0, 1.0);
}
