#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/model_heads.h"
#include "experiments/precision/judges.h"

/* A draw without a drift to compare with has no quotient; then the head says nothing. */
static enum status head_median(const struct drift_subject *s, const struct model_heads *h,
                               size_t head, const struct grid_point *point, double *work,
                               double seen[3])
{
    size_t draws = (size_t)grid_number(point, "pairs");
    enum status status = precision_quotients(s, h->encoding, &h->model[head].law, point, work,
                                             work + draws);
    return status == STATUS_OK
               ? interval_median(draws, work, claim_level(), &seen[0], &seen[1], &seen[2])
               : status;
}

enum status precision_judge_model(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const struct drift_subject *s = subject;
    struct model_heads h;
    enum status status = model_heads_open(grid, &h, out);
    struct grid_point at = grid_first(grid);
    size_t last = grid_count(grid, "positions") - 1, draws = (size_t)grid_number(&at, "pairs"),
           head = 0;
    double least[3] = {0.0, HUGE_VAL, 0.0}, *work = malloc(4 * draws * sizeof *work);
    if (status == STATUS_OK && !work)
        status = STATUS_MEMORY;
    for (struct grid_point point = at; status == STATUS_OK && point.valid; grid_next(&point)) {
        if (s->quotient == DRIFT_OVER_LENGTH && grid_index(&point, "positions") != last)
            continue;
        for (size_t i = 0; status == STATUS_OK && i < h.count; i++) {
            double seen[3];
            status = head_median(s, &h, i, &point, work, seen);
            if (status == STATUS_OK && claim_smaller(seen[1], least[1])) {
                for (size_t k = 0; k < 3; k++)
                    least[k] = seen[k];
                at = point;
                head = i;
            }
        }
    }
    if (status == STATUS_OK) {
        judge_above(out, least[1], s->limit);
        if (out->verdict == VERDICT_REFUTED && least[2] >= s->limit)
            out->verdict = VERDICT_INCONCLUSIVE;
        message_set(&out->detail,
                    "least in head %zu of %zu, position %s: median %.4g, its limits %.4g and %.4g, "
                    "%s draws of a query's and a key's token",
                    head, h.count, grid_word(&at, "positions"), least[0], least[1], least[2],
                    grid_word(&at, "pairs"));
        out->shown_by = grid_command(1, &at, s->quotient == DRIFT_OVER_LENGTH ? "positions" : NULL);
    } else if (status == STATUS_UNDEFINED) {
        *out = (struct judgement){VERDICT_INCONCLUSIVE, NAN, NAN, NAN, {""}, {""}};
        message_set(&out->detail, "a draw has no change to compare with");
        status = STATUS_OK;
    } else {
        status = model_heads_failed(&h, status, out);
    }
    free(work);
    model_heads_close(&h);
    return status;
}
