/* The criteria as rows: formulas, and what searches found. */
#include <math.h>

#include "experiments/bounds/measure.h"
#include "theory/ground/constants.h"
#include "theory/limits/length_bounds.h"

const char *const criterion_names[CRITERION_COUNT] = {
    [CRITERION_MEN] = "men",
    [CRITERION_SCALE_REACH] = "scale-reach",
    [CRITERION_SCALE_CRITICAL] = "scale-critical",
    [CRITERION_SCALE_BETA_1] = "scale-beta-1",
    [CRITERION_SCALE_BETA_2] = "scale-beta-2",
    [CRITERION_SCALE_BETA_3] = "scale-beta-3",
    [CRITERION_PHASE_ALIAS] = "phase-alias",
    [CRITERION_PHASE_ALIAS_EXACT] = "phase-alias-exact",
    [CRITERION_PHASE_DC] = "phase-dc",
    [CRITERION_PHASE_DC_EXACT] = "phase-dc-exact",
    [CRITERION_PHASE_DEPTH] = "phase-depth",
    [CRITERION_PHASE_DEPTH_EXACT] = "phase-depth-exact",
    [CRITERION_PHASE_PRECISION] = "phase-precision",
    [CRITERION_PHASE_PRECISION_EXACT] = "phase-precision-exact",
    [CRITERION_TAPA_GAP] = "tapa-gap",
};

/* A number if it is finite and there is one. */
static struct bound some(bool present, double value)
{
    return (struct bound){present && isfinite(value), false, value};
}

/* The slowest pair turns by at most an angle over the context: of 1/b, or of its own frequency. */
static void slowest(const struct bounds_subject *s, bool exact, double angle, double context,
                    struct bounds_row *row)
{
    if (exact) {
        row->base_least = some(s->dim > 2, base_of_slowest(s->dim, s->turn, angle / context));
        row->context_most = some(true, angle / s->slowest);
    } else {
        row->base_least = some(true, s->turn * context / angle);
        row->context_most = some(s->base.present, s->base.value * angle / s->turn);
    }
}

/* A pair that turns by 1/b, or the slowest, still moves in the format. */
static void precision(const struct bounds_subject *s, bool exact, double unit,
                      struct bounds_row *row)
{
    row->base_most = exact ? some(s->dim > 2, base_of_slowest(s->dim, s->turn, unit))
                           : some(true, s->turn / unit);
    row->holds = exact ? some(true, s->slowest > unit)
                       : some(s->base.present, s->turn / s->base.value > unit);
}

/* SCALE is about plain RoPE in radians and how its base was changed. */
static void scale(enum criterion criterion, const struct bounds_subject *s,
                  const struct bounds_request *request, double context, struct bounds_row *row)
{
    static const double angle[] = {HALF_PI, PI, TWO_PI};
    size_t critical;
    bool long_enough = context > TWO_PI;
    if (s->turn != 1.0 || !s->whole)
        return;
    switch (criterion) {
    case CRITERION_SCALE_REACH:
        if (scale_critical_dim(s->dim, request->train_base, request->train, &critical) != STATUS_OK)
            return;
        row->base_least = some(long_enough, scale_base(s->dim, critical, context));
        row->context_most = some(s->base.present, scale_reach(s->dim, critical, s->base.value));
        return;
    case CRITERION_SCALE_CRITICAL:
        row->base_least = some(long_enough,
                               scale_critical_base(request->train_base, request->train, context));
        row->context_most = some(
            s->base.present && s->base.value > 1.0,
            scale_critical_context(request->train_base, request->train, s->base.value));
        return;
    default:
        row->base_most = some(true, context / angle[criterion - CRITERION_SCALE_BETA_1]);
        row->context_least = some(s->base.present,
                                  s->base.value * angle[criterion - CRITERION_SCALE_BETA_1]);
        row->holds = some(s->base.present, s->base.value <= row->base_most.value);
    }
}

/* What was searched holds below the first violation, or up to the limit if none was seen. */
static void searched(bool defined, struct bound first, double limit, double context,
                     struct bounds_row *row)
{
    row->context_most = first;
    row->holds = some(defined && (first.present || context <= limit),
                      !first.present || context <= first.value);
}

struct bounds_row bounds_row_of(enum criterion criterion, const struct bounds_subject *s,
                                const struct bounds_request *request,
                                const struct bounds_found *found, double context,
                                struct bound least, struct bound gap)
{
    struct bounds_row row = {0};
    bool far = found->gap && context > floor(s->base.value) + 1.0;
    switch (criterion) {
    case CRITERION_MEN:
        searched(true, found->negative, request->limit, context, &row);
        row.base_least = least;
        return row;
    case CRITERION_TAPA_GAP:
        searched(far, found->horizon, floor(s->base.value) + request->limit, context, &row);
        row.base_least = gap;
        return row;
    case CRITERION_PHASE_ALIAS:
    case CRITERION_PHASE_ALIAS_EXACT:
        slowest(s, criterion == CRITERION_PHASE_ALIAS_EXACT, TWO_PI, context, &row);
        break;
    case CRITERION_PHASE_DC:
    case CRITERION_PHASE_DC_EXACT:
        slowest(s, criterion == CRITERION_PHASE_DC_EXACT, phase_angle(request->eps, 1.0), context,
                &row);
        break;
    case CRITERION_PHASE_DEPTH:
    case CRITERION_PHASE_DEPTH_EXACT:
        slowest(s, criterion == CRITERION_PHASE_DEPTH_EXACT,
                phase_angle(request->eps, request->depth), context, &row);
        break;
    case CRITERION_PHASE_PRECISION:
    case CRITERION_PHASE_PRECISION_EXACT:
        precision(s, criterion == CRITERION_PHASE_PRECISION_EXACT, request->unit, &row);
        return row;
    default:
        scale(criterion, s, request, context, &row);
    }
    if (row.context_most.present)
        row.holds = some(true, context <= row.context_most.value);
    return row;
}
