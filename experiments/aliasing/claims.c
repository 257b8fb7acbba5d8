#include "experiments/aliasing/judges.h"
#include "experiments/aliasing/questions.h"
#include "experiments/grids.h"

/* ---- What answers rest on ---- */

static const struct evidence one_curve = {CLAIM_CHECKED, "one curve, counted"},
                             within_limits = {CLAIM_MEASURED, NULL};

/* ---- Subjects ---- */

static const struct alias_statistic share = {"share of distances with an alias", ALIAS_POSITIONS,
                                             0.0, true},
                                    pairs = {"alias pairs", ALIAS_PAIRS, 0.0, false},
                                    token_share = {"share of token-alias positions",
                                                   ALIAS_TOKEN_POSITIONS, 0.0, true},
                                    threshold = {"share of token-threshold positions",
                                                 ALIAS_TOKEN_THRESHOLD_POSITIONS, 0.0, true},
                                    invariance = {"invariance pairs less a tenth of the alias "
                                                  "pairs, of all pairs",
                                                  ALIAS_INVARIANCE_PAIRS, 0.1, true};

/* the middle one: sqrt(2/pi) 2^-7 sqrt(64), theory/limits/README.md#aliasing */
static const struct alias_level nearly_all = {&share, true, 0.99},
                                close = {&threshold, false, 0.049867785050179084},
                                tenth = {&invariance, false, 0.0};
static const struct alias_trend share_up = {&share, "context", true},
                                pairs_up = {&pairs, "base", true},
                                token_share_up = {&token_share, "context", true},
                                tokens_down = {&token_share, "base", false},
                                close_down = {&threshold, "base", false};
static const double fifth = 0.2;

/* ---- Grids; the model is each row's own axis ---- */

#define SOME_BASES "1e4,5e5,1e8"
#define DOUBLED    "1024:131072:x2"

/* Draws of a context score 2^20 distances at smoke scale, 2^22 at standard scale and 2^24 at full
 * scale, but there are at least 32 and at most 1024 of them. */
static const struct grid at_length = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {SOME_BASES, GRID_BASES}},
             {"context", {"65536", NULL, "65536,131072"}},
             {"&pairs", {"32", "64", "256,128"}}},
    .besides = "seed 1",
};
static const struct grid levels = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {SOME_BASES, GRID_BASES}},
             {"context", {"1024,4096,16384", "1024,4096,16384,65536", DOUBLED}},
             {"&pairs",
              {"1024,256,64", "1024,1024,256,64", "1024,1024,1024,1024,1024,512,256,128"}},
             {"dtype", {"bf16"}}},
    .besides = "seed 1",
};
/* Trends ask more draws of shorter contexts: 2^21, 2^23 and 2^26 distances. */
static const struct grid steps = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {SOME_BASES, GRID_BASES}},
             {"context", {"1024,4096", "1024,4096,16384", DOUBLED}},
             {"&pairs", {"1024,512", "1024,1024,512", "1024,1024,1024,1024,1024,1024,1024,512"}},
             {"dtype", {"bf16"}}},
    .besides = "seed 1",
};
static const struct grid curve_at_length = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}},
             {"context", {"65536,131072"}},
             {"pairs", {"1"}},
             {"dtype", {"bf16"}}},
};
static const struct grid curve = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {GRID_BASES}}, {"context", {DOUBLED}}, {"pairs", {"1"}}, {"dtype", {"bf16"}}},
};
static const struct grid fourfold = {
    .command = "aliasing",
    .encoding = "rope:base=5e5,dim=128",
    .axes = {{"context", {"4096,16384,65536"}},
             {"pairs", {"64", "128", "1024"}},
             {"dtype", {"bf16"}}},
    .besides = "seed 1",
};
static const struct grid both = {
    .command = "aliasing",
    .axes = {{"encoding", {"rope:base=5e5,dim=128;" GRID_TAPA}},
             {"context", {"16384"}},
             {"pairs", {"192", "512", "2048"}},
             {"dtype", {"bf16"}}},
    .besides = "seed 1",
};
static const struct grid along_law = {
    .command = "aliasing",
    .encoding = GRID_ROPE,
    .axes = {{"base", {SOME_BASES}}, {"context", {"1024:65536:x8"}}, {"dtype", {"bf16"}}},
    .besides = "seed 1",
};

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"DU-F2-GAUSS", &alias_every_distance, &by_draws, &at_length,
     {{"qk", {GRID_CENTRED}}, {"dtype", {"bf16"}}}, &nearly_all, VERDICT_VERIFIED,
     "In bf16 nearly every distance of a long context shares its score with another, at every "
     "base and under every query-key model that was tried"},
    {"DU-F2-ALIGNED", &alias_every_distance, &by_draws, &at_length,
     {{"qk", {GRID_ALIGNED}}, {"dtype", {"bf16"}}}, &nearly_all, VERDICT_VERIFIED, NULL},
    {"DU-F2-PHASE", &alias_every_distance, &by_draws, &at_length,
     {{"qk", {"phase"}}, {"dtype", {"bf16"}}}, &nearly_all, VERDICT_VERIFIED, NULL},
    {"DU-F2-UNIT", &alias_every_distance_counted, &one_curve, &curve_at_length, {{"qk", {"unit"}}},
     &nearly_all, VERDICT_VERIFIED, NULL},
    {"DU-F2-FP32", &alias_every_distance, &by_draws, &at_length,
     {{"qk", {GRID_CENTRED}}, {"dtype", {"fp32"}}}, &nearly_all, VERDICT_REFUTED,
     "In fp32 hardly any distance has an alias at contexts in use"},
    {"DU-F2-RATE", &alias_exponentially, &by_draws, &fourfold, {{"qk", {GRID_CENTRED}}}, NULL,
     VERDICT_REFUTED,
     "The share of distances without an alias falls like 1/M and not exponentially, because a "
     "format's numbers are dense near zero"},
    {"DU-F4-GAUSS", &alias_close_keys, &by_draws, &levels, {{"qk", {GRID_CENTRED}}}, &close,
     VERDICT_VERIFIED,
     "Two independent keys come within 2^-7 of the largest score of each other at under 5 % of "
     "the distances"},
    {"DU-F4-ALIGNED", &alias_close_keys, &by_draws, &levels, {{"qk", {GRID_ALIGNED}}}, &close,
     VERDICT_VERIFIED, NULL},
    {"DU-F4-PHASE", &alias_close_keys, &by_draws, &levels, {{"qk", {"phase"}}}, &close,
     VERDICT_VERIFIED, NULL},
    {"DU-F4-NEAR", &alias_close_keys, &by_draws, &levels, {{"qk", {"aligned:rho=0.9"}}}, &close,
     VERDICT_REFUTED,
     "Two keys that both resemble the query come that close at about a tenth of the distances"},
    {"DU-INV-GAUSS", &alias_joint, &by_draws, &levels, {{"qk", {GRID_CENTRED}}}, &tenth,
     VERDICT_VERIFIED, NULL},
    {"DU-INV-ALIGNED", &alias_joint, &by_draws, &levels, {{"qk", {GRID_ALIGNED}}}, &tenth,
     VERDICT_VERIFIED, NULL},
    {"DU-INV-PHASE", &alias_joint, &by_draws, &levels, {{"qk", {"phase"}}}, &tenth,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F2-M", &alias_share_rises, &by_draws, &steps, {{"qk", {GRID_CENTRED}}}, &share_up,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F2-M-ALIGNED", &alias_share_rises, &by_draws, &steps, {{"qk", {GRID_ALIGNED}}},
     &share_up, VERDICT_VERIFIED, NULL},
    {"DU-T-F2-M-UNIT", &alias_share_rises, &one_curve, &curve, {{"qk", {"unit"}}}, &share_up,
     VERDICT_REFUTED,
     "On the single curve of equal amplitudes the share of distances with an alias dips where its "
     "scores first spread"},
    {"DU-T-F2-B", &alias_more_pairs, &by_draws, &steps, {{"qk", {GRID_CENTRED}}}, &pairs_up,
     VERDICT_VERIFIED,
     "A larger base gives more pairs of distances the same score"},
    {"DU-T-F2-B-ALIGNED", &alias_more_pairs, &by_draws, &steps, {{"qk", {GRID_ALIGNED}}},
     &pairs_up, VERDICT_VERIFIED, NULL},
    {"DU-T-F2-B-UNIT", &alias_more_pairs, &one_curve, &curve, {{"qk", {"unit"}}}, &pairs_up,
     VERDICT_VERIFIED, NULL},
    {"DU-T-F4-M-ALIGNED", &alias_token_share_rises, &by_draws, &steps, {{"qk", {GRID_ALIGNED}}},
     &token_share_up, VERDICT_REFUTED,
     "With keys that resemble the query the share of token aliases falls with the context, though "
     "their number rises"},
    {"DU-T-F4-B-ALIGNED", &alias_fewer_tokens, &by_draws, &steps, {{"qk", {GRID_ALIGNED}}},
     &tokens_down, VERDICT_REFUTED,
     "With such keys a larger base makes no token alias rarer but more frequent"},
    {"DU-T-F4-B-THRESHOLD", &alias_fewer_close, &by_draws, &steps, {{"qk", {GRID_CENTRED}}},
     &close_down, VERDICT_VERIFIED,
     "Only the threshold variant falls with the base, because the largest score of a context does"},
    {"TAPA-ALIASING-GAUSS", &alias_tapa_more, &by_draws, &both, {{"qk", {GRID_CENTRED}}}, NULL,
     VERDICT_VERIFIED,
     "At 16384 tokens TAPA gives more pairs of distances the same score than RoPE"},
    {"TAPA-ALIASING-ALIGNED", &alias_tapa_more, &by_draws, &both, {{"qk", {GRID_ALIGNED}}}, NULL,
     VERDICT_VERIFIED, NULL},
    {"LAW-ALIAS-UNIT", &alias_law, &by_computation, &along_law,
     {{"qk", {"unit"}}, {"pairs", {"1"}}}, &fifth, VERDICT_VERIFIED, NULL},
    {"LAW-ALIAS-GAUSS", &alias_law, &within_limits, &along_law,
     {{"qk", {GRID_CENTRED}}, {"pairs", {"48", "128", "512"}}}, &fifth, VERDICT_VERIFIED, NULL},
    {"LAW-ALIAS-ALIGNED", &alias_law, &within_limits, &along_law,
     {{"qk", {GRID_ALIGNED}}, {"pairs", {"48", "128", "512"}}}, &fifth, VERDICT_VERIFIED, NULL},
};
/* clang-format on */

const struct claim_set aliasing_claims = CLAIM_SET(rows);
