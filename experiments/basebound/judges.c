#include "experiments/basebound/judges.h"

#include <math.h>
#include <stdio.h>

#include "experiments/basebound/measure.h"
#include "experiments/basebound/published.h"
#include "experiments/harness/claims/claim_tools.h"

enum status basebound_judge_passes(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out)
{
    (void)subject;
    struct grid_point point = grid_first(grid);
    struct base_verdict verdict;
    enum status status = basebound_check((size_t)grid_number(&point, "dim"),
                                         (size_t)grid_number(&point, "context"),
                                         grid_number(&point, "base"), &verdict);
    if (status != STATUS_OK)
        return status;
    judge_above(out, verdict.value, 0.0);
    out->verdict = !verdict.proved  ? VERDICT_INCONCLUSIVE
                   : verdict.passes ? VERDICT_VERIFIED
                                    : VERDICT_REFUTED;
    if (verdict.passes)
        message_set(&out->detail,
                    "B_r >= 0 at all %s distances; it is least at r = %.0f, where it is %.6g",
                    grid_word(&point, "context"), verdict.distance, verdict.value);
    else
        message_set(&out->detail, "first negative at r = %.0f, where B_r = %.6g", verdict.distance,
                    verdict.value);
    out->shown_by = grid_command(1, &point, NULL);
    return STATUS_OK;
}

/* The least (side -1) and the largest (side 1) base that two digits round to the printed one. */
static double rounds_to(double base, double side)
{
    double digit = pow(10.0, floor(log10(base)) - 1.0);
    return base + 0.5 * side * digit;
}

/* Where a search starts and what it finds. */
struct found {
    double from, lo, hi;
};

struct sought {
    size_t dim, context;
    double from;
};

static enum status fill(void *context, double *value)
{
    const struct sought *s = context;
    bool none;
    value[0] = s->from;
    return basebound_none(s->dim, s->context, s->from, BASE_BANK_BASE, &none, &value[1], &value[2]);
}

/* The first base that passes from the start on; the claims on every source's base share it. */
static enum status find(const struct grid_point *point, struct found *out)
{
    double printed[PUBLISHED_SOURCES], smaller = HUGE_VAL;
    struct sought sought = {(size_t)grid_number(point, "dim"),
                            (size_t)grid_number(point, "context"), 1.0};
    char key[64];
    const double *value;
    if (!basebound_published_bases(sought.dim, (double)sought.context, printed))
        return STATUS_DOMAIN;
    for (size_t source = 0; source < PUBLISHED_SOURCES; source++)
        smaller = fmin(smaller, printed[source]);
    sought.from = fmax(1.0, grid_number(point, "share") * rounds_to(smaller, -1.0));
    snprintf(key, sizeof key, "basebound %zu %zu from %.17g", sought.dim, sought.context,
             sought.from);
    enum status status = claim_memo(key, 3, fill, &sought, &value);
    if (status == STATUS_OK)
        *out = (struct found){value[0], value[1], value[2]};
    return status;
}

enum status basebound_judge_least(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    (void)subject;
    struct grid_point point = grid_first(grid);
    double base = grid_number(&point, "base"), limit = rounds_to(base, -1.0);
    struct found found;
    enum status status = find(&point, &found);
    if (status != STATUS_OK)
        return status;
    bool smaller = found.hi > 0.0 && found.hi < limit;
    judge_above(out, smaller ? found.hi : found.lo, limit);
    if (!smaller && !(found.lo >= limit && found.hi > 0.0))
        out->verdict = VERDICT_INCONCLUSIVE;
    else if (found.lo > rounds_to(base, 1.0))
        out->verdict = VERDICT_REFUTED; /* the printed base and what rounds to it fail */
    out->shown_by = grid_command(1, &point, NULL);
    if (smaller) {
        message_set(&out->detail, "base %.12g passes, %.3g times smaller", found.hi,
                    base / found.hi);
        message_add(&out->shown_by, " --check=%.17g", found.hi);
    } else {
        message_set(&out->detail,
                    "every base in [%.6g, %.12g) fails at some distance; %.12g passes", found.from,
                    found.lo, found.hi);
        message_add(&out->shown_by, " --certificate=out/base.txt");
    }
    return STATUS_OK;
}
