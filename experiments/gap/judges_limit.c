/* The judges of what holds as D grows without limit. */
#include <math.h>

#include "experiments/gap/judges.h"
#include "experiments/harness/claims/claim_tools.h"
#include "theory/limits/gap.h"
#include "theory/trig/trig_limits.h"

/* The least base, going down from the last by steps, from which on the bound holds with nu0 = 0. */
static double holds_from(const struct gap_dense *question)
{
    double from = HUGE_VAL, gap;
    for (double decade = question->last_decade; decade > 0.0; decade -= question->step) {
        if (gap_limit(pow(10.0, decade), 1.0, 0.0, &gap) != STATUS_OK ||
            !(gap > question->threshold))
            break;
        from = pow(10.0, decade);
    }
    return from;
}

enum status gap_judge_limit(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    const struct gap_dense *question = subject;
    struct grid_point worst = grid_first(grid);
    double least = HUGE_VAL, least_base = 0.0;
    unsigned points = 0;
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        double gap, nu0 = grid_number(&p, "nu0"),
                    decade = log10(gap_base_required(1.0, nu0)) + grid_number(&p, "decades");
        if (!(decade <= question->last_decade))
            continue;
        enum status status = gap_limit(pow(10.0, decade), 1.0, nu0, &gap);
        if (status != STATUS_OK)
            return status;
        points++;
        if (gap < least)
            least = gap, least_base = pow(10.0, decade), worst = p;
    }
    judge_above(out, least, question->threshold);
    message_set(&out->detail,
                "least lower bound %.4f at b = %.3g, nu0/mu0 = %.2f, of %u (b, nu0) points; the "
                "proof's base threshold is far from needed: with nu0 = 0 the bound exceeds 1/8 "
                "from b = %.3g on",
                least, least_base, grid_number(&worst, "nu0"), points, holds_from(question));
    out->shown_by = grid_command(1, &worst, NULL);
    message_add(&out->shown_by, " --encoding=rope:base=%.17g,dim=128,unit=turn", least_base);
    return STATUS_OK;
}

enum status gap_judge_limit_at_bases(const void *subject, const struct grid_walk *grid,
                                     struct judgement *out)
{
    const double *threshold = subject;
    struct grid_point worst = grid_first(grid);
    double gap, least = HUGE_VAL;
    struct qk_law law;
    enum status status = claim_law_at(&worst, &law);
    struct pair_moments m = qk_pair_moments(&law);
    for (struct grid_point p = worst; status == STATUS_OK && p.valid; grid_next(&p)) {
        status = gap_limit(grid_number(&p, "base"), m.mean_a, m.mean_b, &gap);
        message_add(&out->detail, "%s%.4f at b = %s", p.at[0] ? ", " : "lower bounds: ", gap,
                    grid_word(&p, "base"));
        if (claim_smaller(gap, least))
            least = gap, worst = p;
    }
    judge_above(out, least, *threshold);
    out->shown_by = grid_command(1, &worst, "base");
    return status;
}

/* |Gamma(near) - Gamma(far)| over |mu0| at a base, with every error added. */
static enum status largest_gap(const struct grid_point *point, double nu0, double *gap)
{
    double distance[2] = {grid_number(point, "near"), grid_number(point, "far")};
    struct estimate c[2], s[2];
    for (size_t i = 0; i < 2; i++) {
        enum status status = trig_limits(grid_number(point, "base"), distance[i], &c[i], &s[i]);
        if (status != STATUS_OK)
            return status;
    }
    *gap = fabs(c[0].val - c[1].val + nu0 * (s[0].val - s[1].val)) + c[0].err + c[1].err +
           s[0].err + s[1].err +
           (1.0 + nu0) * 2.0 * trig_limits_bound(grid_number(point, "D"), distance[1]);
    return STATUS_OK;
}

enum status gap_judge_shrinks(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    const struct gap_example *example = subject;
    struct grid_point worst = grid_first(grid), shown = worst;
    size_t last = grid_count(grid, "base") - 1, needed = 0;
    double most = 0.0, rate = 0.0;
    struct qk_law law;
    enum status status = claim_law_at(&worst, &law);
    struct pair_moments m = qk_pair_moments(&law);
    for (struct grid_point p = worst; status == STATUS_OK && p.valid; grid_next(&p)) {
        size_t base = grid_index(&p, "base");
        double gap = HUGE_VAL, epsilon = grid_number(&p, "epsilon");
        status = largest_gap(&p, m.mean_b / m.mean_a, &gap);
        if (!(gap < epsilon) && base + 1 > needed)
            needed = base < last ? base + 1 : last;
        if (base == last && claim_larger(gap / epsilon, most))
            most = gap / epsilon, worst = p;
        if (grid_number(&p, "base") == example->base &&
            grid_number(&p, "near") == example->near_distance)
            rate = gap, shown = p;
    }
    if (status != STATUS_OK)
        return status;
    struct grid_point from = grid_at(worst, "base", needed);
    judge_below(out, most, 1.0);
    message_set(&out->detail,
                "true for every pair and epsilon from b = 1e%.1f on, but slow: the gap falls like "
                "ln(r'/r)/(2 ln b), so at b = 1e%.0f distances %s and %s still differ by %.3f "
                "|mu0|",
                log10(grid_number(&from, "base")), log10(example->base), grid_word(&shown, "near"),
                grid_word(&shown, "far"), rate);
    out->shown_by = grid_command(1, &worst, NULL);
    return STATUS_OK;
}
