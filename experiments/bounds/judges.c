#include "experiments/bounds/judges.h"

#include <math.h>

#include "experiments/harness/claims/claim_tools.h"

enum status bounds_judge(const void *subject, const struct grid_walk *grid, struct judgement *out)
{
    const struct bounds_quantity *quantity = subject;
    struct grid_point at = grid_first(grid);
    double worst = 0.0, clearance = HUGE_VAL;
    for (struct grid_point point = at; point.valid; grid_next(&point)) {
        struct encoding *e = claim_encoding_at(&point);
        if (!e)
            return STATUS_DOMAIN;
        struct bounds_subject s = bounds_subject_of(encoding_schedule(e));
        double context = grid_has(grid, "context") ? grid_number(&point, "context") : 0.0,
               value = quantity->value(&s, context, quantity->parameter),
               clear = quantity->above ? value - quantity->limit : quantity->limit - value;
        encoding_free(e);
        if (claim_smaller(clear, clearance)) {
            clearance = clear;
            worst = value;
            at = point;
        }
    }
    (quantity->above ? judge_above : judge_below)(out, worst, quantity->limit);
    message_set(&out->detail, "%s: %.6g for %s", quantity->name, worst, grid_encoding(&at).text);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}
