#include "experiments/grids.h"
#include "experiments/locality/judges.h"

#define DU     "DU (2605.15514), second-hand"
#define HALVES "near [0, M/2), far [M/2, M)"
/* ---- Questions, and what answers rest on ---- */

static const struct question half = {
    .statement = "The probability of a position inversion tends to 1/2 as the context grows.",
    .source = DU ", position inversion",
    .quantity = "largest |P - 1/2| with its error",
    .relation = "value < limit",
    .allowance = "0.01 stands for the limit not being reached at finite M",
    .judge = locality_judge_half,
};
static const struct question law = {
    .statement = "For the curve a_n = 1, phi_n = 0 and 1 << M << b, P(position inversion) is "
                 "Phi(-2 ln 2 sqrt(h/(ln M ln b))).",
    .source = "derived in theory/limits/README.md, section law-position-unit",
    .quantity = "largest |law - count|",
    .relation = "value < limit",
    .allowance =
        "0.05 is what the law leaves out: single turns of the slow pairs; the counts are exact",
    .judge = locality_judge_law,
};
static const struct question tapa_half = {
    .statement = "From 64 tokens on TAPA has no bias by distance: a far key scores higher "
                 "than a near one half of the time.",
    .source = "cross claim: TAPA's encoding by DU's criterion",
    .quantity = "largest |P - 1/2| with its error",
    .relation = "value < limit",
    .allowance = "0.05 counts as no bias (RoPE's reaches 0.28)",
    .judge = locality_judge_half,
};
static const struct question tapa_half_short = {
    .statement = "TAPA has no bias by distance at 4 and 16 tokens.",
    .source = "cross claim: TAPA's encoding by DU's criterion",
    .quantity = "largest |P - 1/2| with its error",
    .relation = "value < limit",
    .allowance = "0.05 counts as no bias, as from 64 tokens on; every pair of distances, exactly, "
                 "the error of quadrature added",
    .judge = locality_judge_half,
};
static const struct question rises = {
    .statement = "Position inversions rise with the context.",
    .source = DU ", signs of the trade-off",
    .quantity = "smallest rise from the first to the last context, or the first fall",
    .relation = "value > limit",
    .allowance = "none: a difference counts only beyond the errors of both sides",
    .judge = locality_judge_trend,
};
static const struct question rises_by_steps = {
    .statement = "Position inversions rise with every lengthening of the context.",
    .source = "read into " DU ", signs of the trade-off, which says only that they rise",
    .quantity = "first fall, else the smallest rise",
    .relation = "value > limit",
    .allowance = "none: a difference counts only beyond the errors of both sides",
    .judge = locality_judge_trend,
};
static const struct question rises_by_base = {
    .statement = "Position inversions rise with the base.",
    .source = DU ", signs of the trade-off",
    .quantity = "first fall, else the smallest rise",
    .relation = "value > limit",
    .allowance = "none: a difference counts only beyond the errors of both sides",
    .judge = locality_judge_trend,
};

static const struct evidence counted = {
    CLAIM_CHECKED, "checked against every pair of distances: the count is exact"};
static const struct evidence expected = {
    CLAIM_MEASURED, "exact expectation over q and k by characteristic functions, averaged over "
                    "quasi-random pairs of distances; its error is added: Student's over 16 "
                    "shifted sets, at a nominal false alarm rate of 1e-9, as if their means were "
                    "normal"};

/* ---- Grids; the model is each row's own axis ---- */

static const struct grid beyond_turns = {
    .command = "locality",
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}}, {"context", {"1048576,4194304"}}},
    .besides = HALVES,
};
static const struct grid up_to_base = {
    .command = "locality",
    .encoding = "rope:base={base},dim={dim}",
    .axes = {{"dim", {"128,256"}},
             {"base", {GRID_BASES}},
             {"context", {"64:1048576:x4", "64:1048576:x2"}}},
    .besides = HALVES "; contexts up to the base",
};
static const struct grid tapa = {
    .command = "locality",
    .encoding = "tapa:dim=128,alpha={alpha},split=0.5",
    .axes = {{"alpha", {"0.1,0.5"}},
             {"context", {"64,4096,262144"}},
             {"&points", {"1024,256,256"}}},
    .besides = HALVES,
};
static const struct grid tapa_short = {
    .command = "locality",
    .encoding = "tapa:dim=128,alpha={alpha},split=0.5",
    .axes = {{"alpha", {"0.1,0.5"}}, {"context", {"4,16"}}, {"points", {"64"}}},
    .besides = HALVES "; every pair of distances",
};
static const struct grid ends = {
    .command = "locality",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}}, {"context", {"64,1048576"}}},
    .besides = HALVES,
};
static const struct grid lengthenings = {
    .command = "locality",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}}, {"context", {"64:1048576:x4"}}},
    .besides = HALVES "; contexts up to the base",
};
static const struct grid two_bases = {
    .command = "locality",
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4,1e8"}}, {"context", {"64:1048576:x4"}}},
    .besides = HALVES,
};

/* ---- Claims ---- */

static const struct locality_half nearly_half = {0.01, {64.0, 65536.0}}, unbiased = {0.05, {0.0}};
static const struct locality_trend along_context = {"context", false},
                                   each_context = {"context", true}, along_base = {"base", false};
static const double law_limit = 0.05;

/* clang-format off */
/* Pairs of distances that an exact expectation is averaged over. */
#define POINTS      {"points", {"2048", "4096", "32768"}}
#define LONG_POINTS {"points", {"4096", "8192"}}

/* clang-format off */
static const struct claim rows[] = {
    {"DU-F1-UNIT", &half, &counted, &beyond_turns, {{"qk", {"unit"}}}, &nearly_half,
     VERDICT_VERIFIED, NULL},
    {"DU-F1-ALIGNED", &half, &expected, &beyond_turns, {{"qk", {GRID_ALIGNED}}, LONG_POINTS},
     &nearly_half, VERDICT_VERIFIED,
     "Where keys agree with queries, RoPE prefers near keys less and less as the context grows "
     "and not at all beyond 2 pi b: a far key then scores higher half of the time"},
    {"DU-F1-GAUSS", &half, &expected, &beyond_turns, {{"qk", {GRID_GAUSS}}, LONG_POINTS},
     &nearly_half, VERDICT_VERIFIED, NULL},
    {"LAW-POSITION-UNIT", &law, &by_computation, &up_to_base, {{"qk", {"unit"}}}, &law_limit,
     VERDICT_VERIFIED, NULL},
    {"TAPA-BIAS-GAUSS", &tapa_half, &expected, &tapa, {{"qk", {GRID_GAUSS}}}, &unbiased,
     VERDICT_VERIFIED,
     "By the same criterion TAPA does not prefer near keys on queries and keys of unit spread, "
     "from 64 tokens on: its positions fail as RoPE's do beyond 2 pi b"},
    {"TAPA-BIAS-ALIGNED", &tapa_half, &expected, &tapa, {{"qk", {GRID_ALIGNED}}}, &unbiased,
     VERDICT_VERIFIED, NULL},
    {"TAPA-BIAS-SHORT-GAUSS", &tapa_half_short, &by_computation, &tapa_short,
     {{"qk", {GRID_GAUSS}}}, &unbiased, VERDICT_REFUTED,
     "At contexts of a few tokens it does, because distance 0, whose phase is 0, wins nearly "
     "always"},
    {"TAPA-BIAS-SHORT-ALIGNED", &tapa_half_short, &by_computation, &tapa_short,
     {{"qk", {GRID_ALIGNED}}}, &unbiased, VERDICT_REFUTED, NULL},
    {"TAPA-BIAS-NARROW", &tapa_half, &expected, &tapa, {{"qk", {GRID_NARROW}}}, &unbiased,
     VERDICT_REFUTED,
     "On narrow ones its phase hardly turns, and near keys win nearly always"},
    {"DU-T-F1-M-UNIT", &rises, &counted, &ends, {{"qk", {"unit"}}}, &along_context,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F1-M-ALIGNED", &rises, &expected, &ends, {{"qk", {GRID_ALIGNED}}, POINTS},
     &along_context, VERDICT_VERIFIED, NULL},
    {"DU-T-F1-M-STEPS-UNIT", &rises_by_steps, &counted, &lengthenings, {{"qk", {"unit"}}},
     &each_context, VERDICT_REFUTED, NULL},
    {"DU-T-F1-B-UNIT", &rises_by_base, &counted, &two_bases, {{"qk", {"unit"}}}, &along_base,
     VERDICT_REFUTED, NULL},
    {"DU-T-F1-B-ALIGNED", &rises_by_base, &expected, &two_bases, {{"qk", {GRID_ALIGNED}}, POINTS},
     &along_base, VERDICT_REFUTED,
     "A larger base costs locality only while the context is shorter than the smaller base's "
     "reach; beyond, it is the smaller base that has lost it"},
};
/* clang-format on */

const struct claim_set locality_claims = CLAIM_SET(rows);
