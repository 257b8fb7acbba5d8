#include "experiments/aliasing/judges.h"

#include <math.h>
#include <stdlib.h>

enum status alias_judge_level(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    const struct alias_level *level = subject;
    struct grid_point at = grid_first(grid);
    struct alias_mean mean, worst = {0.0, 0.0, 0.0};
    double clearance = HUGE_VAL;
    bool over = false; /* beyond the limit for certain, which decides before what is near it */
    for (struct grid_point point = at; point.valid; grid_next(&point)) {
        enum status status = alias_mean_at(&point, level->statistic, &mean);
        if (status != STATUS_OK)
            return status;
        double clear = level->above ? mean.lo - level->limit : level->limit - mean.hi;
        bool certain = level->above ? mean.hi < level->limit : mean.lo > level->limit;
        if (certain > over || (certain == over && claim_smaller(clear, clearance))) {
            clearance = clear;
            over = certain;
            at = point, worst = mean;
        }
    }
    (level->above ? judge_above : judge_below)(out, level->above ? worst.lo : worst.hi,
                                               level->limit);
    if (out->verdict == VERDICT_REFUTED && !over && alias_draws(&at) > 1)
        out->verdict = VERDICT_INCONCLUSIVE; /* the interval straddles the limit */
    message_set(
        &out->detail,
        "%s, %s: nearest to the limit at base %s, context %s: mean %.4g, the median's limits %.4g and "
        "%.4g from %s draws",
        level->statistic->name, grid_word(&at, "dtype"), grid_word(&at, "base"),
        grid_word(&at, "context"), worst.mean, worst.lo, worst.hi, grid_word(&at, "pairs"));
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}

/* The change between two points on the draws they share: its median, and both means. */
struct change {
    struct grid_point end[2];
    double mean[2];
    /* positive in the direction claimed, relative to the mean at the first end */
    struct alias_mean by;
};

/* Fills in the means and the change between both ends, whose pairs become those they share. */
static enum status take_change(const struct alias_trend *trend, struct change *change)
{
    const struct alias_statistic *statistic = trend->statistic;
    struct grid_point *end = change->end;
    const double *count[2] = {NULL, NULL};
    size_t context[2], fewer = alias_draws(&end[1]) < alias_draws(&end[0]), n;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
        context[i] = (size_t)grid_number(&end[i], "context");
        status = alias_counts(&end[i], false, &count[i]);
    }
    if (status != STATUS_OK)
        return status;
    end[1 - fewer] = grid_at(end[1 - fewer], "pairs", grid_index(&end[fewer], "pairs"));
    n = alias_draws(&end[0]);
    double *difference = malloc(n * sizeof *difference);
    change->mean[0] = change->mean[1] = 0.0;
    for (size_t d = 0; difference && d < n; d++) {
        double value[2];
        for (size_t i = 0; i < 2; i++) {
            value[i] = alias_value(statistic, count[i], d, context[i]);
            change->mean[i] += value[i] / (double)n;
        }
        difference[d] = trend->rises ? value[1] - value[0] : value[0] - value[1];
    }
    status = difference ? alias_limits(n, difference, &change->by) : STATUS_MEMORY;
    free(difference);
    change->by.mean /= change->mean[0];
    change->by.lo /= change->mean[0];
    change->by.hi /= change->mean[0];
    return status == STATUS_OK && !(change->mean[0] > 0.0) ? STATUS_UNDEFINED : status;
}

/* Looks for the weakest change from the first value along the axis to the last, and for the first
 * step the other way, which ends the search. */
static enum status search(const struct alias_trend *trend, const struct grid_walk *grid,
                          struct change *found, bool *contrary)
{
    size_t last = grid_count(grid, trend->along) - 1;
    double smallest = HUGE_VAL;
    *contrary = false;
    for (struct grid_point line = grid_first(grid); line.valid; grid_next(&line)) {
        if (grid_index(&line, trend->along) > 0)
            continue;
        /* step 0 is the whole way, s > 0 from s - 1 to s */
        for (size_t s = 0; s <= last; s++) {
            struct change step = {.end = {grid_at(line, trend->along, s == 0 ? 0 : s - 1),
                                          grid_at(line, trend->along, s == 0 ? last : s)}};
            enum status status = take_change(trend, &step);
            if (status != STATUS_OK)
                return status;
            *contrary = s > 0 && step.by.hi < 0.0;
            if (*contrary || (s == 0 && claim_smaller(step.by.lo, smallest))) {
                smallest = step.by.lo;
                *found = step;
            }
            if (*contrary)
                return STATUS_OK;
        }
    }
    return STATUS_OK;
}

enum status alias_judge_trend(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    const struct alias_trend *trend = subject;
    struct change found;
    bool contrary;
    enum status status = search(trend, grid, &found, &contrary);
    if (status != STATUS_OK)
        return status;
    double percent = trend->rises ? 100.0 : -100.0;
    judge_above(out, contrary ? found.by.hi : found.by.lo, 0.0);
    if (out->verdict == VERDICT_REFUTED && found.by.hi >= 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "%s, %s: %s at base %s, context %s, gives %.5g, and base %s, context %s, %.5g: "
        "%+.3g %%, the median's limits %+.3g and %+.3g %% from %s draws",
        trend->statistic->name, grid_word(&found.end[0], "dtype"),
        contrary ? "first counterexample" : "weakest change", grid_word(&found.end[0], "base"),
        grid_word(&found.end[0], "context"), found.mean[0], grid_word(&found.end[1], "base"),
        grid_word(&found.end[1], "context"), found.mean[1], percent * found.by.mean,
        percent * (trend->rises ? found.by.lo : found.by.hi),
        percent * (trend->rises ? found.by.hi : found.by.lo), grid_word(&found.end[1], "pairs"));
    out->shown_by = grid_command(2, found.end, NULL);
    return STATUS_OK;
}
