#include "experiments/instability/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/instability/measure.h"
#include "theory/limits/independence.h"
#include "theory/proof/tapa/witness.h"

/* The theorem's error at a point whose model states expectations: (g + |mu0|)/h. */
static double error_of(const struct qk_law *law, double dim)
{
    return (hypot(law->mu0, law->nu0) + fabs(law->mu0)) * 2.0 / dim;
}

/* Every target's witness at one dimension and one law, and the worst error over the theorem's
 * own. */
struct witnessed {
    size_t met, digits;
    double worst, target;
};

static enum status witness_all(const struct grid_point *point, struct witnessed *w)
{
    struct qk_law law;
    struct encoding *e = claim_encoding_at(point);
    struct witness_search *search = NULL;
    size_t targets = (size_t)grid_number(point, "targets");
    enum status status = e ? claim_law_at(point, &law) : STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = witness_new(encoding_schedule(e), law.mu0, law.nu0, &search);
    fmpz_t distance;
    fmpz_init(distance);
    *w = (struct witnessed){0};
    for (size_t t = 0; status == STATUS_OK && t < targets; t++) {
        double allowed = error_of(&law, (double)e->dim), g = hypot(law.mu0, law.nu0),
               target = g * (2.0 * (double)t / ((double)targets - 1.0) - 1.0),
               /* Only the end -g needs more than the proof's error. */
            sought = t == 0 ? INSTABILITY_SLACK * allowed : allowed;
        struct witness_value value;
        status = witness_find(search, target, sought, distance, &value);
        if (status != STATUS_OK)
            break;
        size_t digits = fmpz_sizeinbase(distance, 10);
        w->met += value.error <= sought;
        w->digits = digits > w->digits ? digits : w->digits;
        if (claim_larger(value.error / allowed, w->worst)) {
            w->worst = value.error / allowed;
            w->target = target;
        }
    }
    fmpz_clear(distance);
    witness_free(search);
    encoding_free(e);
    return status;
}

static enum status witness_unit(const void *context, size_t unit, void *lane, void *part)
{
    (void)lane;
    struct grid_point point = grid_nth(context, unit);
    return witness_all(&point, part);
}

enum status instability_judge_witnesses(const void *subject, const struct grid_walk *grid,
                                        struct judgement *out)
{
    (void)subject;
    size_t points = grid_points(grid), met = 0, wanted = 0, digits = 0, at = 0;
    struct witnessed *found = calloc(points, sizeof *found);
    struct driver_work work = {.units = points,
                               .context = grid,
                               .part_size = sizeof *found,
                               .run = witness_unit,
                               .result = found,
                               .result_size = points * sizeof *found};
    enum status status = found ? driver_run(&work) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < points; i++) {
        struct grid_point point = grid_nth(grid, i);
        wanted += (size_t)grid_number(&point, "targets");
        met += found[i].met;
        digits = found[i].digits > digits ? found[i].digits : digits;
        at = found[i].worst > found[at].worst ? i : at;
    }
    struct witnessed worst = status == STATUS_OK ? found[at] : (struct witnessed){0};
    struct grid_point point = grid_nth(grid, at);
    free(found);
    if (status != STATUS_OK)
        return status;
    judge_below(out, worst.worst, INSTABILITY_SLACK);
    if (met < wanted) {
        out->verdict = VERDICT_INCONCLUSIVE; /* nothing found is not nothing there */
        message_set(&out->detail,
                    "%zu of %zu targets have a witness; none was found for gamma = %.3f at D = %s",
                    met, wanted, worst.target, grid_word(&point, "dim"));
    } else {
        message_set(&out->detail,
                    "all %zu targets have a witness, enclosed in a ball: all but -g within (g + "
                    "|mu0|)/h, -g within %.4f of it; the longest has %zu digits",
                    met, worst.worst, digits);
    }
    out->shown_by = grid_command(1, &point, NULL);
    message_add(&out->shown_by, " --target=%.17g", worst.target);
    return STATUS_OK;
}

enum status instability_judge_independence(const void *subject, const struct grid_walk *grid,
                                           struct judgement *out)
{
    (void)subject;
    struct message list = {""};
    unsigned judged = 0, dependent = 0;
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;
         grid_next(&point)) {
        struct encoding *e = claim_encoding_at(&point);
        unsigned power;
        size_t degree = 0, pairs = e ? encoding_schedule(e)->pairs : 0;
        double base = e ? encoding_schedule(e)->rule.base : 0.0;
        status = e ? independence_degree(base, pairs, &power, &degree) : STATUS_DOMAIN;
        encoding_free(e);
        judged++;
        if (degree < pairs)
            message_add(&list, "%s%s (b = %g, degree %zu of %zu)", dependent++ ? ", " : "",
                        grid_word(&point, "model"), base, degree, pairs);
    }
    judge_below(out, (double)dependent, 0.5);
    message_set(&out->detail,
                "%u of %u presets have rationally dependent frequencies: %s; with b = 1e4 and D = "
                "128, theta_16 = 1/10 and theta_32 = 1/100",
                dependent, judged, list.text);
    message_set(&out->shown_by, "%s claims TAPA-T2.1-HYPOTHESIS", program_name());
    return status;
}

enum status instability_judge_reach(const void *subject, const struct grid_walk *grid,
                                    struct judgement *out)
{
    (void)subject;
    enum { ENDS = 2 };
    struct grid_point point = grid_first(grid);
    struct encoding *e = claim_encoding_at(&point);
    struct qk_law law;
    struct witness found[ENDS];
    double target[ENDS], last = grid_number(&point, "scan"), dim = e ? (double)e->dim : 0.0;
    enum status status = e && grid_count(grid, "target") == ENDS ? claim_law_at(&point, &law)
                                                                 : STATUS_DOMAIN;
    for (size_t i = 0; status == STATUS_OK && i < ENDS; i++) {
        struct grid_point end = grid_at(point, "target", i);
        target[i] = grid_number(&end, "target");
    }
    if (status == STATUS_OK)
        status = instability_scan(e, &law, last, ENDS, target, found);
    encoding_free(e);
    if (status != STATUS_OK)
        return status;
    judge_below(out, found[0].value, target[0] + INSTABILITY_SLACK * error_of(&law, dim));
    message_set(&out->detail,
                "over r = 1..%.0f at D = %.0f the lowest value is %.4f (r = %.0f) and the highest "
                "%.4f (r = %.0f): the theorem's witnesses for the rest of [%g, %g] exist but lie "
                "beyond any length in use",
                last, dim, found[0].value, found[0].distance, found[1].value, found[1].distance,
                target[0], target[1]);
    out->shown_by = grid_command(1, &point, "target");
    return STATUS_OK;
}
