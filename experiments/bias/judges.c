#include "experiments/bias/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/claims/claim_tools.h"

/* Distances evaluated at once, and what rounding may be of the largest mean: sums of as many terms
 * as a head has pairs, each good to a few units in the last place. */
enum { BLOCK = 1 << 14 };
static const double ROUNDING = 1e-12;

/* The expected score at the whole distances under a context: its largest size, its least value and
 * its farthest from that at 0; and the first where it is under a floor, infinite if it nowhere
 * is. */
struct mean_walk {
    double largest, largest_at, least, least_at, away, away_at, at_zero, floor, under, under_value;
};

/* Looks at one block; what rounding may be is known once the largest value is. */
static void look(struct mean_walk *w, double first, size_t count, const double *mean)
{
    if (first == 0.0)
        w->at_zero = mean[0];
    for (size_t i = 0; i < count; i++) {
        double r = first + (double)i, away = fabs(mean[i] - w->at_zero);
        if (claim_larger(fabs(mean[i]), w->largest))
            w->largest = fabs(mean[i]), w->largest_at = r;
        if (claim_smaller(mean[i], w->least))
            w->least = mean[i], w->least_at = r;
        if (r > 0.0 && claim_larger(away, w->away))
            w->away = away, w->away_at = r;
        if (isinf(w->under) && mean[i] < w->floor - ROUNDING * w->largest)
            w->under = r, w->under_value = mean[i];
    }
}

/* Walks the distances of a point; the floor is a number that the score's mean is compared with. */
static enum status walk(const struct encoding *e, const struct qk_law *law, double context,
                        double floor, struct mean_walk *w)
{
    double *distance = malloc(2 * BLOCK * sizeof *distance), *mean = distance + BLOCK;
    enum status status = distance ? STATUS_OK : STATUS_MEMORY;
    *w = (struct mean_walk){.least = HUGE_VAL, .away = -1.0, .floor = floor, .under = HUGE_VAL};
    for (double first = 0.0; status == STATUS_OK && first < context; first += BLOCK) {
        size_t count = (size_t)fmin(BLOCK, context - first);
        for (size_t i = 0; i < count; i++)
            distance[i] = first + (double)i;
        status = closed_forms(e)->mean ? closed_forms(e)->mean(e, law, count, distance, mean)
                                       : STATUS_UNDEFINED;
        if (status == STATUS_OK)
            look(w, first, count, mean);
    }
    free(distance);
    return status;
}

/* The command that shows distances of a point, in any order and some of them the same. */
static struct message shown(const struct grid_point *point, size_t count, const double *distance)
{
    struct message command = grid_command(1, point, NULL), list = {""};
    for (double next, last = -1.0;; last = next) {
        next = HUGE_VAL;
        for (size_t i = 0; i < count; i++)
            if (distance[i] > last)
                next = fmin(next, distance[i]);
        if (isinf(next))
            break;
        message_add(&list, "%s", list.text[0] ? "," : "");
        message_add(&list, "%.0f", next);
    }
    grid_add_option(&command, "distances", list.text);
    return command;
}

static enum status walk_at(const struct grid_point *point, const char *encoding, double floor,
                           struct mean_walk *w)
{
    struct qk_law law;
    struct encoding *e = claim_encoding("%s", encoding);
    enum status status = e ? claim_law_at(point, &law) : STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = walk(e, &law, grid_number(point, "context"), floor, w);
    encoding_free(e);
    return status;
}

enum status bias_judge_stays(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    const double share = *(const double *)subject;
    double least = HUGE_VAL;
    struct grid_point worst = grid_first(grid);
    struct mean_walk seen = {0};
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        struct mean_walk w;
        enum status status = walk_at(&p, grid_encoding(&p).text, 0.0, &w);
        if (status == STATUS_OK && share != 0.0)
            status = walk_at(&p, grid_encoding(&p).text, share * w.largest, &w);
        if (status != STATUS_OK)
            return status;
        if (claim_smaller(w.least / w.largest, least))
            least = w.least / w.largest, worst = p, seen = w;
    }
    judge_above(out, least, share);
    if (fabs(least - share) <= ROUNDING)
        out->verdict = VERDICT_INCONCLUSIVE;
    if (isinf(seen.under))
        message_set(&out->detail, "least at r = %.0f, where it is %.6g of its largest size",
                    seen.least_at, least);
    else
        message_set(
            &out->detail,
            "first under the limit at r = %.0f, where it is %.4g of its largest size; least "
            "at r = %.0f",
            seen.under, seen.under_value / seen.largest, seen.least_at);
    const double at[] = {seen.largest_at, seen.least_at, seen.under};
    out->shown_by = shown(&worst, sizeof at / sizeof *at, at);
    return STATUS_OK;
}

enum status bias_judge_later(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    (void)subject;
    double least = HUGE_VAL, first[2] = {0};
    struct grid_point worst = grid_first(grid);
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        struct mean_walk own, other;
        double context = grid_number(&p, "context");
        enum status status = walk_at(&p, grid_encoding(&p).text, 0.0, &own);
        if (status == STATUS_OK)
            status = walk_at(&p, grid_word(&p, "against"), 0.0, &other);
        if (status != STATUS_OK)
            return status;
        own.under = fmin(own.under, context), other.under = fmin(other.under, context);
        if (claim_smaller(own.under / other.under, least)) {
            least = own.under / other.under, worst = p;
            first[0] = own.under, first[1] = other.under;
        }
    }
    judge_above(out, least, 1.0);
    if (fmin(first[0], first[1]) == grid_number(&worst, "context"))
        out->verdict = VERDICT_INCONCLUSIVE; /* neither is found */
    message_set(&out->detail, "first negative at r = %.0f%s against %.0f%s", first[0],
                first[0] < grid_number(&worst, "context") ? "" : " or beyond", first[1],
                first[1] < grid_number(&worst, "context") ? "" : " or beyond");
    const double at[] = {first[0] - 1.0, first[0], first[1] - 1.0, first[1]};
    out->shown_by = shown(&worst, sizeof at / sizeof *at, at);
    return STATUS_OK;
}

enum status bias_judge_published(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    const struct bias_published *published = subject;
    struct grid_point point = grid_first(grid);
    struct mean_walk w;
    enum status status = walk_at(&point, grid_encoding(&point).text, 0.0, &w);
    if (status != STATUS_OK)
        return status;
    judge_below(out, fabs(fmin(w.under, 1e300) / published->distance - 1.0), published->share);
    message_set(&out->detail, "first negative at r = %.0f; published: %.0f", w.under,
                published->distance);
    double end = fmin(w.under, grid_number(&point, "context"));
    const double at[] = {end - 1.0, end};
    out->shown_by = shown(&point, sizeof at / sizeof *at, at);
    return STATUS_OK;
}

enum status bias_judge_flat(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    (void)subject;
    double most = -HUGE_VAL;
    struct grid_point worst = grid_first(grid);
    struct mean_walk seen = {0};
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        struct mean_walk w;
        struct qk_law law;
        struct encoding *e = claim_encoding_at(&p);
        double zero = 0.0, mean, variance = NAN;
        bool has_mean = false, has_variance = false;
        enum status status = e ? claim_law_at(&p, &law) : STATUS_DOMAIN;
        if (status == STATUS_OK)
            status = closed_moments(e, &law, 1, &zero, &mean, &variance, &has_mean, &has_variance);
        if (status == STATUS_OK)
            status = has_variance ? walk(e, &law, grid_number(&p, "context"), 0.0, &w)
                                  : STATUS_UNDEFINED;
        encoding_free(e);
        if (status != STATUS_OK)
            return status;
        if (claim_larger(w.away / sqrt(variance), most))
            most = w.away / sqrt(variance), worst = p, seen = w;
    }
    judge_below(out, most, ROUNDING);
    message_set(&out->detail, "%.6g at distance 0 and %.6g away from that at r = %.0f",
                seen.at_zero, seen.away, seen.away_at);
    const double at[] = {0.0, seen.away_at};
    out->shown_by = shown(&worst, sizeof at / sizeof *at, at);
    return STATUS_OK;
}
