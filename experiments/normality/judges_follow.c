#include <math.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/normality/judges.h"
#include "theory/ground/constants.h"
#include "theory/moments/follow.h"
#include "theory/moments/window_moments.h"

/* How much of a bound of Proposition 1 any query and key use up, and where that is most. */
struct closest {
    double value, base;
    size_t band, pairs;
    struct grid_point at;
};

/* Points judged, those whose band is empty and those whose band is every pair. */
struct tally {
    size_t judged, empty, full;
};

/* A point whose window of moments is there unless the band is empty. */
static enum status take_point(const struct grid_point *point, const struct schedule *schedule,
                              const struct normality_bound *bound, struct window_moments **window,
                              struct tally *tally, struct closest *worst)
{
    double mean, variance, context = grid_number(point, "context"),
                           epsilon = grid_number(point, "eps");
    size_t band;
    enum status status = follow_band(schedule, context, epsilon, &band);
    if (status != STATUS_OK)
        return status;
    tally->judged++;
    tally->empty += band == 0;
    tally->full += band == schedule->pairs;
    if (band == 0)
        return STATUS_OK;
    if (!*window)
        status = window_moments_new(schedule, 0.0, context, window);
    if (status == STATUS_OK)
        status = follow_extremes(*window, band, &mean, &variance);
    if (status != STATUS_OK)
        return status;
    double value = ((bound->moment == MOMENT_MEAN ? mean : variance) +
                    100.0 * (double)band * UNIT_ROUNDING) /
                   epsilon;
    if (claim_larger(value, worst->value))
        *worst = (struct closest){value, schedule->rule.base, band, schedule->pairs, *point};
    return STATUS_OK;
}

/* The point itself, or the longest context of the grid that the experiment holds. */
static struct grid_point shown_at(struct grid_point point)
{
    while (grid_number(&point, "context") > CURVE_HELD_LIMIT && grid_index(&point, "context") > 0)
        point = grid_at(point, "context", grid_index(&point, "context") - 1);
    return point;
}

enum status normality_judge_bound(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const struct normality_bound *bound = subject;
    struct closest worst = {.at = grid_first(grid)};
    struct tally tally = {0};
    struct encoding *encoding = NULL;
    struct window_moments *window = NULL;
    enum status status = STATUS_OK;
    for (struct grid_point point = worst.at; status == STATUS_OK && point.valid;
         grid_next(&point)) {
        if (grid_index(&point, "eps") == 0) { /* all epsilons share a window of moments */
            window_moments_free(window);
            encoding_free(encoding);
            window = NULL;
            encoding = claim_encoding_at(&point);
        }
        status = encoding ? take_point(&point, encoding_schedule(encoding), bound, &window, &tally,
                                       &worst)
                          : STATUS_DOMAIN;
    }
    window_moments_free(window);
    encoding_free(encoding);
    if (status != STATUS_OK)
        return status;
    judge_below(out, worst.value, bound->limit);
    message_set(&out->detail,
                "%zu (schedule, M, eps): H empty at %zu of them, all pairs at %zu; closest %.4f "
                "of the bound at b = %g, h = %zu, M = %s, eps = %s, %zu pairs in H",
                tally.judged, tally.empty, tally.full, worst.value, worst.base, worst.pairs,
                grid_word(&worst.at, "context"), grid_word(&worst.at, "eps"), worst.band);
    struct grid_point shown = shown_at(worst.at);
    out->shown_by = grid_command(1, &shown, NULL);
    return STATUS_OK;
}

/* The largest share of a model's pairs in the band. */
struct cover {
    double share, context, base;
    size_t band, pairs;
    struct grid_point at;
};

static enum status take_model(const struct grid_point *point, struct cover *most)
{
    struct encoding *e = claim_encoding_at(point);
    if (!e)
        return STATUS_DOMAIN;
    const struct schedule *s = encoding_schedule(e);
    double context = grid_has(point->walk, "context") ? grid_number(point, "context") : e->context;
    size_t band, pairs = s->pairs;
    enum status status = follow_band(s, context, grid_number(point, "eps"), &band);
    double share = (double)band / (double)pairs;
    if (status == STATUS_OK && share > most->share)
        *most = (struct cover){share, context, s->rule.base, band, pairs, *point};
    encoding_free(e);
    return status;
}

enum status normality_judge_whole(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const double whole = *(const double *)subject;
    struct cover most = {.at = grid_first(grid)};
    enum status status = STATUS_OK;
    for (struct grid_point point = most.at; status == STATUS_OK && point.valid; grid_next(&point))
        status = take_model(&point, &most);
    if (status != STATUS_OK)
        return status;
    judge_above(out, most.share, whole);
    if (most.share >= whole)
        out->verdict = VERDICT_VERIFIED;
    message_set(&out->detail, "the most any of them has is %zu of %zu pairs: %s, b = %g, M = %.0f",
                most.band, most.pairs, grid_word(&most.at, "model"), most.base, most.context);
    out->shown_by = grid_command(1, &most.at, NULL);
    if (!grid_has(grid, "context"))
        message_add(&out->shown_by, " --context=%.0f", most.context);
    return STATUS_OK;
}
