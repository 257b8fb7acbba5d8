#include "experiments/normality/claims.h"

#define SPLIT_CLAIM(name, model_text, said, quantity_text, allowance_text, outcome, found,                \
                    judge_function)                                                                       \
    {                                                                                                     \
        .id = name, .statement = said,                                                                    \
        .source = "DU's normal law, second-hand (arXiv 2605.15514); theory/README.md#du-split",           \
        .domain = model_text                                                                              \
            ", rope:base=b,dim=128, b = 1e4, 5e5, 1e8, M = 1024 and 4096 (16384 too at full scale), 768 " \
            "draws (4096 at full scale; unit: its "                                                       \
            "one curve), seed 1",                                                                         \
        .quantity = quantity_text, .relation = "value < limit", .allowance = allowance_text,              \
        .finding = found, .kind = CLAIM_MEASURED, .expected = outcome, .judge_old = judge_function        \
    }
#define SHAPE_CLAIM(name, model_text, outcome, found, judge_function)                              \
    SPLIT_CLAIM(                                                                                   \
        name, model_text, "Over distance the score is normal with the split's mean and variance.", \
        "mean Kolmogorov distance to that normal law less 0.1, at the worst base and length",      \
        "0.1, chosen; confidence limits at a false alarm rate of 1e-9 each", outcome, found,       \
        judge_function)
#define MEAN_CLAIM(name, model_text, outcome, found, judge_function)                                                   \
    SPLIT_CLAIM(                                                                                                       \
        name, model_text,                                                                                              \
        "The score's mean over distance is that of its slow pairs at distance 0.",                                     \
        "mean square of the split's error of the mean in standard deviations less 1/16, at the worst base and length", \
        "a quarter of a standard deviation, chosen; confidence limits at a false alarm rate of 1e-9 each",             \
        outcome, found, judge_function)
#define SPREAD_CLAIM(name, model_text, outcome, found, judge_function)                                   \
    SPLIT_CLAIM(                                                                                         \
        name, model_text,                                                                                \
        "The score's variance over distance is half the fast pairs' squared amplitudes.",                \
        "mean relative error of the split's standard deviation less 0.15, at the worst base and length", \
        "0.15, chosen; confidence limits at a false alarm rate of 1e-9 each", outcome, found,            \
        judge_function)

#define TURNING_DOMAIN                                                                                                        \
    "rope:base=1e3 with dim=8 and 16 (independent frequencies; every pair turns 97 times or more), M = 2^20 (2^18 at smoke, " \
    "2^24 at full "                                                                                                           \
    "scale), unit and two draws each of phase, gauss:mu=0,sigma=1, aligned:rho=0.5, seed 1"

static const struct claim_old rows[] = {
    SHAPE_CLAIM("DU-N-UNIT", "unit", VERDICT_REFUTED, NULL, judge_shape_unit),
    SHAPE_CLAIM(
        "DU-N-PHASE", "phase", VERDICT_REFUTED,
        "Over distance a score is nearly normal about its own mean and spread, but not where DU's "
        "split puts them as long as slow pairs have turned in part",
        judge_shape_phase),
    SHAPE_CLAIM("DU-N-GAUSS", "gauss:mu=0,sigma=1", VERDICT_REFUTED, NULL, judge_shape_gauss),
    SHAPE_CLAIM("DU-N-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL, judge_shape_aligned),
    MEAN_CLAIM("DU-N-MEAN-UNIT", "unit", VERDICT_REFUTED, NULL, judge_mean_unit),
    MEAN_CLAIM("DU-N-MEAN-PHASE", "phase", VERDICT_REFUTED, NULL, judge_mean_phase),
    MEAN_CLAIM("DU-N-MEAN-GAUSS", "gauss:mu=0,sigma=1", VERDICT_REFUTED, NULL, judge_mean_gauss),
    MEAN_CLAIM("DU-N-MEAN-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL, judge_mean_aligned),
    SPREAD_CLAIM("DU-N-VARIANCE-UNIT", "unit", VERDICT_REFUTED, NULL, judge_spread_unit),
    SPREAD_CLAIM("DU-N-VARIANCE-PHASE", "phase", VERDICT_VERIFIED, NULL, judge_spread_phase),
    SPREAD_CLAIM("DU-N-VARIANCE-GAUSS", "gauss:mu=0,sigma=1", VERDICT_VERIFIED, NULL,
                 judge_spread_gauss),
    SPREAD_CLAIM("DU-N-VARIANCE-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL,
                 judge_spread_aligned),
    {.id = "DU-N-VANISH",
     .statement =
         "At a fixed number of pairs the score's Kolmogorov distance to a normal law tends to 0 as the context grows.",
     .source =
         "read into DU's normal law; FOLLOW's scope paragraph says it cannot hold; theory/README.md#score-limit",
     .domain = TURNING_DOMAIN,
     .quantity =
         "least distance to the normal law with the curve's own mean and sd, over the limiting law's own distance",
     .relation = "value < limit",
     .allowance =
         "half the limiting law's own distance: a distance that tends to 0 falls below any share of it",
     .finding = "With h pairs the score's law is not normal in the limit but the law of h "
                "independent phases, at a fixed distance from normal",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_vanish},
    {.id = "DU-N-LIMIT",
     .statement = "With independent frequencies that all turn many times the score's law is that "
                  "of independent phases, characteristic function prod J0(a_n t).",
     .source = "derived in theory/README.md#score-limit",
     .domain = TURNING_DOMAIN
     "; dim=16 at full scale only: the more pairs, the longer the limit takes",
     .quantity = "largest distance to the limiting law, over that law's own distance from normal",
     .relation = "value < limit",
     .allowance =
         "a tenth: at finite M the discrepancy of the angles remains; the error bound of the law is added to the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_limit},
    {.id = "DU-N-LIMIT-DEPENDENT",
     .statement = "The same law holds where the frequencies are rationally dependent.",
     .source = "theory/README.md#score-limit, #independence",
     .domain =
         "rope:base=1e4,dim=8 (each frequency a tenth of the one before), otherwise as DU-N-LIMIT",
     .quantity = "as DU-N-LIMIT",
     .relation = "value < limit",
     .allowance = "as DU-N-LIMIT",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_dependent},
    {.id = "FOLLOW-P1-MEAN",
     .statement =
         "For every query and key the high band's mean over m < M is at most eps U_H in size.",
     .source =
         "FOLLOW Proposition 1, Eq. 5, with the proof's constant C_F = 2 pi; theory/README.md#follow-proposition-1",
     .domain =
         "all amplitudes and phases at once; plain RoPE presets and b = 1e4, 5e5, 1e6, 1e7, 1e8 "
         "with h = 32, 64, 128, rad; M from 2^10 to 2^30 in steps of 32 (smoke), 2 (standard), 1.1 "
         "(full); eps = 0.01, 0.03, 0.1, 0.3, 0.49",
     .quantity = "largest |E S_H|/(eps U_H)",
     .relation = "value < limit",
     .allowance =
         "rounding of the moments, 100 |H| 2^-53, is added to the value; points with H empty say nothing and are counted",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_p1_mean},
    {.id = "FOLLOW-P1-VAR",
     .statement =
         "For every query and key the high band's variance over m < M is within eps U_H^2 of U_H^2/2.",
     .source =
         "FOLLOW Proposition 1, Eq. 5, with the proof's constant C_F = 2 pi; theory/README.md#follow-proposition-1",
     .domain = "as FOLLOW-P1-MEAN",
     .quantity = "largest |Var S_H - U_H^2/2|/(eps U_H^2)",
     .relation = "value < limit",
     .allowance = "as FOLLOW-P1-MEAN",
     .finding =
         "FOLLOW's moment bounds hold for every query and key, with eight times room to spare",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_p1_variance},
    {.id = "FOLLOW-P1-WHOLE",
     .statement =
         "At a published model's own context some eps < 1/2 brings all pairs into the high band, "
         "as FOLLOW's Theorems 2 and 3 need.",
     .source = "FOLLOW Eq. 4, 12 and 43",
     .domain = "plain RoPE presets at their own context, eps just below 1/2",
     .quantity = "largest share of a preset's pairs in H",
     .relation = "value >= limit",
     .allowance = "none",
     .finding =
         "No published model's context is long enough for the high band to hold all pairs, where "
         "FOLLOW's limit theorems begin",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_whole},
};

const struct claim_set normality_claims = CLAIM_SET_OLD(rows);
