#include "experiments/locality/judges.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/locality/measure.h"
#include "theory/order/order_average.h"

/* An average's error is half of Student's 95 % interval over its replicates: how much wider it is
 * at the false alarm rate of a claim. */
static double claim_width(void)
{
    const double freedom = ORDER_REPLICATES - 1.0;
    return gsl_cdf_tdist_Qinv(gsl_cdf_ugaussian_Q(claim_z()), freedom) /
           gsl_cdf_tdist_Qinv(0.025, freedom);
}

struct wanted {
    const char *encoding;
    struct qk_law law;
    double context;
    size_t points;
};

static enum status evaluate(void *context, double *value)
{
    const struct wanted *w = context;
    struct encoding *e = claim_encoding("%s", w->encoding);
    struct curve_window window[2];
    struct locality_fraction count;
    struct estimate p = {0};
    enum status status = STATUS_MEMORY;
    locality_window(LOCALITY_HALF, w->context, window);
    if (e && qk_deterministic(&w->law)) {
        struct random_stream unused = {0};
        status = locality_fractions(e, &w->law, &unused, window, 1, &count);
        p = (struct estimate){0.5 * (count.less_lo + count.less_hi),
                              0.5 * (count.less_hi - count.less_lo) + count.tie_hi};
    } else if (e) {
        status = locality_exact(e, &w->law, window, w->points, &p);
        p.err *= claim_width(); /* of rounding too, which is nothing beside it */
    }
    encoding_free(e);
    value[0] = p.val, value[1] = p.err;
    return status;
}

/* P at a point's encoding and model, at any context. */
static enum status probability(const struct grid_point *point, double context, struct estimate *p)
{
    struct message encoding = grid_encoding(point);
    struct wanted wanted = {.encoding = encoding.text, .context = context};
    const double *value = NULL;
    struct message key;
    enum status status = claim_law_at(point, &wanted.law);
    if (status == STATUS_OK && !qk_deterministic(&wanted.law)) /* a count samples nothing */
        wanted.points = (size_t)grid_number(point, "points");
    message_set(&key, "locality %s %s %.0f %zu", encoding.text, grid_word(point, "qk"), context,
                wanted.points);
    if (status == STATUS_OK)
        status = claim_memo(key.text, 2, evaluate, &wanted, &value);
    *p = value ? (struct estimate){value[0], value[1]} : (struct estimate){NAN, NAN};
    return status;
}

static enum status probability_at(const struct grid_point *point, struct estimate *p)
{
    return probability(point, grid_number(point, "context"), p);
}

enum status locality_judge_half(const void *subject, const struct grid_walk *grid,
                                struct judgement *out)
{
    const struct locality_half *question = subject;
    struct grid_point worst = {0};
    struct estimate p, at = {0}, shown;
    double most = 0.0, sure = 0.0;
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        status = probability_at(&point, &p);
        sure = fmax(sure, fabs(p.val - 0.5) - p.err);
        if (claim_larger(fabs(p.val - 0.5) + p.err, most)) {
            most = fabs(p.val - 0.5) + p.err;
            worst = point, at = p;
        }
    }
    if (status != STATUS_OK)
        return status;
    judge_below(out, most, question->limit);
    if (most > question->limit && sure <= question->limit)
        out->verdict = VERDICT_INCONCLUSIVE; /* the errors straddle the limit */
    message_set(&out->detail, "farthest from 1/2: %.4f +- %.4f for %s at M = %s", at.val, at.err,
                grid_encoding(&worst).text, grid_word(&worst, "context"));
    out->shown_by = grid_command(1, &worst, "context");
    for (size_t i = 0; status == STATUS_OK && question->shown[i] > 0.0; i++) {
        status = probability(&worst, question->shown[i], &shown);
        message_add(&out->detail, "%s %.4f at M = %.0f", i ? "," : "; before,", shown.val,
                    question->shown[i]);
    }
    return status;
}

enum status locality_judge_law(const void *subject, const struct grid_walk *grid,
                               struct judgement *out)
{
    const double *limit = subject;
    struct grid_point worst = {0};
    double off = 0.0, at_count = 0.0, at_law = 0.0;
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        struct estimate count;
        struct qk_law qk;
        double law, context = grid_number(&point, "context");
        struct encoding *e = claim_encoding_at(&point);
        status = e ? claim_law_at(&point, &qk) : STATUS_MEMORY;
        if (status == STATUS_OK && context <= grid_number(&point, "base") &&
            locality_law(e, &qk, context, &law)) {
            status = probability_at(&point, &count);
            if (claim_larger(fabs(law - count.val), off)) {
                off = fabs(law - count.val);
                worst = point, at_count = count.val, at_law = law;
            }
        }
        encoding_free(e);
    }
    if (status != STATUS_OK)
        return status;
    judge_below(out, off, *limit);
    message_set(&out->detail,
                "farthest off at b = %s, D = %s, M = %s: %.4f counted, %.4f by the law",
                grid_word(&worst, "base"), grid_word(&worst, "dim"), grid_word(&worst, "context"),
                at_count, at_law);
    out->shown_by = grid_command(1, &worst, "context");
    return STATUS_OK;
}

/* How far b lies above a beyond both errors; negative if not, below by more than the errors if both
 * agree on that. */
static double rise(struct estimate a, struct estimate b)
{
    double d = b.val - a.val, e = a.err + b.err;
    return d > 0.0 ? fmax(d - e, 0.0) : fmin(d + e, 0.0);
}

/* Steps of a trend, and the one that decides. */
struct steps {
    double smallest;
    struct grid_point end[2];
    struct estimate p[2];
    size_t count, falls;
};

static enum status take_step(const struct grid_point end[2], struct steps *steps)
{
    struct estimate p[2];
    enum status status = probability_at(&end[0], &p[0]);
    if (status == STATUS_OK)
        status = probability_at(&end[1], &p[1]);
    double step = rise(p[0], p[1]);
    steps->count++;
    steps->falls += step < 0.0;
    if (step < steps->smallest && steps->smallest >= 0.0) {
        steps->smallest = step;
        for (size_t i = 0; i < 2; i++)
            steps->end[i] = end[i], steps->p[i] = p[i];
    }
    return status;
}

enum status locality_judge_trend(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    const struct locality_trend *question = subject;
    struct steps steps = {.smallest = HUGE_VAL};
    size_t count = grid_count(grid, question->along);
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        size_t from = grid_index(&point, question->along);
        if (from + 1 == count)
            continue;
        struct grid_point end[2] = {point, grid_at(point, question->along, from + 1)};
        if (!question->up_to_base ||
            grid_number(&end[1], "context") <= grid_number(&end[1], "base"))
            status = take_step(end, &steps);
    }
    if (status != STATUS_OK || steps.count == 0)
        return status == STATUS_OK ? STATUS_DOMAIN : status;
    judge_above(out, steps.smallest, 0.0);
    if (steps.smallest == 0.0) /* the errors hide the sign */
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "%zu of %zu steps fall; %s from %.4f at b = %s, M = %s to %.4f at b = %s, M = %s",
                steps.falls, steps.count, steps.falls ? "the first" : "the least rise",
                steps.p[0].val, grid_word(&steps.end[0], "base"),
                grid_word(&steps.end[0], "context"), steps.p[1].val,
                grid_word(&steps.end[1], "base"), grid_word(&steps.end[1], "context"));
    out->shown_by = grid_command(2, steps.end, NULL);
    return STATUS_OK;
}
