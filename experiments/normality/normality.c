/* The law of a score over a uniform distance: how far from normal, from its limit, from DU's split
 * and FOLLOW's bounds. */
#include "experiments/normality/cost.h"
#include "experiments/normality/judges.h"
#include "experiments/normality/measure.h"
#include "experiments/normality/rows.h"

#include <math.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"

enum { ENCODING, QK, TOKENS, CONTEXT, PAIRS, BINS, EPS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e7,dim=128"),
    [QK] = OPTION_QK_ROW("phase;gauss:mu=0,sigma=1"),
    [TOKENS] = OPTION_TOKENS_ROW,
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x4", "1024:1048576:x4", "1024:16777216:x2", 2,
                                   CURVE_HELD_LIMIT),
    [PAIRS] = OPTION_DRAWS_ROW("16", "32", "256"),
    [BINS] =
        {.name = "bins",
         .type = OPTION_WHOLE,
         .fallback = {"0", "0", "0"},
         .lo = 0,
         .hi = 100000,
         .meaning =
             "bins of equal width over draw 0's scores and 3.5 sd of each law, one row each; 0: "
             "one row per context"},
    [EPS] = {.name = "eps",
             .type = OPTION_REALS,
             .fallback = {"0.1", "0.1", "0.1"},
             .lo = 1e-9,
             .hi = 0.499999999,
             .meaning = "epsilon of FOLLOW's Proposition 1, one number"},
    [SEED] = OPTION_SEED_ROW,
};

static const char *const arguments[] = {"--encoding=rope:base=5e5,dim=128",
                                        "--qk=aligned:rho=0.5",
                                        "--context=4096,262144,16777216",
                                        "--pairs=1",
                                        "--bins=120",
                                        NULL};
static const struct figure figures[] = {
    {"normality", "Law of the score over distance",
     "Scores of one query and a key that agrees with it (RoPE, b = 5e5, D = 128, aligned:rho=0.5) "
     "at all distances of a short, a longer and a very long context. The limiting law (independent "
     "phases, product of Bessel functions) takes every pair as turning: over the short context the "
     "slow pairs still hold the score up. DU's normal law keeps them at their value at distance 0, "
     "which is too high once they have turned in part. Over 16,777,216 tokens every pair has "
     "turned at least six times and all laws agree.",
     arguments},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return qk_drawable(qk, encoding, error);
}

static enum status run_normality(struct run *run)
{
    double most = floor(4e9 / (NORMALITY_VALUES * sizeof(double)));
    if (run->values[EPS].count != 1) {
        message_set(&run->error,
                    "option --eps: \"%s\" is not one number; expected one between 0 and 1/2",
                    run->values[EPS].text);
        return STATUS_DOMAIN;
    }
    if (run_number(run, "pairs") > most) {
        message_set(&run->error,
                    "option --pairs: %.0f draws do not fit in memory; expected at most %.0f",
                    run_number(run, "pairs"), most);
        return STATUS_DOMAIN;
    }
    return run_each(run, allowed, normality_rows);
}

const struct experiment experiment_normality = {
    .name = "normality",
    .summary = "law of the score over distance against the normal law, its limit, DU's split and "
               "FOLLOW's Proposition 1",
    .measures = "The scores of a drawn query and key at every distance below M, as a sample: mean, "
                "spread and exact Kolmogorov distances to the normal law, to DU's normal law (slow "
                "pairs make the mean, fast ones the variance) and to the limiting law of "
                "independent phases. Beside them, how much of FOLLOW's Proposition 1 any query and "
                "key can use up.",
    .source = "DU (arXiv 2605.15514, second-hand), FOLLOW (arXiv 2609.39929) Proposition 1; "
              "theory/limits/README.md, section score-limit; theory/moments/README.md, sections "
              "window-moments, follow-proposition-1, du-split",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(normality_columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &normality_claims,
    .run = run_normality,
    .cost = normality_cost,
};
