/* TAPA's Theorem 2.1: which values the expected score comes back to, by scanning distances for the
 * nearest one, and where no scan reaches by constructing one. */
#include "experiments/harness/command/experiment.h"
#include "experiments/instability/cost.h"
#include "experiments/instability/judges.h"
#include "experiments/instability/measure.h"
#include "experiments/instability/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/proof/tapa/phase_lattice.h"
#include "theory/proof/tapa/witness.h"

enum { ENCODING, QK, TARGET, GRID, SCAN, METHOD, ERROR };
static const char *const methods[] = {"auto", "scan", "lattice", NULL};
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=5e5,dim=8,unit=turn;rope:base=5e5,dim=16,unit=turn;rope:base=5e5,dim=128,unit=turn"),
    [QK] = OPTION_QK_ROW("moments:mu0=1,nu0=0"),
    [TARGET] =
        {.name = "target",
         .type = OPTION_REALS,
         .lo = -1e300,
         .hi = 1e300,
         .meaning =
             "values of (2/sqrt D) E S to look for; default --grid of them over [-g, g], g = "
             "hypot(mu0, nu0)"},
    [GRID] = {.name = "grid",
              .type = OPTION_WHOLE,
              .fallback = {"41", "41", "41"},
              .unless = "target",
              .lo = 2,
              .hi = 1e6,
              .meaning = "number of evenly spaced targets when --target is not given"},
    [SCAN] = {.name = "scan",
              .type = OPTION_WHOLE,
              .fallback = {"1048576", "16777216", "4294967296"},
              .unless = "method=lattice",
              .lo = 1,
              .hi = 0x1p40,
              .meaning = "largest distance scanned, tokens"},
    [METHOD] =
        {.name = "method",
         .type = OPTION_CHOICE,
         .fallback = {"auto", "auto", "auto"},
         .choices = methods,
         .meaning =
             "scan; lattice: the smallest witness found that meets --error; auto: the lattice "
             "where the scan does not"},
    [ERROR] =
        {.name = "error",
         .type = OPTION_REALS,
         .lo = 1e-6,
         .hi = 1e300,
         .meaning =
             "difference from the target that a witness may have; default 1.25 (g + |mu0|)/h"},
};

static const char *const arguments[] = {NULL};
static const char *const growth[] = {
    "--encoding=rope:base=5e5,dim=8,unit=turn;rope:base=5e5,dim=16,unit=turn;rope:base=5e5,dim=24,unit=turn;rope:base=5e5,dim=32,unit=turn;rope:base=5e5,dim=48,unit=turn;rope:base=5e5,dim=64,unit=turn;rope:base=5e5,dim=96,unit=turn;rope:base=5e5,dim=128,unit=turn;rope:base=1e7,dim=8,unit=turn;rope:base=1e7,dim=16,unit=turn;rope:base=1e7,dim=24,unit=turn;rope:base=1e7,dim=32,unit=turn;rope:base=1e7,dim=48,unit=turn;rope:base=1e7,dim=64,unit=turn;rope:base=1e7,dim=96,unit=turn;rope:base=1e7,dim=128,unit=turn",
    "--target=-1,-0.75,-0.5,1", "--method=lattice", NULL};
static const struct figure figures[] = {
    {"instability", "Values the expected score comes back to",
     "For each target value of (2/sqrt D) E S, the nearest value reached by any distance of the "
     "scan, or, where the scan stays farther than the theorem allows, by a distance constructed by "
     "lattice reduction and proved. In unit=turn the fastest pair never moves at whole distances, "
     "so nothing below -1 + 4/D can be reached: with few pairs the scan comes down to that floor, "
     "as the theorem says. At D = 128 it does not, because the distances that align 64 phases have "
     "some 80 digits.",
     arguments},
    {"instability_growth", "How far away the witnesses are",
     "Decimal digits of the smallest distance found that brings (2/sqrt D) E S within 1.25 (g + "
     "|mu0|)/h of a target, proved, against the head dimension; lines: digits expected from the "
     "volume of the phases that give such a value.",
     growth},
};

static enum status rows_of(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    struct pair_moments m = qk_pair_moments(&qk->law);
    double g = hypot(m.mean_a, m.mean_b), allowed = (g + fabs(m.mean_a)) * 2.0 / (double)e->dim;
    const struct option_value *error = &run->values[ERROR];
    struct instability_rows r = {.run = run,
                                 .encoding = e,
                                 .qk = qk,
                                 .allowed = allowed,
                                 .sought = error->present ? error->numbers[0]
                                                          : INSTABILITY_SLACK * allowed,
                                 .scanned = run_number(run, "method") != METHOD_LATTICE,
                                 .build = run_number(run, "method") != METHOD_SCAN,
                                 .dependent = instability_dependent(e)};
    size_t count;
    /* between two sentinels, whose witnesses are the extremes */
    double *target = instability_targets(run, g, &count);
    struct witness *all = target ? calloc(count + 2, sizeof *all) : NULL;
    enum status status = all ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK && instability_constructible(e))
        status = witness_new(encoding_schedule(e), m.mean_a, m.mean_b, &r.search);
    if (status == STATUS_OK && r.scanned) {
        status = instability_scan(e, &qk->law, run_number(run, "scan"), count + 2, target, all);
        r.lo = all[0].value;
        r.hi = all[count + 1].value;
    }
    run_step(run);
    for (size_t i = 1; status == STATUS_OK && i <= count; i++) {
        status = instability_row(&r, target[i], r.scanned ? &all[i] : NULL);
        run_step(run);
    }
    witness_free(r.search);
    free(target);
    free(all);
    return status;
}

/* Whether pairs turn at whole distances and nothing else changes with distance. */
static bool turns_only(const struct encoding *e)
{
    return encoding_bank(e) && encoding_bank(e)->slope == 0.0 &&
           witness_pairs(encoding_schedule(e)) > 0;
}

static bool lattice_allowed(const struct encoding *e, const struct qk_model *qk,
                            struct message *error)
{
    if (!mean_curve_allowed(e, qk, error))
        return false;
    size_t turning = witness_pairs(encoding_schedule(e));
    if (encoding_bank(e)->slope != 0.0)
        return message_set(error,
                           "encoding \"%s\" slopes with distance, so that --method=lattice cannot "
                           "construct any; expected one of %s, or --method=scan",
                           e->text, encoding_names(turns_only).text);
    if (turning == 0)
        return message_set(error,
                           "encoding \"%s\" has no pairs that turn at whole distances, which "
                           "--method=lattice needs; expected one of %s, or --method=scan",
                           e->text, encoding_names(turns_only).text);
    if (turning > PHASE_LATTICE_PAIRS)
        return message_set(error,
                           "encoding \"%s\" has %zu pairs that turn; expected 1 to %d pairs for "
                           "--method=lattice, or --method=scan",
                           e->text, turning, PHASE_LATTICE_PAIRS);
    return true;
}

/* The theorem speaks of targets in [-g, g]; beyond, a scan may still be asked for what comes
 * nearest. */
static bool targets_in_range(struct run *run)
{
    const struct option_value *target = &run->values[TARGET], *qk = &run->values[QK];
    for (size_t k = 0; k < qk->count && target->present; k++) {
        struct pair_moments m = qk_pair_moments(&qk->qks[k].law);
        double g = hypot(m.mean_a, m.mean_b);
        for (size_t i = 0; m.mean_a != 0.0 && i < target->count; i++)
            if (!(fabs(target->numbers[i]) <= g))
                return message_set(&run->error,
                                   "option --target: %.15g is outside [%.17g, %.17g], the "
                                   "theorem's range under \"%s\"; --method=scan looks for the "
                                   "nearest",
                                   target->numbers[i], -g, g, qk->qks[k].text);
    }
    return true;
}

static enum status run_instability(struct run *run)
{
    const struct option_value *target = &run->values[TARGET], *error = &run->values[ERROR];
    double method = run_number(run, "method");
    if (target->given && run->values[GRID].given) {
        message_set(
            &run->error,
            "option --grid: --target already says which values are sought; give one of them");
        return STATUS_DOMAIN;
    }
    if (method == METHOD_LATTICE && run->values[SCAN].given) {
        message_set(&run->error, "option --scan: --method=lattice scans nothing; give one of them");
        return STATUS_DOMAIN;
    }
    if (error->count > 1) {
        message_set(&run->error, "option --error: \"%s\" is a list; expected one number",
                    error->text);
        return STATUS_DOMAIN;
    }
    for (size_t i = 1; i < target->count; i++)
        if (!(target->numbers[i] > target->numbers[i - 1])) {
            message_set(&run->error, "option --target: \"%s\" does not ascend", target->text);
            return STATUS_DOMAIN;
        }
    if (method != METHOD_SCAN && !targets_in_range(run))
        return STATUS_DOMAIN;
    return run_each(run, method == METHOD_LATTICE ? lattice_allowed : mean_curve_allowed, rows_of);
}

const struct experiment experiment_instability = {
    .name = "instability",
    .summary =
        "which values the expected score returns to over long ranges, with a witness distance for "
        "each",
    .measures =
        "TAPA's Theorem 2.1 says that with rationally independent frequencies the expected score "
        "comes within O(1/D) of every value in [-g, g], g = hypot(mu0, nu0), again and again. This "
        "scans all distances up to a limit and reports, for each target, the one that comes "
        "nearest. Where that is not near enough it constructs a distance of any size by "
        "simultaneous Diophantine approximation (lattice reduction), and encloses the score there "
        "in a ball.",
    .source = "TAPA Theorem 2.1, Eq. 6 and 21; theory/limits/README.md, section independence; "
              "theory/proof/README.md, section witness",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(instability_columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &instability_claims,
    .run = run_instability,
    .cost = instability_cost,
};
