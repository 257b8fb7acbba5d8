#include "experiments/instability/judges.h"

/* ---- Questions ---- */

static const struct question every_target = {
    .statement = "With rationally independent frequencies, for every gamma in [-g, g] some "
                 "distances bring (2/sqrt D) E S within O(1/D) of gamma.",
    .source = "TAPA Theorem 2.1, Eq. 6; theory/proof/README.md, section witness",
    .quantity = "largest proved error of a target's witness, over the proof's (g + |mu0|)/h",
    .relation = "value < limit",
    .allowance =
        "1/4 of the proof's error, for gamma = -g alone: pair 0 keeps the score farther than that "
        "from -g and lets it come as near as wanted",
    .judge = instability_judge_witnesses,
};
static const struct question independent = {
    .statement = "The frequencies of published models satisfy Theorem 2.1's hypothesis of rational "
                 "independence.",
    .source = "derived: does TAPA Theorem 2.1 apply to published models? Its remark names a "
              "transcendental theta0 or one of high degree; theory/limits/README.md, section "
              "independence",
    .quantity = "presets with dependent frequencies",
    .relation = "value < limit",
    .allowance = "none: exact integer arithmetic",
    .judge = instability_judge_independence,
};
static const struct question within_reach = {
    .statement = "At a real model's size the instability shows within reach: some distance brings "
                 "the expected score near -g.",
    .source = "derived from TAPA Theorem 2.1",
    .quantity = "lowest (2/sqrt D) E S over the scan",
    .relation = "value < limit",
    .allowance = "as for TAPA-T2.1",
    .judge = instability_judge_reach,
};

/* ---- Grids ---- */

/* The longest first, since each point is one thread's work. */
static const struct grid heads = {
    .command = "instability --method=lattice",
    .encoding = "rope:base=5e5,dim={dim},unit=turn",
    .axes = {{"dim", {"128,64,32,16,8"}},
             {"qk", {"moments:mu0=1,nu0=0;moments:mu0=1,nu0=1"}},
             {".targets", {"41"}}},
    .besides = "targets evenly from -g to g, g = hypot(mu0, nu0); 5e5 is no perfect power, so that "
               "the frequencies are independent",
};
static const struct grid presets = {
    .command = "instability",
    .encoding = "model:{model},unit=turn",
    .axes = {{"model", {"plain"}}},
};
static const struct grid model_size = {
    .command = "instability",
    .encoding = "rope:base=5e5,dim=128,unit=turn",
    .axes = {{"qk", {"moments:mu0=1"}},
             {"target", {"-1,1"}},
             {"scan", {"1048576", "16777216", "1073741824"}}},
};

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-T2.1", &every_target, &by_proof, &heads, {{0}}, NULL, VERDICT_VERIFIED,
     "The expected score does return to every value within the theorem's error, at distances of "
     "some 80 digits for D = 128, each constructed and proved"},
    {"TAPA-T2.1-HYPOTHESIS", &independent, &by_computation, &presets, {{0}}, NULL, VERDICT_REFUTED,
     "The theorem that the expected score returns to every value assumes independent frequencies, "
     "which most published models do not have"},
    {"TAPA-T2.1-REACH", &within_reach, &by_computation, &model_size, {{0}}, NULL, VERDICT_REFUTED,
     NULL},
};
/* clang-format on */

const struct claim_set instability_claims = CLAIM_SET(rows);
