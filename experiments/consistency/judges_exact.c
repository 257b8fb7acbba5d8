/* What is judged without drawing: exact probabilities at distances, and laws beside them. */
#include <math.h>
#include <string.h>

#include "experiments/consistency/judges.h"
#include "experiments/consistency/measure.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/driver/driver.h"

enum status consistency_case_at(const struct grid_point *point, struct consistency_case *out)
{
    bool aligned = strcmp(grid_word(point, "reference"), "aligned") == 0;
    out->second = aligned ? SECOND_ALIGNED : SECOND_INDEPENDENT;
    out->encoding = claim_encoding_at(point);
    enum status status = claim_law_at(point, &out->law);
    return out->encoding ? status : STATUS_MEMORY;
}

/* ---- At distances ---- */

/* One distance of a scan; the largest value of all decides. */
struct extreme {
    size_t unit; /* the distance's number */
    double value, exact, law;
};

/* A series of distances; of each its law's deviation, or the exact probability alone. */
struct scan {
    struct grid_point first;
    struct consistency_case of;
    bool deviation;
};

static enum status scan_distance(const void *context, size_t unit, void *lane, void *part)
{
    const struct scan *s = context;
    struct extreme *x = part;
    struct estimate exact = {0};
    (void)lane;
    struct grid_point point = grid_at(s->first, "distances", unit);
    double distance = grid_number(&point, "distances");
    *x = (struct extreme){.unit = unit};
    enum status status = token_order_exact(s->of.encoding, &s->of.law, s->of.second, distance,
                                           &exact);
    if (status == STATUS_OK && s->deviation)
        status = token_order_law(s->of.encoding, &s->of.law, s->of.second, distance, &x->law);
    x->exact = exact.val;
    x->value = s->deviation ? fabs(x->law - x->exact) + exact.err : x->exact - exact.err;
    return status;
}

static void keep_largest(void *total, size_t unit, const void *part)
{
    struct extreme *most = total;
    const struct extreme *x = part;
    (void)unit;
    if (claim_larger(x->value, most->value))
        *most = *x;
}

static void largest_block(void *total, void *context, driver_take *take)
{
    take(context, total, sizeof(struct extreme));
}

/* The series from a point on, as far as the question reaches; *at is where the most is. */
static enum status scan_series(const struct grid_point *first, double bases, bool deviation,
                               struct extreme *most, struct grid_point *at)
{
    struct scan scan = {.first = *first, .deviation = deviation};
    struct extreme here = {.value = -HUGE_VAL};
    struct driver_work work = {.context = &scan,
                               .part_size = sizeof here,
                               .run = scan_distance,
                               .total = &here,
                               .fold = keep_largest,
                               .blocks = largest_block};
    enum status status = consistency_case_at(first, &scan.of);
    for (size_t i = 0; i < grid_count(first->walk, "distances"); i++) {
        struct grid_point point = grid_at(*first, "distances", i);
        if (grid_number(&point, "distances") <= bases * grid_number(&point, "base"))
            work.units = i + 1;
    }
    if (status == STATUS_OK)
        status = driver_run(&work);
    if (status == STATUS_OK && claim_larger(here.value, most->value)) {
        *most = here;
        *at = grid_at(*first, "distances", here.unit);
    }
    encoding_free(scan.of.encoding);
    return status;
}

static enum status scan_grid(const struct grid_walk *grid, double bases, bool deviation,
                             struct extreme *most, struct grid_point *at)
{
    enum status status = STATUS_OK;
    *at = (struct grid_point){.valid = false};
    *most = (struct extreme){.value = -HUGE_VAL};
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point))
        if (grid_index(&point, "distances") == 0)
            status = scan_series(&point, bases, deviation, most, at);
    return status == STATUS_OK && !at->valid ? STATUS_DOMAIN : status;
}

enum status consistency_judge_distance(const void *subject, const struct grid_walk *grid,
                                       struct judgement *out)
{
    const struct consistency_reach *question = subject;
    struct extreme most;
    struct grid_point at;
    enum status status = scan_grid(grid, question->bases, false, &most, &at);
    if (status != STATUS_OK)
        return status;
    judge_below(out, most.value, question->limit);
    message_set(&out->detail,
                "the exact probability at r = %s, b = %s is %.4f: all margins' signs turn over "
                "together where the mean cosine of the bank is negative",
                grid_word(&at, "distances"), grid_word(&at, "base"), most.exact);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}

enum status consistency_judge_law(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const struct consistency_reach *question = subject;
    struct extreme most;
    struct grid_point at;
    enum status status = scan_grid(grid, question->bases, true, &most, &at);
    if (status != STATUS_OK)
        return status;
    judge_below(out, most.value, question->limit);
    message_set(&out->detail, "largest at b = %s, r = %s: law %.6f, exact %.6f",
                grid_word(&at, "base"), grid_word(&at, "distances"), most.law, most.exact);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}

/* ---- Averages over a context ---- */

/* A law of the average beside the average of the law at each distance. */
static enum status averages_at(const struct grid_point *point,
                               const struct consistency_average *question, double *said,
                               double *truth)
{
    struct consistency_case of;
    double context = grid_number(point, "context");
    enum status status = consistency_case_at(point, &of);
    if (status == STATUS_OK)
        status = token_order_law_average(of.encoding, &of.law, of.second, context, truth);
    if (status == STATUS_OK)
        status = question->law(encoding_schedule(of.encoding), context, said);
    encoding_free(of.encoding);
    return status;
}

enum status consistency_judge_average(const void *subject, const struct grid_walk *grid,
                                      struct judgement *out)
{
    const struct consistency_average *question = subject;
    struct grid_point worst = {0};
    double off = -HUGE_VAL, at_law = 0.0, at_truth = 0.0;
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        double law, truth;
        if (grid_number(&point, "context") > question->longest * grid_number(&point, "base"))
            continue;
        status = averages_at(&point, question, &law, &truth);
        if (status == STATUS_OK && claim_larger(fabs(law - truth), off)) {
            off = fabs(law - truth);
            worst = point, at_law = law, at_truth = truth;
        }
    }
    if (status != STATUS_OK || !worst.valid)
        return status == STATUS_OK ? STATUS_DOMAIN : status;
    judge_below(out, off, question->limit);
    message_set(&out->detail,
                "farthest off at b = %s, M = %s: the law says %.4f, the average over r < M is "
                "%.4f%s%s",
                grid_word(&worst, "base"), grid_word(&worst, "context"), at_law, at_truth,
                question->reason ? ": " : "", question->reason ? question->reason : "");
    out->shown_by = grid_command(1, &worst, NULL);
    return STATUS_OK;
}
