/* TAPA's Theorem 2.2: how much more a near distance scores than any far one, and how far out that
 * lasts. */
#include <math.h>

#include "experiments/gap/cost.h"
#include "experiments/gap/judges.h"
#include "experiments/gap/measure.h"
#include "experiments/gap/rows.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/mean_curve.h"
#include "kernels/curves/bank.h"

enum { ENCODING, QK, NEAR, FAR, FAR_COUNT, PROVE };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128,unit=turn"),
    [QK] = OPTION_QK_ROW("moments:mu0=1,nu0=0"),
    [NEAR] = {.name = "near",
              .type = OPTION_RANGE,
              .lo = 0,
              .hi = DISTANCE_LIMIT,
              .meaning = "near distances A:B, tokens; default the theorem's 1 < r < base^(1/4)/8"},
    [FAR] = {.name = "far",
             .type = OPTION_RANGE,
             .lo = 0,
             .hi = DISTANCE_LIMIT,
             .meaning =
                 "far distances A:B, tokens; default the first --far-count integers over base"},
    [FAR_COUNT] = {.name = "far-count",
                   .type = OPTION_WHOLE,
                   .fallback = {"1048576", "16777216", "1073741824"},
                   .unless = "far",
                   .lo = 1,
                   .hi = GAP_SCAN_LIMIT,
                   .meaning = "how many far distances are scanned when --far is not given"},
    [PROVE] = {.name = "prove",
               .type = OPTION_FLAG,
               .meaning =
                   "prove every comparison, by doubles within a derived bound or else by balls of "
                   "interval arithmetic"},
};

#define SWEEP(dim)                                                            \
    "rope:base=1e5,dim=" #dim ",unit=turn;rope:base=2e5,dim=" #dim            \
    ",unit=turn;rope:base=5e5,dim=" #dim ",unit=turn;rope:base=1e6,dim=" #dim \
    ",unit=turn;rope:base=2e6,dim=" #dim ",unit=turn;rope:base=5e6,dim=" #dim \
    ",unit=turn;rope:base=1e7,dim=" #dim ",unit=turn;rope:base=1e8,dim=" #dim ",unit=turn"
static const char *const arguments[] = {
    "--encoding=" SWEEP(32) ";" SWEEP(64) ";" SWEEP(128) ";" SWEEP(256), "--qk=moments:mu0=1,nu0=0",
    "--prove", NULL};
static const struct figure figures[] = {
    {"gap", "Near/far gap and its horizon against the base",
     "Above: the least advantage of a near distance over all far distances scanned, in the "
     "theorem's units; the inequality holds above the dashed 1/8. The dotted line is a lower bound "
     "on the gap as D grows without limit. Below: the smallest far distance at which the "
     "inequality fails, or a triangle at the end of the range if it never does; both are proved, "
     "pair by pair, not only computed. D = 32 and 64 fail as soon as the far range begins, "
     "whatever the base; larger heads push the horizon out. The starred base runs along the axis. "
     "The theorem's own proof starts at base 6.2e27.",
     arguments},
};

/* Whether its mean score is a sum of cosines, of which one turns. */
static bool cosines(const struct encoding *e)
{
    return encoding_bank(e) && encoding_bank(e)->slope == 0.0 && encoding_schedule(e)->rotating > 0;
}

/* A proof is about a sum of cosines whose coefficients are known exactly. */
static bool provable(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK];
    for (size_t k = 0; k < qks->count; k++)
        if (qk_rows_of(&qks->qks[k].law))
            return message_set(
                &run->error,
                "option --prove: query-key model \"%s\" has measured moments, which are sums with rounding errors; expected one whose E A and E B are exact",
                qks->qks[k].text);
    for (size_t i = 0; i < encodings->count; i++) {
        const struct encoding *e = encodings->encodings[i];
        if (encoding_bank(e) && encoding_bank(e)->slope != 0.0)
            return message_set(&run->error,
                               "option --prove: encoding \"%s\" slopes with distance, which no sum "
                               "of cosines does; expected one of %s",
                               e->text, encoding_names(cosines).text);
        if (encoding_bank(e) && encoding_schedule(e)->rotating == 0)
            return message_set(
                &run->error,
                "option --prove: encoding \"%s\" turns no pair, so its gap is plain arithmetic; "
                "expected one of %s",
                e->text, encoding_names(cosines).text);
    }
    return true;
}

static enum status run_gap(struct run *run)
{
    if (run->values[FAR].given && run->values[FAR_COUNT].given) {
        message_set(
            &run->error,
            "option --far-count: --far already says which distances are far; give one of them");
        return STATUS_DOMAIN;
    }
    if (run->values[PROVE].given && !provable(run))
        return STATUS_DOMAIN;
    for (size_t i = 0; i < run->values[ENCODING].count; i++) {
        const struct encoding *e = run->values[ENCODING].encodings[i];
        double near_ends[2], far_ends[2];
        bool near_empty;
        if (encoding_bank(e) && !gap_ends(run, e, near_ends, far_ends, &near_empty))
            return STATUS_DOMAIN;
    }
    return run_each(run, mean_curve_measurable, gap_row);
}

const struct experiment experiment_gap = {
    .name = "gap",
    .summary = "near/far gap of the expected score, its threshold and its horizon",
    .measures =
        "TAPA's Theorem 2.2 says that below base^(1/4)/8 the expected score exceeds that at every "
        "distance over base by more than |mu0|/8 sqrt(D). This takes every near integer against "
        "every far integer of a range and reports the least gap and the first far distance where "
        "the inequality fails.",
    .source = "TAPA Theorem 2.2, Eq. 7, 17, 18, 32; theory/limits/README.md, section gap-theorem; "
              "theory/proof/README.md, section gap-proof",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(gap_columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &gap_claims,
    .run = run_gap,
    .cost = gap_cost,
};
