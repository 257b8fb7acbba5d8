/* What is judged by drawing: averages over a context, and shares at distances. */
#include "experiments/consistency/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"

static size_t pairs_at(const struct grid_point *point)
{
    return (size_t)grid_number(point, "pairs");
}

/* ---- Averages over a context ---- */

/* An average over draws with its confidence limits. */
struct average {
    double mean, lo, hi;
};

/* Of numbers in [0, 1] that may be as small as the first and as large as the second. */
static enum status average_of(size_t draws, const double *least, const double *most,
                              struct average *out)
{
    double ignored;
    enum status status = interval_bounded(draws, most, claim_level(), &ignored, &ignored, &out->hi);
    return status == STATUS_OK
               ? interval_bounded(draws, least, claim_level(), &out->mean, &out->lo, &ignored)
               : status;
}

static enum status draw_shares(void *context, double *value)
{
    const struct grid_point *point = context;
    struct random_stream stream = claim_stream();
    struct consistency_case at;
    size_t draws = pairs_at(point);
    enum status status = consistency_case_at(point, &at);
    if (status == STATUS_OK)
        status = token_order_fractions(at.encoding, &at.law, &stream, at.second,
                                       grid_number(point, "context"), draws, value, value + draws);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) /* with ties, but for rounding */
        value[draws + d] = fmin(value[d] + value[draws + d], 1.0);
    encoding_free(at.encoding);
    return status;
}

/* The share of flipped distances r < context of every draw at a point, then with the ties. */
static enum status shares_at(struct grid_point point, const double **share)
{
    struct message key = grid_command(1, &point, NULL);
    return claim_memo(key.text, 2 * pairs_at(&point), draw_shares, &point, share);
}

static enum status average_at(const struct grid_point *point, struct average *out)
{
    const double *share;
    enum status status = shares_at(*point, &share);
    size_t draws = pairs_at(point);
    return status == STATUS_OK ? average_of(draws, share, share + draws, out) : status;
}

enum status consistency_judge_half(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out)
{
    const double *of_first = subject;
    double clearance = HUGE_VAL;
    struct grid_point end[2] = {{0}};
    struct average p[2] = {{0}};
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        if (grid_index(&point, "context") > 0)
            continue;
        struct grid_point last = grid_at(point, "context", grid_count(grid, "context") - 1);
        struct average near, far;
        status = average_at(&point, &near);
        if (status == STATUS_OK)
            status = average_at(&last, &far);
        if (status != STATUS_OK)
            break;
        double value = fmax(far.hi - 0.5, 0.5 - far.lo), limit = *of_first * (0.5 - near.hi);
        if (claim_smaller(limit - value, clearance)) {
            clearance = limit - value;
            judge_below(out, value, limit);
            if (!(fmax(far.lo - 0.5, 0.5 - far.hi) > *of_first * (0.5 - near.lo)) &&
                out->verdict == VERDICT_REFUTED)
                out->verdict = VERDICT_INCONCLUSIVE; /* the limits straddle the allowance */
            end[0] = point, end[1] = last;
            p[0] = near, p[1] = far;
        }
    }
    if (status != STATUS_OK)
        return status;
    message_set(&out->detail,
                "average over r < M: %.4f (%.4f to %.4f) at M = %s, %.4f (%.4f to %.4f) at M = %s, "
                "%s draws",
                p[0].mean, p[0].lo, p[0].hi, grid_word(&end[0], "context"), p[1].mean, p[1].lo,
                p[1].hi, grid_word(&end[1], "context"), grid_word(&end[1], "pairs"));
    out->shown_by = grid_command(2, end, NULL);
    return STATUS_OK;
}

/* The change from one point to another, paired draw by draw; a fall counts as positive if asked. */
static enum status change(const struct grid_point end[2], bool falls, struct average *out)
{
    size_t draws = pairs_at(&end[0]);
    const double *from, *to;
    double *x = malloc(2 * draws * sizeof *x);
    enum status status = x ? shares_at(end[0], &from) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = shares_at(end[1], &to);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        const double *less = falls ? to : from, *more = falls ? from : to;
        /* from [-1, 1] to [0, 1] */
        x[d] = 0.5 + 0.5 * (more[d] - less[draws + d]);
        x[draws + d] = 0.5 + 0.5 * (more[draws + d] - less[d]);
    }
    if (status == STATUS_OK)
        status = average_of(draws, x, x + draws, out);
    free(x);
    *out = (struct average){2.0 * out->mean - 1.0, 2.0 * out->lo - 1.0, 2.0 * out->hi - 1.0};
    return status;
}

enum status consistency_judge_trend(const void *subject, const struct grid_walk *grid,
                                    struct judgement *out)
{
    const struct consistency_trend *question = subject;
    size_t count = grid_count(grid, question->along);
    struct grid_point end[2] = {{0}};
    struct average least = {.lo = HUGE_VAL}, p[2] = {{0}};
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        size_t from = grid_index(&point, question->along);
        if (from + 1 == count)
            continue;
        struct grid_point step[2] = {point, grid_at(point, question->along, from + 1)};
        struct average moved = {0};
        status = change(step, question->falls, &moved);
        if (claim_smaller(moved.lo, least.lo)) {
            least = moved;
            end[0] = step[0], end[1] = step[1];
        }
    }
    if (status != STATUS_OK || !end[0].valid)
        return status == STATUS_OK ? STATUS_DOMAIN : status;
    struct grid_point whole[2] = {grid_at(end[0], question->along, 0),
                                  grid_at(end[0], question->along, count - 1)};
    for (size_t i = 0; status == STATUS_OK && i < 2; i++)
        status = average_at(&whole[i], &p[i]);
    judge_above(out, least.lo, 0.0);
    if (out->verdict == VERDICT_REFUTED && !(least.hi < 0.0))
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "from %.4f at (b, M) = (%s, %s) to %.4f at (%s, %s); the least %s, from (%s, %s) "
                "to (%s, %s), is %.4f (%.4f to %.4f), %s draws",
                p[0].mean, grid_word(&whole[0], "base"), grid_word(&whole[0], "context"), p[1].mean,
                grid_word(&whole[1], "base"), grid_word(&whole[1], "context"),
                question->falls ? "fall" : "rise", grid_word(&end[0], "base"),
                grid_word(&end[0], "context"), grid_word(&end[1], "base"),
                grid_word(&end[1], "context"), least.mean, least.lo, least.hi,
                grid_word(&end[0], "pairs"));
    out->shown_by = grid_command(2, end, NULL);
    return status;
}

/* ---- Shares at distances ---- */

/* Flips at every distance of the series that begins at a point. Out: counts [distances]. */
static enum status draw_flips(const struct grid_point *first, size_t count,
                              struct token_count *counts)
{
    struct random_stream stream = claim_stream();
    struct consistency_case at;
    double *distance = malloc(count * sizeof *distance);
    enum status status = consistency_case_at(first, &at);
    if (!distance)
        status = STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct grid_point point = grid_at(*first, "distances", i);
        distance[i] = grid_number(&point, "distances");
    }
    const struct encoding *const group[] = {at.encoding};
    if (status == STATUS_OK)
        status = token_order_counts(1, group, &at.law, &stream, at.second, pairs_at(first), count,
                                    distance, &counts);
    encoding_free(at.encoding);
    free(distance);
    return status;
}

/* The series that decides: one over the limit for certain, else the one with the highest upper
 * confidence limit. Shown: its first distance, the first that is over for certain or else the
 * highest, and its last. */
struct kept {
    bool certain;
    double highest;
    struct grid_point shown[3];
    double share[3];
};

static enum status take_series(const struct grid_point *first, double limit, struct kept *kept)
{
    size_t count = grid_count(first->walk, "distances"), over = count, most = 0;
    double draws = grid_number(first, "pairs"), highest = -HUGE_VAL, lo, hi;
    struct token_count *counts = malloc(count * sizeof *counts);
    enum status status = counts ? draw_flips(first, count, counts) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = token_order_limits(&counts[i], draws, claim_level(), &lo, &hi);
        if (claim_larger(hi, highest))
            highest = hi, most = i;
        if (over == count && lo > limit)
            over = i;
    }
    bool certain = over < count;
    if (status == STATUS_OK && certain >= kept->certain &&
        (certain > kept->certain || claim_larger(highest, kept->highest))) {
        const size_t shown[3] = {0, certain ? over : most, count - 1};
        kept->certain = certain;
        kept->highest = highest;
        for (size_t i = 0; i < 3; i++) {
            kept->shown[i] = grid_at(*first, "distances", shown[i]);
            kept->share[i] = counts[shown[i]].flips / draws;
        }
    }
    free(counts);
    return status;
}

enum status consistency_judge_kept(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out)
{
    const double *limit = subject;
    struct kept kept = {.highest = -HUGE_VAL};
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point))
        if (grid_index(&point, "distances") == 0)
            status = take_series(&point, *limit, &kept);
    if (status != STATUS_OK)
        return status;
    judge_below(out, kept.highest, *limit);
    if (out->verdict == VERDICT_REFUTED && !kept.certain)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "%s at r = %s, where %.4f of %s draws flip; %.4f flip at r = %s and %.4f at r = %s",
                kept.certain                       ? "over the limit first"
                : out->verdict == VERDICT_VERIFIED ? "below it even"
                                                   : "perhaps over it",
                grid_word(&kept.shown[1], "distances"), kept.share[1],
                grid_word(&kept.shown[1], "pairs"), kept.share[0],
                grid_word(&kept.shown[0], "distances"), kept.share[2],
                grid_word(&kept.shown[2], "distances"));
    out->shown_by = grid_command(3, kept.shown, NULL);
    return STATUS_OK;
}
