/* Judges of scores that fall with distance, and of what their factors lose. */
#include <math.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/scores/decay_measures.h"
#include "experiments/scores/judges.h"

/* The command that shows a point's curves. */
static struct message curves(const struct grid_point *point)
{
    struct message command = grid_command(1, point, NULL), list;
    message_set(&list, "0:%.0f", grid_number(point, "context"));
    grid_add_option(&command, "distances", list.text);
    return command;
}

enum status scores_judge_monotone(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    (void)subject;
    double least = HUGE_VAL;
    struct decay_shares seen = {0};
    struct grid_point worst = grid_first(grid);
    struct random_stream stream = claim_stream();
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        struct decay_shares shares;
        struct qk_law law;
        struct encoding *e = claim_encoding_at(&p);
        enum status status = e ? claim_law_at(&p, &law) : STATUS_DOMAIN;
        if (status == STATUS_OK)
            status = decay_shares(e, &law, &stream, (size_t)grid_number(&p, "pairs"),
                                  (size_t)grid_number(&p, "context"), &shares);
        encoding_free(e);
        if (status != STATUS_OK)
            return status;
        double share = (double)shares.shrinking / (double)shares.draws;
        if (claim_smaller(share, least))
            least = share, worst = p, seen = shares;
    }
    double draws = (double)seen.draws;
    judge_above(out, least, 1.0 - 0.5 / draws);
    message_set(&out->detail,
                "%.2f %% of the drawn curves only fall, %.2f %% only come nearer to 0, %.2f %% "
                "change their sign",
                100.0 * (double)seen.falling / draws, 100.0 * least,
                100.0 * (double)seen.changing / draws);
    out->shown_by = curves(&worst);
    return STATUS_OK;
}

enum status scores_judge_factors(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    const char *id = subject;
    double most = -HUGE_VAL, error, size;
    struct random_stream stream = claim_stream();
    for (struct grid_point p = grid_first(grid); p.valid; grid_next(&p)) {
        struct qk_law law;
        struct encoding *e = claim_encoding_at(&p);
        enum status status = e ? claim_law_at(&p, &law) : STATUS_DOMAIN;
        if (status == STATUS_OK)
            status = decay_factor_error(e, &law, &stream, (size_t)grid_number(&p, "pairs"),
                                        (size_t)grid_number(&p, "position"), 16,
                                        (size_t)grid_number(&p, "block"), &error, &size);
        encoding_free(e);
        if (status != STATUS_OK)
            return status;
        if (claim_larger(error / size, most))
            most = error / size;
    }
    judge_below(out, most, 1e-4);
    message_set(&out->detail, "the largest error is %.3g of the largest score", most);
    /* no experiment forms scores of hyperbolic factors in single precision */
    message_set(&out->shown_by, "%s claims %s", program_name(), id);
    return STATUS_OK;
}
