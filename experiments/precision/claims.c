#include "experiments/grids.h"
#include "experiments/precision/judges.h"
#include "experiments/test_model.h"

/* ---- Subjects ---- */

static const struct drift_subject over_float = {DRIFT_OVER_FLOAT, 10.0},
                                  first_token = {DRIFT_FIRST_TOKEN, 2.0},
                                  over_length = {DRIFT_OVER_LENGTH, 1.5};
static const struct scan_subject at_256 = {false, 256.0}, at_2048 = {false, 2048.0},
                                 biases = {true, 641.0};

/* ---- Questions ---- */

#define BF16       "BF16 (2411.13476)"
#define OF_DRAWS   "median over draws, least over the grid, at its lower confidence limit"
#define DIFFERENCE "difference of the number found from the printed one"

static const struct question breaks = {
    .statement = "With rotated vectors in bf16 a common shift of query and key changes their "
                 "score, over ten times as much as tables in float alone do; exactly, it changes "
                 "nothing.",
    .source = BF16 ", restated for random vectors",
    .quantity = "mean change over shifts and keys, in bf16 over float; " OF_DRAWS,
    .relation = "value > limit",
    .allowance = "ten times stands for more than rounding in float",
    .judge = precision_judge_drift,
};
static const struct question first = {
    .statement = "The first token's score changes most: at least twice as much as those of other "
                 "keys.",
    .source = BF16 ", restated for random vectors; there seen of trained models, whose first "
                   "token is unlike others",
    .quantity = "mean change of the first token's score over that of the keys'; " OF_DRAWS,
    .relation = "value > limit",
    .allowance = "twice stands for most",
    .judge = precision_judge_drift,
};
static const struct question grows = {
    .statement = "The change of a score grows with the position: half as much again from 256 to "
                 "16384.",
    .source = "read into " BF16 ", where the deviation of attention grows with the context",
    .quantity = "mean change at the last position over that at the first; " OF_DRAWS,
    .relation = "value > limit",
    .allowance = "half as much again stands for growth",
    .judge = precision_judge_drift,
};
#define OF_HEADS "median over draws of tokens, least over heads, at its lower confidence limit"
static const struct question model_breaks = {
    .statement = "With a real model's rotated vectors in bf16 a common shift of query and key "
                 "changes their score, over ten times as much as tables in float alone do.",
    .source = BF16 ", restated for the tokens of a first layer",
    .quantity = "mean change over shifts and keys, in bf16 over float; " OF_HEADS,
    .relation = "value > limit",
    .allowance = "ten times stands for more than rounding in float",
    .file = &test_model,
    .judge = precision_judge_model,
};
static const struct question model_first = {
    .statement = "Of a real model the first token's score changes most: at least twice as much as "
                 "those of other keys.",
    .source = BF16 ", restated for the tokens of a first layer, each as likely to be the first",
    .quantity = "mean change of the first token's score over that of the keys'; " OF_HEADS,
    .relation = "value > limit",
    .allowance = "twice stands for most",
    .file = &test_model,
    .judge = precision_judge_model,
};
static const struct question collides_256 = {
    .statement = "With positions in bf16 256 and 257 are the first neighbours with one rotation.",
    .source = "derived in kernels/README.md, section precision: 8 bits",
    .quantity = DIFFERENCE,
    .relation = "value < limit",
    .allowance = "none: whole numbers",
    .judge = precision_judge_scan,
};
static const struct question collides_2048 = {
    .statement = "With positions in fp16 2048 and 2049 are the first neighbours with one rotation.",
    .source = "derived in kernels/README.md, section precision: 11 bits",
    .quantity = DIFFERENCE,
    .relation = "value < limit",
    .allowance = "none: whole numbers",
    .judge = precision_judge_scan,
};
static const struct question few_biases = {
    .statement = "In bf16 ALiBi's biases of 2048 positions at slope 0.25 are 641 numbers.",
    .source = "derived in kernels/README.md, section precision; a number of second hand",
    .quantity = DIFFERENCE,
    .relation = "value < limit",
    .allowance = "none: whole numbers",
    .judge = precision_judge_scan,
};

/* ---- Grids ---- */

#define KEYS_AND_SHIFTS "keys 1, 16 and 200 behind, shifts 1, 16 and 1000, seed 1"
static const struct grid near_positions = {
    .command = "precision --pipelines=f32,rotated-bf16 --keys=1,16,200 --shifts=1,16,1000",
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4,5e5"}},
             {"positions", {"256,4096"}},
             {"pairs", {"256", "1024", "4096"}}},
    .besides = KEYS_AND_SHIFTS,
};
static const struct grid far_positions = {
    .command = "precision --pipelines=rotated-bf16 --keys=1,16,200 --shifts=1,16,1000",
    .encoding = GRID_ROPE,
    .axes = {{"base", {"1e4,5e5"}},
             {"positions", {"256,16384"}},
             {"pairs", {"256", "1024", "4096"}}},
    .besides = KEYS_AND_SHIFTS,
};
static const struct grid of_model = {
    .command = "precision --pipelines=f32,rotated-bf16 --keys=1,16,200 --shifts=1,16,1000",
    .axes = {{"qk", {"weights:FILE,head=all"}},
             {"positions", {"256,512"}},
             {"pairs", {"256", "1024", "4096"}}},
    .besides = "layer 0, all heads; tokens of the vocabulary alike; " KEYS_AND_SHIFTS,
};
static const struct grid rotations = {
    .command = "precision",
    .encoding = "rope:base=5e5,dim=128",
    .axes = {{"positions", {"4096"}}},
};
static const struct grid slopes = {
    .command = "precision",
    .encoding = "alibi:dim=128,slope=0.25",
    .axes = {{"positions", {"2047"}}},
};

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"BF16-SHIFT-GAUSS", &breaks, &by_draws, &near_positions, {{"qk", {GRID_CENTRED}}},
     &over_float, VERDICT_VERIFIED,
     "Rounding rotated vectors to bf16 breaks what RoPE is for: a common shift changes every "
     "score"},
    {"BF16-SHIFT-ALIGNED", &breaks, &by_draws, &near_positions, {{"qk", {GRID_ALIGNED}}},
     &over_float, VERDICT_VERIFIED, NULL},
    {"BF16-FIRST-GAUSS", &first, &by_draws, &near_positions, {{"qk", {GRID_CENTRED}}},
     &first_token, VERDICT_REFUTED,
     "Of random vectors the first token's score changes no more than others do"},
    {"BF16-FIRST-ALIGNED", &first, &by_draws, &near_positions, {{"qk", {GRID_ALIGNED}}},
     &first_token, VERDICT_REFUTED, NULL},
    {"BF16-GROWTH-GAUSS", &grows, &by_draws, &far_positions, {{"qk", {GRID_CENTRED}}},
     &over_length, VERDICT_REFUTED, NULL},
    {"BF16-GROWTH-ALIGNED", &grows, &by_draws, &far_positions, {{"qk", {GRID_ALIGNED}}},
     &over_length, VERDICT_REFUTED, NULL},
    {"BF16-SHIFT-MODEL", &model_breaks, &by_draws, &of_model, {{0}}, &over_float,
     VERDICT_VERIFIED, NULL},
    {"BF16-FIRST-MODEL", &model_first, &by_draws, &of_model, {{0}}, &first_token,
     VERDICT_REFUTED, NULL},
    {"PRECISION-COLLISION-BF16", &collides_256, &by_computation, &rotations,
     {{"pipelines", {"position-bf16"}}}, &at_256, VERDICT_VERIFIED, NULL},
    {"PRECISION-COLLISION-FP16", &collides_2048, &by_computation, &rotations,
     {{"pipelines", {"position-fp16"}}}, &at_2048, VERDICT_VERIFIED, NULL},
    {"PRECISION-BIAS-641", &few_biases, &by_computation, &slopes,
     {{"pipelines", {"bias-bf16"}}}, &biases, VERDICT_VERIFIED, NULL},
};
/* clang-format on */

const struct claim_set precision_claims = CLAIM_SET(rows);
