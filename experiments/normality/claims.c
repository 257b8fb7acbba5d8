#include "experiments/grids.h"
#include "experiments/harness/claims/plain_presets.h"
#include "experiments/normality/judges.h"

#define DU_NORMAL \
    "DU's normal law, second-hand (arXiv 2605.15514); theory/moments/README.md, section du-split"
#define P1_SOURCE                                                         \
    "FOLLOW Proposition 1, Eq. 5, with the proof's constant C_F = 2 pi; " \
    "theory/moments/README.md, section follow-proposition-1"
#define WORST_POINT ", at the worst base and length"

/* ---- Questions, and what answers rest on ---- */

static const struct question shape = {
    .statement = "Over distance the score is normal with the split's mean and variance, within "
                 "0.1 in Kolmogorov distance.",
    .source = DU_NORMAL,
    .quantity = "mean Kolmogorov distance to that normal law less 0.1" WORST_POINT,
    .relation = "value < limit",
    .allowance = "0.1, chosen; the published law is a limit with an error of order 1/sqrt(fast "
                 "pairs), 0.24 at b = 1e8, M = 1024",
    .judge = normality_judge_split,
};
static const struct question mean = {
    .statement = "The score's mean over distance is that of its slow pairs at distance 0, "
                 "within a quarter of a standard deviation.",
    .source = DU_NORMAL,
    .quantity = "median size of the split's error of the mean in standard deviations less "
                "1/4" WORST_POINT,
    .relation = "value < limit",
    .allowance = "a quarter of a standard deviation, chosen, of a limit law",
    .judge = normality_judge_split,
};
static const struct question spread = {
    .statement = "The score's standard deviation over distance is that of half the fast pairs' "
                 "squared amplitudes, within 15 %.",
    .source = DU_NORMAL,
    .quantity = "median relative error of the split's standard deviation less 0.15" WORST_POINT,
    .relation = "value < limit",
    .allowance = "0.15, chosen, of a limit law",
    .judge = normality_judge_split,
};
static const struct question vanish = {
    .statement = "At a fixed number of pairs the score's Kolmogorov distance to a normal law tends "
                 "to 0 as the context grows.",
    .source = "read into DU's normal law; FOLLOW's scope paragraph says it cannot hold; "
              "theory/limits/README.md, section score-limit",
    .quantity = "least distance to the normal law with the curve's own mean and sd, over the "
                "limiting law's own distance",
    .relation = "value < limit",
    .allowance = "half the limiting law's own distance: a distance that tends to 0 falls below any "
                 "share of it",
    .judge = normality_judge_vanish,
};
static const struct question limit = {
    .statement =
        "With independent frequencies that all turn many times the score's law over distance "
        "is that of a sum of cosines with independent uniform phases and the pairs' "
        "amplitudes.",
    .source = "derived in theory/limits/README.md, section score-limit",
    .quantity = "largest distance to the limiting law, over that law's own distance from normal",
    .relation = "value < limit",
    .allowance = "a tenth: at finite M the discrepancy of the angles remains; the error bound of "
                 "the law is added to the value",
    .judge = normality_judge_limit,
};
static const struct question dependent = {
    .statement = "The law of independent phases, as in DU-N-LIMIT, holds where the frequencies are "
                 "rationally dependent.",
    .source = "derived in theory/limits/README.md, sections score-limit, independence",
    .quantity = "as DU-N-LIMIT",
    .relation = "value < limit",
    .allowance = "as DU-N-LIMIT",
    .judge = normality_judge_dependent,
};
static const struct question band_mean = {
    .statement =
        "Of the pairs with M theta_n >= 4 pi/((1 - b^(-1/h)) eps), the high band H, the part of the "
        "score has over M distances a mean of at most eps U_H in size, U_H^2 the sum of their squared "
        "amplitudes, for every query and key.",
    .source = P1_SOURCE,
    .quantity = "largest |E S_H|/(eps U_H)",
    .relation = "value < limit",
    .allowance = "rounding of the moments, 100 |H| 2^-53, is added to the value; points with H "
                 "empty say nothing and are counted",
    .judge = normality_judge_bound,
};
static const struct question band_variance = {
    .statement = "For every query and key the variance over M distances of the high band's part of "
                 "the score, as in FOLLOW-P1-MEAN, is within eps U_H^2 of U_H^2/2.",
    .source = P1_SOURCE,
    .quantity = "largest |Var S_H - U_H^2/2|/(eps U_H^2)",
    .relation = "value < limit",
    .allowance = "as FOLLOW-P1-MEAN",
    .judge = normality_judge_bound,
};
static const struct question whole = {
    .statement =
        "A published model meets, over the distances that its layer attends to, the "
        "condition of FOLLOW's Theorems 2 and 3: all pairs in the high band for some eps < "
        "1/2.",
    .source = "read into FOLLOW Theorem 3, Eq. 4, 12 and 43; theory/moments/README.md, section "
              "follow-whole-band",
    .quantity = "largest share of a preset's pairs in H",
    .relation = "value >= limit",
    .allowance = "none",
    .judge = normality_judge_whole,
};

static const struct evidence one_curve = {CLAIM_CHECKED, "one curve, every score"};

/* ---- Grids ---- */

static const struct grid lengths = {
    .command = "normality",
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4,5e5,1e8"}}, {"context", {"1024,4096", NULL, "1024,4096,16384"}}},
    .besides = "seed 1",
};

/* The longer the context, the nearer a score's law is to its limit. */
#define LONG_CONTEXTS                                                        \
    {"qk", {"unit;phase;" GRID_CENTRED ";" GRID_ALIGNED}}, {"pairs", {"2"}}, \
    {                                                                        \
        "context", { "262144", "1048576", "16777216" }                       \
    }

/* How many pairs come near the limit depends on the context, so that dim is each row's own. */
static const struct grid turning = {
    .command = "normality",
    .encoding = "rope:base=1e3,dim={dim}",
    .axes = {LONG_CONTEXTS},
    .besides = "independent frequencies; every pair turns 97 times or more; unit has one curve; "
               "seed 1",
};
static const struct grid tenths = {
    .command = "normality",
    .encoding = "rope:base=1e4,dim={dim}",
    .axes = {LONG_CONTEXTS},
    .besides = "each frequency a tenth of the one before; unit has one curve; seed 1",
};
static const struct grid bands = {
    .command = "normality --qk=unit",
    .axes = {{"encoding", {"model:plain;rope:base={" GRID_BASES "},dim={64,128,256}"}},
             {"context", {"1024:1073741824:x32", "1024:1073741824:x2", "1024:1073741824:^10%"}},
             {"eps", {"0.01,0.03,0.1,0.3,0.49"}}},
    .besides = "all amplitudes and phases at once; model:plain stands for " PLAIN_PRESETS,
};
/* The last double below 1/2; the option takes no more than the command says. */
static const struct grid presets = {
    .command = "normality --qk=unit --eps=0.499999999",
    .encoding = "model:{model}",
    .axes = {{"model", {"plain"}},
             {"&context", {"4096,16384,8192,4096,32768,32768,40960,8192,1024,16384"}},
             {".eps", {"0.49999999999999994"}}},
    .besides = "each at its own context, or at its layer's window where that is shorter",
};

/* ---- Claims ---- */

static const struct normality_split a_tenth_off = {PART_SHAPE, 0.1},
                                    a_quarter_sd_off = {PART_MEAN, 0.25},
                                    spread_off = {PART_SPREAD, 0.15};
static const double half = 0.5, tenth = 0.1, all = 1.0;
static const struct normality_limit near_limit = {0.1, 0.0625};
static const struct normality_bound within_mean = {MOMENT_MEAN, 1.0},
                                    within_variance = {MOMENT_VARIANCE, 1.0};

/* clang-format off */
/* Curves of a model; unit has one. */
#define CURVES {"pairs", {"768", NULL, "4096"}}
#define MORE   {"pairs", {"1536", NULL, "4096"}}
#define ONE    {"pairs", {"1"}}

/* clang-format off */
static const struct claim rows[] = {
    {"DU-N-UNIT", &shape, &one_curve, &lengths, {{"qk", {"unit"}}, ONE}, &a_tenth_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-PHASE", &shape, &by_draws, &lengths, {{"qk", {"phase"}}, CURVES}, &a_tenth_off,
     VERDICT_REFUTED,
     "Over distance a score is nearly normal about its own mean and spread, but not where DU's "
     "split puts them as long as slow pairs have turned in part"},
    {"DU-N-GAUSS", &shape, &by_draws, &lengths, {{"qk", {GRID_CENTRED}}, CURVES}, &a_tenth_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-ALIGNED", &shape, &by_draws, &lengths, {{"qk", {GRID_ALIGNED}}, MORE}, &a_tenth_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-MEAN-UNIT", &mean, &one_curve, &lengths, {{"qk", {"unit"}}, ONE}, &a_quarter_sd_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-MEAN-PHASE", &mean, &by_draws, &lengths, {{"qk", {"phase"}}, CURVES}, &a_quarter_sd_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-MEAN-GAUSS", &mean, &by_draws, &lengths, {{"qk", {GRID_CENTRED}}, CURVES},
     &a_quarter_sd_off, VERDICT_REFUTED, NULL},
    {"DU-N-MEAN-ALIGNED", &mean, &by_draws, &lengths, {{"qk", {GRID_ALIGNED}}, MORE},
     &a_quarter_sd_off, VERDICT_REFUTED, NULL},
    {"DU-N-VARIANCE-UNIT", &spread, &one_curve, &lengths, {{"qk", {"unit"}}, ONE}, &spread_off,
     VERDICT_REFUTED, NULL},
    {"DU-N-VARIANCE-PHASE", &spread, &by_draws, &lengths, {{"qk", {"phase"}}, CURVES}, &spread_off,
     VERDICT_VERIFIED, NULL},
    {"DU-N-VARIANCE-GAUSS", &spread, &by_draws, &lengths, {{"qk", {GRID_CENTRED}}, CURVES},
     &spread_off, VERDICT_VERIFIED, NULL},
    {"DU-N-VARIANCE-ALIGNED", &spread, &by_draws, &lengths, {{"qk", {GRID_ALIGNED}}, MORE},
     &spread_off, VERDICT_REFUTED, NULL},
    {"DU-N-VANISH", &vanish, &by_computation, &turning, {{"dim", {"8,16"}}}, &half,
     VERDICT_REFUTED,
     "With h pairs the score's law is not normal in the limit but the law of h independent "
     "phases, at a fixed distance from normal"},
    {"DU-N-LIMIT", &limit, &by_computation, &turning, {{"dim", {"8", NULL, "8,16"}}}, &near_limit,
     VERDICT_VERIFIED, NULL},
    {"DU-N-LIMIT-DEPENDENT", &dependent, &by_computation, &tenths, {{"dim", {"8"}}}, &tenth,
     VERDICT_REFUTED, NULL},
    {"FOLLOW-P1-MEAN", &band_mean, &by_computation, &bands, {{0}}, &within_mean, VERDICT_VERIFIED,
     NULL},
    {"FOLLOW-P1-VAR", &band_variance, &by_computation, &bands, {{0}}, &within_variance,
     VERDICT_VERIFIED,
     "FOLLOW's moment bounds hold for every query and key, with seven times room to spare"},
    {"FOLLOW-P1-WHOLE", &whole, &by_computation, &presets, {{0}}, &all, VERDICT_REFUTED,
     "Of the ten plain models no context, or window of a layer, is long enough for the high band "
     "to hold all pairs, where FOLLOW's limit theorems begin"},
};
/* clang-format on */

const struct claim_set normality_claims = CLAIM_SET(rows);
