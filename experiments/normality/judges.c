#include "experiments/normality/judges.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/normality/measure.h"

/* Curves to measure; without limit, nothing of the limiting law. */
struct curves {
    const char *encoding;
    struct qk_law law;
    size_t draws;
    double context;
    bool limit;
};

static enum status measure(void *context, double *value)
{
    const struct curves *c = context;
    const struct random_stream stream = claim_stream();
    struct encoding *e = claim_encoding("%s", c->encoding);
    enum status status = e ? normality_measure(e, &c->law, &stream, c->draws, c->context, c->limit,
                                               value)
                           : STATUS_DOMAIN;
    encoding_free(e);
    return status;
}

/* The values of a point's curves, at any context. Out: *value [*draws][NORMALITY_VALUES]. */
static enum status curves_of(const struct grid_point *point, double context, bool limit,
                             size_t *draws, const double **value)
{
    struct message encoding = grid_encoding(point);
    struct curves curves = {.encoding = encoding.text, .context = context, .limit = limit};
    struct message key;
    enum status status = claim_law_at(point, &curves.law);
    if (status != STATUS_OK)
        return status;
    curves.draws = *draws = qk_deterministic(&curves.law) ? 1 : (size_t)grid_number(point, "pairs");
    message_set(&key, "normality %s %s %.0f %zu %d", encoding.text, grid_word(point, "qk"), context,
                *draws, limit);
    return claim_memo(key.text, *draws * NORMALITY_VALUES, measure, &curves, value);
}

/* ---- DU's split ---- */

/* A part of the split at a point: how far over the tolerance it is off for certain, and at most. */
struct split_found {
    double least, most;
    double ks_own, ks_split, error, ratio; /* error: the median's */
    size_t draws;
    struct grid_point at;
};

/* One draw's distance, size of the error of the mean in deviations, or relative error of the
 * spread. */
static double answer(const struct normality_split *split, const double *v, double error)
{
    switch (split->part) {
    case PART_SHAPE:
        return v[NORMALITY_KS_SPLIT];
    case PART_MEAN:
        return fabs(error);
    default:
        return v[NORMALITY_LAW_SD] / v[NORMALITY_SD] - 1.0;
    }
}

/* Limits of a point's answer at a claim's confidence, whatever the law: of a distance's mean, which
 * is bounded, and of an error's median. */
static enum status answer_limits(const struct normality_split *split, size_t draws, double *x,
                                 double *lo, double *hi)
{
    double ignored;
    *lo = *hi = x[0];
    if (draws == 1)
        return STATUS_OK;
    if (split->part != PART_SHAPE)
        return interval_median(draws, x, claim_level(), &ignored, lo, hi);
    for (size_t d = 0; d < draws; d++)
        x[d] = fmin(x[d], 1.0); /* up to rounding */
    return interval_bounded(draws, x, claim_level(), &ignored, lo, hi);
}

static enum status find_split(const struct normality_split *split, const struct grid_point *point,
                              struct split_found *out)
{
    size_t draws = 0;
    const double *value = NULL;
    enum status status = curves_of(point, grid_number(point, "context"), false, &draws, &value);
    double *x = status == STATUS_OK ? malloc(2 * draws * sizeof *x) : NULL;
    if (!x)
        return status == STATUS_OK ? STATUS_MEMORY : status;
    double *size = x + draws;
    *out = (struct split_found){.draws = draws, .at = *point};
    for (size_t d = 0; d < draws; d++) {
        const double *v = value + d * NORMALITY_VALUES, n = (double)draws;
        double error = (v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
        x[d] = answer(split, v, error);
        out->ks_own += v[NORMALITY_KS_NORMAL] / n;
        out->ks_split += v[NORMALITY_KS_SPLIT] / n;
        size[d] = fabs(error);
        out->ratio += v[NORMALITY_LAW_SD] / v[NORMALITY_SD] / n;
    }
    double lo, hi, least, most;
    status = answer_limits(split, draws, x, &lo, &hi);
    if (status == STATUS_OK)
        status = interval_median(draws, size, 0.95, &out->error, &least, &most);
    if (split->part == PART_SPREAD) { /* of either sign */
        double far = fmax(hi, -lo);
        lo = fmax(0.0, fmax(lo, -hi)), hi = far;
    }
    out->least = lo - split->tolerance;
    out->most = hi - split->tolerance;
    free(x);
    return status;
}

enum status normality_judge_split(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    double highest = -HUGE_VAL;
    struct split_found worst = {.least = -HUGE_VAL}, found;
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); point.valid; grid_next(&point)) {
        status = find_split(subject, &point, &found);
        if (status != STATUS_OK)
            return status;
        highest = fmax(highest, found.most);
        if (claim_larger(found.least, worst.least))
            worst = found;
    }
    judge_below(out, worst.least, 0.0);
    if (out->verdict == VERDICT_VERIFIED) {
        judge_below(out, highest, 0.0);
        if (out->verdict != VERDICT_VERIFIED)
            out->verdict = VERDICT_INCONCLUSIVE; /* an interval straddles the limit */
    }
    message_set(&out->detail,
                "b = %g, M = %s, %zu draw%s: the split's mean is off by %.3f standard deviations "
                "(median), its sd is %.3f of the true one, the Kolmogorov distance to "
                "its normal law %.3f, to the normal law with the curve's own mean and sd %.4f",
                grid_number(&worst.at, "base"), grid_word(&worst.at, "context"), worst.draws,
                worst.draws == 1 ? "" : "s", worst.error, worst.ratio, worst.ks_split,
                worst.ks_own);
    out->shown_by = grid_command(1, &worst.at, NULL);
    return STATUS_OK;
}

/* ---- The limit of long contexts ---- */

/* One curve: its distances from its normal and its limiting law, and theirs from each other. */
struct distances {
    double normal, limit, own;
    struct grid_point at;
};

/* Relative to the two laws' own distance: the curve nearest to normal, the one farthest from its
 * limit, and how many there were. */
struct extremes {
    double least, most;
    struct distances nearest, farthest;
    size_t curves;
};
static const struct extremes nothing = {.least = HUGE_VAL};

static enum status take_curves(const struct grid_point *point, double context, struct extremes *e)
{
    size_t draws = 0;
    const double *v = NULL;
    enum status status = curves_of(point, context, true, &draws, &v);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++, v += NORMALITY_VALUES) {
        struct distances curve = {.normal = v[NORMALITY_KS_NORMAL],
                                  .limit = v[NORMALITY_KS_LIMIT] + v[NORMALITY_LIMIT_ERROR],
                                  .own = v[NORMALITY_LIMIT_NORMAL],
                                  .at = *point};
        e->curves++;
        if (claim_smaller(curve.normal / curve.own, e->least))
            e->least = curve.normal / curve.own, e->nearest = curve;
        if (claim_larger(curve.limit / curve.own, e->most))
            e->most = curve.limit / curve.own, e->farthest = curve;
    }
    return status;
}

static enum status take_grid(const struct grid_walk *grid, struct extremes *e)
{
    enum status status = STATUS_OK;
    *e = nothing;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point))
        status = take_curves(&point, grid_number(&point, "context"), e);
    return status;
}

enum status normality_judge_vanish(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out)
{
    struct extremes e;
    enum status status = take_grid(grid, &e);
    if (status != STATUS_OK)
        return status;
    judge_below(out, e.least, *(const double *)subject);
    message_set(&out->detail,
                "at M = %s none of %zu curves per encoding is nearer to its normal law than %.3f "
                "of its limiting law's own distance from normal (%s): a bounded sum of h cosines "
                "is not normal, and longer windows make it its limit",
                grid_word(&e.nearest.at, "context"), e.curves / grid_count(grid, "dim"), e.least,
                grid_encoding(&e.nearest.at).text);
    out->shown_by = grid_command(1, &e.nearest.at, NULL);
    return STATUS_OK;
}

enum status normality_judge_limit(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const struct normality_limit *question = subject;
    struct extremes e, before = nothing;
    enum status status = take_grid(grid, &e);
    if (status != STATUS_OK)
        return status;
    double shorter = question->shown * grid_number(&e.farthest.at, "context");
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point))
        if (grid_index(&point, "dim") == grid_index(&e.farthest.at, "dim"))
            status = take_curves(&point, shorter, &before);
    judge_below(out, e.most, question->share);
    message_set(&out->detail,
                "worst of %zu curves each, %s at M = %s: Kolmogorov distance to the limiting law "
                "%.2g, to the normal law %.2g, between the two laws %.2g; at M = %.0f the distance "
                "to the limiting law was still %.2g",
                e.curves / grid_count(grid, "dim"), grid_encoding(&e.farthest.at).text,
                grid_word(&e.farthest.at, "context"), e.farthest.limit, e.farthest.normal,
                e.farthest.own, shorter, before.farthest.limit);
    out->shown_by = grid_command(1, &e.farthest.at, NULL);
    return status;
}

enum status normality_judge_dependent(const void *subject, const struct grid_walk *grid,
                                      struct judgement *out)
{
    struct extremes e;
    enum status status = take_grid(grid, &e);
    if (status != STATUS_OK)
        return status;
    struct encoding *encoding = claim_encoding_at(&e.farthest.at);
    if (!encoding)
        return STATUS_MEMORY;
    const struct schedule *s = encoding_schedule(encoding);
    judge_below(out, e.most, *(const double *)subject);
    message_set(&out->detail, "frequencies 1");
    for (size_t n = 1; n < s->pairs; n++)
        message_add(&out->detail, ", 1/%.4g", s->turn_hi[0] / s->turn_hi[n]);
    message_add(&out->detail,
                ": at M = %s, %.0f turns of the slowest pair, a curve is still at Kolmogorov "
                "distance %.4f from the law of independent phases, and at %.4f from the normal law",
                grid_word(&e.farthest.at, "context"),
                grid_number(&e.farthest.at, "context") * s->turn_hi[s->pairs - 1], e.farthest.limit,
                e.farthest.normal);
    out->shown_by = grid_command(1, &e.farthest.at, NULL);
    encoding_free(encoding);
    return STATUS_OK;
}
