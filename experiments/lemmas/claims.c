#include "experiments/lemmas/judges.h"

/* ---- Questions ---- */

#define ENCLOSED "none: sums and bounds are enclosed"

static const struct question c1 = {
    .statement = "|C_D| <= 2b/(ln b r pi) + eps and |S_D| <= 2/ln b + eps, eps = a + 4 pi r "
                 "b^(-a)/D for every a > 0.",
    .source = "TAPA Lemma C.1, Eq. 25 and 26",
    .quantity = "bounds at presets not proved to hold at every distance",
    .relation = "value < limit",
    .allowance = ENCLOSED,
    .judge = lemmas_judge_holds,
};
static const struct question c1_cosine = {
    .statement = "Lemma C.1's bound on |C_D| says something at real models: it is below 1/2 at "
                 "some distance.",
    .source = "read into TAPA Eq. 25; theory/limits/README.md, section lemma-bounds",
    .quantity = "presets at which the bound is not proved to be at least 1/2 at every distance",
    .relation = "value > limit",
    .allowance = "none: the bound is enclosed",
    .judge = lemmas_judge_says_something,
};
static const struct question sharper = {
    .statement = "In the limit D to infinity, |C| <= (b + 1)/(4 pi r ln b) and |S| <= 0.926/ln b: "
                 "7 and 2 times sharper than Lemma C.1.",
    .source = "derived in theory/limits/README.md, section lemma-bounds",
    .quantity = "largest limit over bound, with the special function's error",
    .relation = "value < limit",
    .allowance = "the special function's own error bound is added to the value",
    .judge = lemmas_judge_sharp,
};
static const struct question c2 = {
    .statement = "If r b^(-e0) < 1/4 then C_D > (1 - e0)/2 cos(2 pi r b^(-e0)) - 1/ln b - eps.",
    .source = "TAPA Lemma C.2, Eq. 27",
    .quantity = "presets at which it is not proved to hold at every distance",
    .relation = "value < limit",
    .allowance = ENCLOSED,
    .judge = lemmas_judge_holds,
};

/* ---- Grids; the lemma is each row's own axis ---- */

#define IN_TURNS "model:{model},unit=turn"
#define PROVE    "lemmas --prove --range={from}:{to}"

static const struct grid over_a_turn = {
    .command = PROVE,
    .encoding = IN_TURNS,
    .axes = {{"model", {"plain"}}, {".from", {"2"}}, {".to", {"9007199254740992"}}},
    .besides =
        "D > 4 ln b; every whole distance, and every larger without end; every a > 0, and for "
        "LC.2 every e0 with r b^(-e0) < 1/4",
};
static const struct grid all_reals = {
    .command = PROVE,
    .encoding = IN_TURNS,
    .axes = {{"model", {"plain"}}, {".from", {"1"}}, {".to", {"9007199254740992"}}},
    .besides = "D > 4 ln b; every real distance at once, and every larger without end; every "
               "a > 0",
};
/* distances to 2^50; a head of 65536 shows the limit */
static const struct grid limits = {
    .command = "lemmas --encoding=rope:base={base},dim=65536,unit=turn",
    .axes = {{".base", {"10^1.01:30:+0.25"}}, {"distances", {"2:1125899906842624:+7%"}}},
    .besides = "D to infinity, unit turn",
};

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-LC.1", &c1, &by_proof, &over_a_turn, {{".lemma", {"LC.1-C,LC.1-S"}}}, NULL,
     VERDICT_VERIFIED, NULL},
    {"TAPA-LC.1-COSINE", &c1_cosine, &by_proof, &all_reals, {{".lemma", {"LC.1-C"}}}, NULL,
     VERDICT_VACUOUS,
     "The lemma under these theorems bounds the mean cosine by more than its trivial bound at "
     "every model"},
    {"TAPA-LC.1-SHARP", &sharper, &by_computation, &limits, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"TAPA-LC.2", &c2, &by_proof, &over_a_turn, {{".lemma", {"LC.2"}}}, NULL, VERDICT_VERIFIED,
     NULL},
};
/* clang-format on */

const struct claim_set lemmas_claims = CLAIM_SET(rows);
