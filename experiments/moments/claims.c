#include "experiments/moments/judges.h"

#include "experiments/models/statistics/equality.h"
#include "experiments/test_model.h"

/* ---- Questions ---- */

/* Claims are corrected for each other by the level, heads by Holm. */
#define TESTED                                                                             \
    "p by Hotelling's law, to first order in the means, at 1e-9 and by Holm's correction " \
    "for the number of heads; one under 1e-300 counts as 1e-300"
static const struct evidence nominally = {
    CLAIM_MEASURED, "nominal: takes tokens for independent draws and means for normal"};

static const struct question assumption = {
    .statement = "In some head of the model's first layer E A_n is the same for all pairs, and E "
                 "B_n is: Assumption 2.1.",
    .source = "TAPA Assumption 2.1; theory/moments/README.md, section token-moments",
    .quantity = "log10 of the largest corrected p-value of a head",
    .relation = "value > limit",
    .allowance = TESTED,
    .file = &test_model,
    .judge = moments_judge_alike,
};
static const struct question amplitudes = {
    .statement =
        "In some head of the model's first layer E |z_n| is the same for all pairs: regular "
        "amplitudes.",
    .source = "DU, second-hand; FOLLOW on Qwen3-8B, where one pair has 92 % of a margin's energy; "
              "theory/moments/README.md, section token-moments",
    .quantity = "log10 of the largest corrected p-value of a head",
    .relation = "value > limit",
    .allowance = TESTED,
    .file = &test_model,
    .judge = moments_judge_alike,
};
static const struct question largest = {
    .statement = "In every head of the model's first layer the largest |z_n| is on average less "
                 "than half of their sum.",
    .source = "derived: pairs alike, of independent normal vectors, give 0.465 for four pairs and "
              "less for more; theory/moments/README.md, section token-moments",
    .quantity = "largest mean of max |z_n|/sum |z_n| of a head",
    .relation = "value < limit",
    .allowance =
        "1e-12 of rounding: the mean is over every query and every key of the tokens taken",
    .file = &test_model,
    .judge = moments_judge_largest,
};

/* ---- Grids ---- */

static const struct grid every_head = {
    .command = "moments",
    .axes = {{"qk", {"weights:FILE,head=all"}}},
    .besides = "layer 0, all heads; every token of the vocabulary once, query and key",
};
static const struct grid every_test = {
    .command = "moments --test",
    .axes = {{"qk", {"weights:FILE,head=all"}}},
    .besides = "layer 0, all heads; every token of the vocabulary once, query and key",
};

/* ---- Claims ---- */

static const enum equality both = EQUALITY_ASSUMPTION, amplitude = EQUALITY_AMPLITUDE;
static const double half = 0.5;

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-A2.1-MODEL", &assumption, &nominally, &every_test, {{0}}, &both, VERDICT_REFUTED,
     "TAPA's Assumption 2.1 fails in every head of the first layer of a real model, stories260K"},
    {"DU-REGULAR-MODEL", &amplitudes, &nominally, &every_test, {{0}}, &amplitude, VERDICT_REFUTED,
     "Amplitudes are not regular in any head of the first layer of a real model, stories260K"},
    {"DU-REGULAR-MODEL-LARGEST", &largest, &by_computation, &every_head, {{0}}, &half,
     VERDICT_REFUTED, NULL},
};
/* clang-format on */

const struct claim_set moments_claims = CLAIM_SET(rows);
