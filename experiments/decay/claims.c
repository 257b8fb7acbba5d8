#include "experiments/decay/judges.h"

/* ---- Questions ---- */

static const struct question power = {
    .statement = "For a Schwartz density |E T(r)| < C r^(-alpha (1 - split) D), with the least "
                 "such C, derived here.",
    .source = "TAPA Theorem 3.2, Eq. 14; the constant is derived in theory/moments/README.md, "
              "section tapa-exponent",
    .quantity = "largest log10 of |E T| r^(alpha D_P)/C, C the derived constant",
    .relation = "value < limit",
    .allowance = "1e-10 for rounding: the logarithms stay under 1e4 and are good to 1e-15 of "
                 "that; the value must also come within 1e-6 of 0",
    .judge = decay_judge_power,
};
static const struct question floor_independent = {
    .statement =
        "liminf Var T >= sigma0^2/2, for independent and identically distributed coordinates.",
    .source = "TAPA Theorem 3.3, Eq. 15",
    .quantity = "least Var T over sigma0^2/2",
    .relation = "value > limit",
    .allowance =
        "1e-12, because the theorem is an equality at mu = 0 and the value is computed to 1e-14",
    .judge = decay_judge_floor,
};
static const struct question floor_as_stated = {
    .statement = "liminf Var T >= sigma0^2/2 under Assumption 2.1 alone, as the theorem is stated.",
    .source = "TAPA Theorem 3.3, Eq. 83; theory/moments/README.md, section tapa-correlated",
    .quantity = "least Var T over sigma0^2/2",
    .relation = "value > limit",
    .allowance = "1e-12, as for TAPA-T3.3",
    .judge = decay_judge_floor,
};
static const struct question phase = {
    .statement = "The linear phase's mean dies like exp(-4 pi^2 r^(2 alpha) sigma^2), the "
                 "quadratic one's like a power.",
    .source = "derived in theory/moments/README.md, section tapa-exponent; TAPA Section 4.5 "
              "compares perplexities only",
    .quantity = "at the last distance, least ratio of the linear envelope's local exponent to the "
                "steepest the quadratic envelope ever has",
    .relation = "value > limit",
    .allowance = "none on the ratio; the linear mean is held to its envelope to 1e-9 in log10",
    .judge = decay_judge_phase,
};

#define PROTOCOL                                                                    \
    "\"Predicting How Transformers Attend\", Zenodo 19826343, abstract; "           \
    "cli/diagnose_model.py of its repository karlesmarin/tafagent, where the last " \
    "of d + 50 tokens looks d back"

static const struct question fits = {
    .statement = "Attention that does not depend on distance is not fitted by a power d^-gamma "
                 "with R^2 over 0.95, the level from which gamma is said to be a good summary.",
    .source = "read into " PROTOCOL
              ", and its guide, chapter R4; theory/limits/README.md, section null-gamma",
    .quantity = "R^2 of the least-squares line through (ln d, ln attention)",
    .relation = "value < limit",
    .allowance =
        "the fit through softmaxes of computed scores is held to the closed form's to 1e-9",
    .judge = decay_judge_gamma,
};
static const struct question steeper = {
    .statement = "The exponents published for random tokens are all larger than that of attention "
                 "that does not depend on distance.",
    .source = "read into " PROTOCOL
              ", and its data/e4_gamma, files \"random\": of 19 models at these distances "
              "the least is 0.5509, allenai/OLMo-7B-hf; theory/limits/README.md, section "
              "null-gamma",
    .quantity = "gamma fitted to uniform attention; the limit is the least that was published",
    .relation = "value < limit",
    .allowance = "as for NULL-GAMMA",
    .judge = decay_judge_gamma,
};

/* ---- Grids ---- */

#define SHAPES "tapa:dim={dim},alpha={alpha},split={split},phase="
#define SPREAD_LAWS                                                                        \
    "gauss:mu=0.5,sigma=1;gauss:mu=1,sigma=1;gauss:mu=0.3,sigma=0.5;gauss:mu=1,sigma=0.5;" \
    "gauss:mu=0.05,sigma=0.2"
#define CENTRED_LAWS "gauss:mu=0,sigma=1;gauss:mu=0,sigma=0.5;gauss:mu=0,sigma=0.2"

/* 2^50 tokens. */
#define LAST "1125899906842624"

static const struct grid along_r = {
    .command = "decay",
    .encoding = SHAPES "quadratic",
    .axes = {{"alpha", {"0.1,0.5,1"}},
             {"split", {"0.25,0.5,0.75"}},
             {"dim", {"8,64,128"}},
             {"qk", {SPREAD_LAWS}},
             {".r", {"1:" LAST ":+30%"}}},
};
static const struct grid at_last = {
    .command = "decay",
    .encoding = SHAPES "quadratic",
    .axes = {{"alpha", {"0.1,0.5,1"}},
             {"split", {"0.25,0.5,0.75"}},
             {"dim", {"8,64,128"}},
             {"qk", {SPREAD_LAWS ";" CENTRED_LAWS}},
             {".r", {LAST}}},
    .besides = "r = 2^50 stands for the limit, from which Var T is within 0.8 % at alpha = 0.1",
};
static const struct grid crossed = {
    .command = "bias --distances=1,100,10000,1000000",
    .encoding = "tapa:dim={dim},alpha={alpha},split={split}",
    .axes = {{"dim", {"128"}},
             {"alpha", {"0.1,0.5"}},
             {"split", {"0.5"}},
             {"qk", {"crossed:c=0.5;crossed:c=0.9;crossed:c=0.99"}},
             {".r", {LAST}}},
    .besides = "r = 2^50 stands for the limit",
};
static const struct grid linear = {
    .command = "decay",
    .encoding = SHAPES "linear",
    .axes = {{"alpha", {"0.1,0.5,1"}},
             {"split", {"0.25,0.5,0.75"}},
             {"dim", {"8,64,128"}},
             {"qk", {SPREAD_LAWS}},
             {".r", {"1:" LAST ":x4"}}},
};

/* One key at every place and no positions: all scores are equal. */
static const struct grid protocol = {
    .command = "scores --pairs=1",
    .axes = {{"encoding", {"nope:dim=128"}},
             {"qk", {"gauss:mu=0,sigma=1"}},
             {"distances", {"10,20,30,50,100,200,500,1000,2000"}}},
    .besides = "sequences of d + 50 tokens",
};
static const struct grid from_30 = {
    .command = "scores --pairs=1",
    .axes = {{"encoding", {"nope:dim=128"}},
             {"qk", {"gauss:mu=0,sigma=1"}},
             {"distances", {"30,50,100,200,500,1000,2000"}}},
    .besides = "sequences of d + 50 tokens",
};

/* ---- Claims ---- */

static const bool as_proved = false, as_stated = true;
static const struct decay_gamma good_fit = {true, 0.95},
                                least_published = {false, 0.550891782676269};

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-T3.2", &power, &by_computation, &along_r, {{0}}, NULL, VERDICT_VERIFIED,
     "TAPA's expected score dies out with distance at least as fast as its theorem says"},
    {"TAPA-T3.3", &floor_independent, &by_computation, &at_last, {{0}}, &as_proved,
     VERDICT_VERIFIED, NULL},
    {"TAPA-T3.3-CROSSED", &floor_as_stated, &by_computation, &crossed, {{0}}, &as_stated,
     VERDICT_REFUTED,
     "The theorem that TAPA's variance keeps a floor is false as stated, though true for "
     "independent, identically distributed coordinates"},
    {"TAPA-PHASE", &phase, &by_computation, &linear, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"NULL-GAMMA", &fits, &by_computation, &protocol, {{0}}, &good_fit, VERDICT_REFUTED,
     "A power of distance fitted to attention says nothing by itself: attention that ignores "
     "distance gets gamma 0.69 and R^2 0.97 from the published protocol"},
    {"NULL-GAMMA-PUBLISHED", &steeper, &by_computation, &from_30, {{0}}, &least_published,
     VERDICT_REFUTED, NULL},
};
/* clang-format on */

const struct claim_set decay_claims = CLAIM_SET(rows);
