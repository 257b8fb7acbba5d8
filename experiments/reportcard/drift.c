#include "experiments/reportcard/drift.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"
#include "kernels/counts/dtype.h"

static const char NOT_FORMED[] = "what a model forms of a query and a key is not known here",
                  OVERFLOWS[] = "the vectors that a model forms overflow within the context";

enum { DISTANCES = 16 };

static double distance_of(const struct card_plan *plan, size_t i)
{
    return (double)((2 * i + 1) * plan->context / (2 * DISTANCES));
}

static size_t width_of(const struct card_plan *plan)
{
    return plan->encoding->type->factors->width(plan->encoding->state);
}

/* A vector at a position, rounded. */
static void formed(const struct card_plan *plan, enum factor_side side, double position,
                   const double *vector, double *out)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    size_t width = width_of(plan);
    plan->encoding->type->factors->form(plan->encoding->state, side, position, vector, out);
    for (size_t i = 0; i < width; i++)
        out[i] = dtype_round(&rounding, out[i]);
}

static double product(size_t width, const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < width; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Mean square change of one draw. */
static enum status draw(const void *context, size_t unit, void *lane, void *part)
{
    const struct card_plan *plan = context;
    size_t dim = plan->encoding->dim, width = width_of(plan);
    double *query = lane, *key = query + dim, *turned = key + dim, *still = turned + width,
           *moved = still + width, *work = moved + width, *out = part,
           shift = (double)plan->context;
    enum status status = qk_draw(plan->law, plan->stream, unit, dim, work, query, key);
    if (status != STATUS_OK)
        return status;
    formed(plan, FACTOR_KEY, 0.0, key, still);
    formed(plan, FACTOR_KEY, shift, key, moved);
    *out = 0.0;
    for (size_t i = 0; i < DISTANCES; i++) {
        double r = distance_of(plan, i), before, change;
        formed(plan, FACTOR_QUERY, r, query, turned);
        before = product(width, turned, still);
        formed(plan, FACTOR_QUERY, r + shift, query, turned);
        change = product(width, turned, moved) - before;
        *out += change * change / DISTANCES;
    }
    *out = isfinite(*out) ? *out : HUGE_VAL;
    return STATUS_OK;
}

static size_t lane_size(const struct card_plan *plan)
{
    size_t dim = plan->encoding->dim;
    return (2 * dim + 3 * width_of(plan) + qk_work_size(dim)) * sizeof(double);
}

/* Root of the mean square, with the limits that the squares without each draw give. */
static struct card_cell limits(size_t draws, double *square)
{
    double sum = 0.0, lo, hi, count = (double)draws;
    for (size_t d = 0; d < draws; d++)
        sum += square[d];
    if (!isfinite(sum))
        return card_without(OVERFLOWS);
    if (draws == 1)
        return card_known(sqrt(sum));
    for (size_t d = 0; d < draws; d++)
        square[d] = fmax(sum - square[d], 0.0) / (count - 1.0);
    interval_jackknife(draws, sum / count, square, 0.95, &lo, &hi);
    return card_between(sqrt(sum / count), sqrt(lo), sqrt(hi));
}

enum status card_drift(const struct card_plan *plan, struct card_cell *out)
{
    const struct encoding_type *type = plan->encoding->type;
    bool unknown = type->kind == ENCODING_GROUP || type->kind == ENCODING_PATH;
    *out = unknown ? card_without(NOT_FORMED) : card_known(0.0);
    if (!type->factors)
        return STATUS_OK;
    double *square = malloc(plan->draws * sizeof *square);
    struct driver_work work = {.units = plan->draws,
                               .context = plan,
                               .lane_size = lane_size(plan),
                               .part_size = sizeof *square,
                               .run = draw,
                               .result = square,
                               .result_size = plan->draws * sizeof *square};
    enum status status = square ? driver_run(&work) : STATUS_MEMORY;
    if (status == STATUS_OK)
        *out = limits(plan->draws, square);
    free(square);
    return status;
}

void card_drift_cost(struct cost *cost, const struct card_plan *plan)
{
    if (!plan->encoding->type->factors)
        return;
    double draws = (double)plan->draws;
    cost_work(cost, PACE_SCALAR,
              draws * (price_draw(plan->law, plan->encoding->dim, SECOND_NONE) +
                       2.0 * (DISTANCES + 1) * (double)width_of(plan) *
                           plan->encoding->type->factors->seconds(plan->encoding->state)),
              draws);
    cost_peak(cost, draws * sizeof(double), (double)lane_size(plan), draws);
}
