#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/driver.h"
#include "experiments/instability/instability.h"
#include "theory/limits/independence.h"
#include "theory/proof/tapa/witness.h"

/* The grid of one dimension and one law: every target's witness, and the worst error over the
 * proof's own. */
struct witnessed {
    int dim, nu0;
    unsigned met;
    double worst, target;
    size_t digits;
};
enum { TARGETS = 41 };

static double target_of(size_t t, double g) { return g * (2.0 * (double)t / (TARGETS - 1) - 1.0); }

static enum status witness_grid(struct witnessed *w)
{
    double nu0 = w->nu0, g = hypot(1.0, nu0), allowed = (g + 1.0) * 2.0 / w->dim;
    struct encoding *e = claim_encoding("rope:base=5e5,dim=%d,unit=turn", w->dim);
    struct witness_search *search = NULL;
    enum status status = e ? witness_new(e->schedule, 1.0, nu0, &search) : STATUS_DOMAIN;
    fmpz_t distance;
    fmpz_init(distance);
    for (size_t t = 0; status == STATUS_OK && t < TARGETS; t++) {
        /* Only the end -g needs more than the proof's error. */
        double target = target_of(t, g), sought = t == 0 ? INSTABILITY_SLACK * allowed : allowed;
        struct witness_value value;
        status = witness_find(search, target, sought, distance, &value);
        if (status != STATUS_OK)
            break;
        size_t digits = fmpz_sizeinbase(distance, 10);
        w->met += value.error <= sought;
        w->digits = digits > w->digits ? digits : w->digits;
        if (!(value.error / allowed <= w->worst)) {
            w->worst = value.error / allowed;
            w->target = target;
        }
    }
    fmpz_clear(distance);
    witness_free(search);
    encoding_free(e);
    return status;
}

static enum status grid_run(const void *context, size_t unit, void *lane, void *part)
{
    const int *dims = context;
    struct witnessed *grid = part;
    (void)lane;
    *grid = (struct witnessed){.dim = dims[unit / 2], .nu0 = unit % 2};
    return witness_grid(grid);
}

static enum status judge_t21(int scale, struct judgement *out)
{
    (void)scale;
    enum { DIMS = 5, GRIDS = 2 * DIMS };
    static const int dims[DIMS] = {128, 64, 32, 16, 8}; /* the longest first */
    struct witnessed grid[GRIDS];
    struct driver_work work = {.units = GRIDS,
                               .context = dims,
                               .part_size = sizeof *grid,
                               .run = grid_run,
                               .result = grid};
    enum status status = driver_run(&work);
    if (status != STATUS_OK)
        return status;
    struct witnessed worst = {0};
    unsigned met = 0;
    size_t digits = 0;
    for (int i = 0; i < GRIDS; i++) {
        met += grid[i].met;
        digits = grid[i].digits > digits ? grid[i].digits : digits;
        if (grid[i].worst > worst.worst)
            worst = grid[i];
    }
    judge_below(out, worst.worst, INSTABILITY_SLACK);
    if (met < GRIDS * TARGETS) {
        out->verdict = VERDICT_INCONCLUSIVE; /* nothing found is not nothing there */
        message_set(&out->detail,
                    "%u of %d targets have a witness; none was found for gamma = %.3f at D = %d",
                    met, GRIDS * TARGETS, worst.target, worst.dim);
    } else {
        message_set(&out->detail,
                    "all %u targets have a witness, enclosed in a ball: all but -g within (g + "
                    "|mu0|)/h, -g within %.4f of it; the longest has %zu digits",
                    met, worst.worst, digits);
    }
    message_set(&out->shown_by,
                "build/posbias instability --encoding=rope:base=5e5,dim=%d,unit=turn "
                "--qk=moments:mu0=1,nu0=%d --target=%.17g --method=lattice",
                worst.dim, worst.nu0, worst.target);
    return STATUS_OK;
}

/* Presets whose frequencies are rationally dependent. */
struct dependence {
    unsigned judged, dependent;
    char list[512];
};

static enum status judge_preset(void *context, const char *name, const struct encoding *e)
{
    struct dependence *d = context;
    unsigned power;
    size_t degree, pairs = e->schedule->pairs;
    enum status status = independence_degree(e->schedule->rule.base, pairs, &power, &degree);
    if (status != STATUS_OK)
        return status;
    d->judged++;
    if (degree < pairs) {
        size_t used = strlen(d->list);
        snprintf(d->list + used, sizeof d->list - used, "%s%s (b = %g, degree %zu of %zu)",
                 d->dependent ? ", " : "", name, e->schedule->rule.base, degree, pairs);
        d->dependent++;
    }
    return STATUS_OK;
}

static enum status judge_hypothesis(int scale, struct judgement *out)
{
    (void)scale;
    struct dependence d = {0};
    enum status status = claim_each_plain_preset(",unit=turn", &d, judge_preset);
    judge_below(out, (double)d.dependent, 0.5);
    message_set(&out->detail,
                "%u of %u presets have rationally dependent frequencies: %s; with b = 1e4 and D = "
                "128, theta_16 = 1/10 and theta_32 = 1/100",
                d.dependent, d.judged, d.list);
    message_set(&out->shown_by, "build/posbias claims TAPA-T2.1-HYPOTHESIS");
    return status;
}

static enum status judge_reach(int scale, struct judgement *out)
{
    static const double last[SCALE_COUNT] = {0x1p20, 0x1p24, 0x1p30};
    static const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 1.0};
    double target[] = {-1.0, 1.0};
    struct witness found[2];
    struct encoding *e = claim_encoding("rope:base=5e5,dim=128,unit=turn");
    if (!e)
        return STATUS_DOMAIN;
    enum status status = instability_scan(e, &law, last[scale], 2, target, found);
    encoding_free(e);
    judge_below(out, found[0].value, -1.0 + 1.25 * 4.0 / 128.0);
    message_set(&out->detail,
                "over r = 1..%.0f at D = 128 the lowest value is %.4f (r = %.0f) and the highest "
                "%.4f (r = %.0f): the theorem's witnesses for the rest of [-1, 1] exist but lie "
                "beyond any length in use",
                last[scale], found[0].value, found[0].distance, found[1].value, found[1].distance);
    message_set(
        &out->shown_by,
        "build/posbias instability --encoding=rope:base=5e5,dim=128,unit=turn --target=-1,1 --scan=%.0f",
        last[scale]);
    return status;
}

static const struct claim_old rows[] = {
    {.id = "TAPA-T2.1",
     .statement = "With rationally independent frequencies, for every gamma in [-g, g] some "
                  "distances bring (2/sqrt D) E S within O(1/D) of gamma.",
     .source = "TAPA Theorem 2.1, Eq. 6; theory/README.md#witness",
     .domain =
         "b = 5e5 (independent: not a perfect power), D = 8, 16, 32, 64, 128, unit turn, (mu0, "
         "nu0) = (1, 0) and (1, 1), 41 targets from -g to g each",
     .quantity = "largest proved error of a target's witness, over the proof's (g + |mu0|)/h",
     .relation = "value < limit",
     .allowance =
         "1/4 of the proof's error, for gamma = -g alone: pair 0 keeps the score farther than that "
         "from -g and lets it come as near as wanted",
     .finding =
         "The expected score does return to every value within the theorem's error, at distances "
         "of some 80 digits for D = 128, each constructed and proved",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_t21},
    {.id = "TAPA-T2.1-HYPOTHESIS",
     .statement =
         "The frequencies of published models satisfy Theorem 2.1's hypothesis of rational independence.",
     .source = "TAPA Theorem 2.1 and the remark after it; theory/README.md#independence",
     .domain = "plain RoPE presets, unit turn",
     .quantity = "presets with dependent frequencies",
     .relation = "value < limit",
     .allowance = "none: exact integer arithmetic",
     .finding = "The theorem that the expected score returns to every value assumes independent "
                "frequencies, which most published models do not have",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_hypothesis},
    {.id = "TAPA-T2.1-REACH",
     .statement =
         "At a real model's size the instability shows within reach: some distance brings the expected score near -g.",
     .source = "derived from TAPA Theorem 2.1",
     .domain =
         "b = 5e5, D = 128, unit turn, mu0 = 1, distances to 2^20 (smoke), 2^24 (standard), 2^30 (full)",
     .quantity = "lowest (2/sqrt D) E S over the scan",
     .relation = "value < limit",
     .allowance = "as for TAPA-T2.1",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_reach},
};

const struct claim_set instability_claims = CLAIM_SET_OLD(rows);
