#include "experiments/consistency/judges.h"
#include "experiments/grids.h"
#include "theory/limits/failure_laws.h"

/* ---- Questions, and what answers rest on ---- */

#define DU "arXiv 2605.15514, second-hand"

static const struct question half = {
    .statement =
        "The probability of token inversion, averaged over the context, nears 1/2 as M reaches b.",
    .source = DU ", Theorem 3",
    .quantity = "|average - 1/2| at M = 4 b, at its farther confidence limit",
    .relation = "value < limit",
    .allowance = "a tenth of what it is at M = b/64",
    .judge = consistency_judge_half,
};
static const struct question nowhere_over_half = {
    .statement = "At no distance is token order inverted more often than not.",
    .source = DU ", Theorem 3, read as a statement on every distance",
    .quantity = "the largest exact probability, less its error bound",
    .relation = "value < limit",
    .allowance = "none",
    .judge = consistency_judge_distance,
};
static const struct question rises = {
    .statement = "The average probability of token inversion rises with the context M.",
    .source = DU ", trade-off table",
    .quantity = "the least rise between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
static const struct question falls = {
    .statement = "The average probability of token inversion falls with the base b.",
    .source = DU ", trade-off table",
    .quantity = "the least fall between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
static const struct question arccos = {
    .statement = "Between independent keys token order flips with probability arccos(c(r))/pi, c "
                 "the mean cosine.",
    .source = "derived in theory/README.md#token-order",
    .quantity = "the largest |law - exact|, with the error bound",
    .relation = "value < limit",
    .allowance = "1/(4h): the spread of |q_n|^2 moves the expectation by |c| Var(rho)/(2 pi (1 - "
                 "c^2)^(3/2)), Var(rho) = (mean cos^2 - c^2)/(h + 1), which is 0.20/h at most up "
                 "to b = 1e8",
    .judge = consistency_judge_law,
};
static const struct question aligned_turns = {
    .statement = "Against the reference with phases zero the average over r < M is Phi(-(h - "
                 "L)/sqrt(L)), L = h log_b(M/2pi).",
    .source = "derived in theory/README.md#law-token-aligned",
    .quantity =
        "|law - average|, the average by the normal law of LAW-TOKEN-ALIGNED-NORMAL at every r",
    .relation = "value < limit",
    .allowance = "0.05; the average's own error is under 0.04/h by LAW-TOKEN-ALIGNED-NORMAL",
    .judge = consistency_judge_average,
};
static const struct question aligned_corrected = {
    .statement = "That average is the mean over r < M of Phi(-(h - L)/sqrt((h + L)/2)), L = h "
                 "log_b(r e^gamma).",
    .source = "derived in theory/README.md#law-token-aligned",
    .quantity = "largest |law - average|, the average by the normal law of "
                "LAW-TOKEN-ALIGNED-NORMAL at every r",
    .relation = "value < limit",
    .allowance = "0.025: 0.02 is what single turns of the slow pairs were measured to cost, the "
                 "rest covers the average's own error",
    .judge = consistency_judge_average,
};
static const struct question aligned_normal = {
    .statement = "Against the reference with phases zero the margin at each distance is normal: "
                 "Phi(-sqrt(2h) c(r)).",
    .source = "derived in theory/README.md#token-aligned",
    .quantity = "the largest |law - exact|, with the error bound",
    .relation = "value < limit",
    .allowance = "0.04/h: Edgeworth's next term, excess -3/2, is 0.0344/h at most; the rest is of "
                 "order 1/h^2",
    .judge = consistency_judge_law,
};
static const struct question tapa_keeps = {
    .statement = "TAPA keeps token order over distance: it is inverted less than half as often as "
                 "a coin would.",
    .source = "cross claim: arXiv 2509.12635's encoding by arXiv 2605.15514's criterion",
    .quantity = "the largest upper confidence limit of P(token inversion) at a distance",
    .relation = "value < limit",
    .allowance = "halfway to a coin's 1/2",
    .judge = consistency_judge_kept,
};

static const struct evidence paired = {
    CLAIM_MEASURED, "confidence limits at a false alarm rate of 1e-9; the steps share their draws"};

/* ---- Grids ---- */

#define INDEPENDENT                    \
    {                                  \
        "reference", { "independent" } \
    }
#define ALIGNED                    \
    {                              \
        "reference", { "aligned" } \
    }

/* Averages over contexts: what stands at one distance is beside the point. */
#define AVERAGES "consistency --distances=1"
/* The law of the average is a column beside the draws, which may be few. */
#define AVERAGE_LAWS AVERAGES " --pairs=1000"

static const struct grid past_base = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}}, INDEPENDENT, {"context", {"156,40000"}}, {"pairs", {"2048"}}},
    .besides = "M = b/64 and 4 b; seed 1",
};
static const struct grid past_base_reference = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}}, ALIGNED, {"context", {"156,40000"}}, {"pairs", {"1024", "2048"}}},
    .besides = "M = b/64 and 4 b; seed 1",
};
static const struct grid up_to_base = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}},
             INDEPENDENT,
             {"context", {"64:4096:x4"}},
             {"pairs", {"1024", "2048"}}},
    .besides = "seed 1",
};
static const struct grid beyond_base = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}}, ALIGNED, {"context", {"40000,80000"}}, {"pairs", {"2048", "4096"}}},
    .besides = "M = 4 b and 8 b; seed 1",
};
static const struct grid large_bases = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4,1e6,1e8"}},
             INDEPENDENT,
             {"context", {"4096"}},
             {"pairs", {"1024", "2048"}}},
    .besides = "seed 1",
};
static const struct grid small_bases = {
    .command = AVERAGES,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e3,3e3"}}, ALIGNED, {"context", {"8192"}}, {"pairs", {"1024", "2048"}}},
    .besides = "M over both bases; seed 1",
};

#define UP_TO_TEN_BASES "distances up to 10 b"
static const struct grid at_distances = {
    .command = "consistency",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}},
             {"qk", {"phase"}},
             ALIGNED,
             {"distances", {"1:1e9:^1.7", "1:1e9:^1.1"}}},
    .besides = UP_TO_TEN_BASES,
};
static const struct grid at_more_distances = {
    .command = "consistency",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}},
             {"qk", {"phase"}},
             ALIGNED,
             {"distances", {"1:1e9:^1.3", "1:1e9:^1.1"}}},
    .besides = UP_TO_TEN_BASES,
};
static const struct grid of_two_keys = {
    .command = "consistency",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}},
             {"qk", {GRID_CENTRED}},
             INDEPENDENT,
             {"distances", {"1:1e9:^3", "1:1e9:^1.7", "1:1e9:^1.05"}}},
    .besides = UP_TO_TEN_BASES,
};
static const struct grid one_context = {
    .command = AVERAGE_LAWS,
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4"}}, {"qk", {"phase"}}, ALIGNED, {"context", {"8192"}}},
};
static const struct grid contexts = {
    .command = AVERAGE_LAWS,
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}}, {"qk", {"phase"}}, ALIGNED, {"context", {"256:65536:x4"}}},
    .besides = "contexts up to b/2",
};
static const struct grid tapa = {
    .command = "consistency",
    .axes = {INDEPENDENT, {"pairs", {"20000"}}, {"distances", {"1:1024:x2,4096:65536:x4,131072"}}},
    .besides = "seed 1",
};

/* ---- Claims ---- */

enum { PAIRS = 64 };
static const double a_tenth = 0.1, half_a_coin = 0.25;
static const struct consistency_trend by_context = {"context", false}, by_base = {"base", true};
static const struct consistency_reach even = {0.5, 10.0}, arccos_error = {0.25 / PAIRS, 10.0},
                                      normal_error = {0.04 / PAIRS, 10.0};
static const struct consistency_average turns = {
    law_token_aligned, 0.05, 1.0,
    "a pair stops favouring the reference when it has turned by a quarter, long before the whole "
    "turn that the law waits for"};
static const struct consistency_average corrected = {law_token_aligned_context, 0.025, 0.5, NULL};

/* clang-format off */
static const struct claim rows[] = {
    {"DU-F3-GAUSS", &half, &by_draws, &past_base, {{"qk", {GRID_GAUSS}}}, &a_tenth,
     VERDICT_VERIFIED,
     "RoPE loses token order: at contexts of a few times the base, two keys' order is that at "
     "distance 0 half of the time"},
    {"DU-F3-ALIGNED", &half, &by_draws, &past_base, {{"qk", {GRID_ALIGNED}}}, &a_tenth,
     VERDICT_VERIFIED, NULL},
    {"DU-F3-PHASE", &half, &by_draws, &past_base, {{"qk", {"phase"}}}, &a_tenth, VERDICT_VERIFIED,
     NULL},
    {"DU-F3-REFERENCE-GAUSS", &half, &by_draws, &past_base_reference, {{"qk", {GRID_GAUSS}}},
     &a_tenth, VERDICT_VERIFIED, NULL},
    {"DU-F3-REFERENCE-ALIGNED", &half, &by_draws, &past_base_reference, {{"qk", {GRID_ALIGNED}}},
     &a_tenth, VERDICT_VERIFIED, NULL},
    {"DU-F3-REFERENCE-PHASE", &half, &by_draws, &past_base_reference, {{"qk", {"phase"}}},
     &a_tenth, VERDICT_VERIFIED, NULL},
    {"DU-F3-DISTANCE", &nowhere_over_half, &by_computation, &at_distances, {{0}}, &even,
     VERDICT_REFUTED,
     "Beyond a context of about the base token order is not lost but turned over at some "
     "distances: the probability against a reference key with all phases zero exceeds 0.9"},
    {"DU-T-F3-M-GAUSS", &rises, &paired, &up_to_base, {{"qk", {GRID_GAUSS}}}, &by_context,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F3-M-ALIGNED", &rises, &paired, &up_to_base, {{"qk", {GRID_ALIGNED}}}, &by_context,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F3-M-PHASE", &rises, &paired, &up_to_base, {{"qk", {"phase"}}}, &by_context,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F3-M-BEYOND", &rises, &paired, &beyond_base, {{"qk", {"phase"}}}, &by_context,
     VERDICT_REFUTED, NULL},
    {"DU-T-F3-B-GAUSS", &falls, &paired, &large_bases, {{"qk", {GRID_GAUSS}}}, &by_base,
     VERDICT_VERIFIED,
     "A larger base keeps token order longer, as long as the context stays below the base"},
    {"DU-T-F3-B-ALIGNED", &falls, &paired, &large_bases, {{"qk", {GRID_ALIGNED}}}, &by_base,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F3-B-PHASE", &falls, &paired, &large_bases, {{"qk", {"phase"}}}, &by_base,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F3-B-BEYOND", &falls, &paired, &small_bases, {{"qk", {"phase"}}}, &by_base,
     VERDICT_REFUTED, NULL},
    {"LAW-ARCCOS", &arccos, &by_computation, &of_two_keys, {{0}}, &arccos_error, VERDICT_VERIFIED,
     NULL},
    {"LAW-TOKEN-ALIGNED", &aligned_turns, &by_computation, &one_context, {{0}}, &turns,
     VERDICT_REFUTED, NULL},
    {"LAW-TOKEN-ALIGNED-CORRECTED", &aligned_corrected, &by_computation, &contexts, {{0}},
     &corrected, VERDICT_VERIFIED, NULL},
    {"LAW-TOKEN-ALIGNED-NORMAL", &aligned_normal, &by_computation, &at_more_distances, {{0}},
     &normal_error, VERDICT_VERIFIED, NULL},
    {"TAPA-TOKEN-ORDER", &tapa_keeps, &by_draws, &tapa,
     {{"encoding", {GRID_TAPA}}, {"qk", {GRID_GAUSS}}}, &half_a_coin, VERDICT_REFUTED,
     "TAPA does not keep token order on queries and keys of standard deviation 1: from the first "
     "token on it is a coin's"},
    {"TAPA-TOKEN-ORDER-ALIGNED", &tapa_keeps, &by_draws, &tapa,
     {{"encoding", {GRID_TAPA}}, {"qk", {GRID_ALIGNED}}}, &half_a_coin, VERDICT_REFUTED, NULL},
    {"TAPA-TOKEN-ORDER-NARROW", &tapa_keeps, &by_draws, &tapa,
     {{"encoding", {GRID_TAPA}}, {"qk", {GRID_NARROW}}}, &half_a_coin, VERDICT_REFUTED, NULL},
    {"TAPA-TOKEN-ORDER-SCALE", &tapa_keeps, &by_draws, &tapa,
     {{"encoding", {GRID_TAPA ",scale=0.01"}}, {"qk", {GRID_GAUSS}}}, &half_a_coin,
     VERDICT_VERIFIED,
     "With its phase a hundred times slower TAPA keeps token order to 131072 tokens and beyond"},
};
/* clang-format on */

const struct claim_set consistency_claims = CLAIM_SET(rows, 2.8, 4.8, 9);
