#include "experiments/gap/judges.h"

/* ---- Questions ---- */

#define PROVED_OFF "the proved error of the two sums is taken off the value"
#define LEAST_GAP  "least gap over |mu0|"

static const struct question theorem = {
    .statement = "If b > exp(64 (|mu0| + |nu0|)/|mu0|), as the proof asks, then for every near "
                 "distance 1 < r < b^(1/4)/8 and every far one r' > b there is a head dimension D "
                 "from which on r outscores r' by more than |mu0|/8 sqrt(D) in expectation.",
    .source = "TAPA Theorem 2.2, Eq. 32",
    .quantity = "largest base of these models; the limit is the base the proof needs",
    .relation = "value > limit",
    .allowance = "none: the two differ by a factor over 1e19",
    .judge = gap_judge_hypothesis,
};
static const struct question at_model = {
    .statement = "Theorem 2.2's inequality, at a base that its proof does not reach, at {model} (b "
                 "= {base}, D = {dim}), for nu0 = 0.",
    .source = "read into TAPA Eq. 7",
    .quantity = LEAST_GAP,
    .relation = "value > limit",
    .allowance = PROVED_OFF,
    .judge = gap_judge_holds,
};
static const struct question in_radians = {
    .statement =
        "With frequencies in radians per token, as models use them, Theorem 2.2's inequality "
        "holds at real models, whose bases its proof does not reach, for nu0 = 0.",
    .source = "read into TAPA Eq. 7, with Eq. 2's angles",
    .quantity = LEAST_GAP,
    .relation = "value > limit",
    .allowance = PROVED_OFF,
    .judge = gap_judge_holds,
};
static const struct question at_every_distance = {
    .statement =
        "Theorem 2.2's inequality holds at real models' D for every far distance. (The theorem lets D "
        "grow with the distances; this is stronger.)",
    .source = "read into TAPA Eq. 7",
    .quantity = LEAST_GAP,
    .relation = "value > limit",
    .allowance = "the proved error of the two sums is added to the value",
    .judge = gap_judge_beyond,
};
static const struct question as_heads_grow = {
    .statement =
        "Where its proof applies, b > exp(64 (|mu0| + |nu0|)/|mu0|), and |nu0| <= 8 |mu0|, D to "
        "infinity, "
        "Theorem 2.2 holds.",
    .source = "TAPA Theorem 2.2; theory/limits/README.md, section gap-theorem",
    .quantity = "lower bound on the gap over |mu0|, all near and far distances at once",
    .relation = "value > limit",
    .allowance = "the special function's own error bound is taken off the value",
    .judge = gap_judge_limit,
};
static const struct question as_heads_grow_at_models = {
    .statement = "At real models' bases, which its proof does not reach, Theorem 2.2's inequality "
                 "holds as D goes to infinity, for nu0 = 0.",
    .source = "read into TAPA Theorem 2.2; theory/limits/README.md, section gap-theorem",
    .quantity = "lower bound on the gap over |mu0|, all near and far distances at once",
    .relation = "value > limit",
    .allowance = "the special function's own error bound is taken off the value",
    .judge = gap_judge_limit_at_bases,
};
static const struct question horizon = {
    .statement = "At a fixed D, raising the base does not keep Theorem 2.2's inequality from "
                 "failing at some far distance.",
    .source = "derived: TAPA Theorem 2.1 contradicts a uniform gap; theory/limits/README.md, "
              "section gap-theorem",
    .quantity = "bases at which a first violation is proved",
    .relation = "value > limit",
    .allowance = "none",
    .judge = gap_judge_horizon,
};
static const struct question shrinks = {
    .statement = "For fixed distances the gap falls below any epsilon once b and D are large "
                 "enough.",
    .source = "TAPA Theorem 2.3",
    .quantity = "largest gap over epsilon |mu0| at b = 1e300, with the distance from finite D to "
                "the limit added",
    .relation = "value < limit",
    .allowance = "2 (1 + |nu0|) (2 + 4 r')/D for finite D, and the special function's error, are "
                 "added to the value",
    .judge = gap_judge_shrinks,
};
static const struct question control = {
    .statement = "Control, false on purpose: RoPE's expected score at distance b is that at "
                 "distance 0.",
    .source = "none: a battery that cannot refute this is broken",
    .quantity = "|E S(0) - E S(b)|/sqrt(D) over |mu0|",
    .relation = "value < limit",
    .allowance = "the rounding bound of the sums is taken off the value",
    .judge = gap_judge_equal,
};

/* ---- Grids; the model, its base and dimension are each row's own axes ---- */

#define IN_TURNS  "model:{model},unit=turn"
#define ONE       "moments:mu0=1,nu0=0"
#define EVERY_FAR "the same for any mu0; every near integer and every far one to base + far-count"

static const struct grid hypotheses = {
    .command = "gap",
    .encoding = IN_TURNS,
    .axes = {{"model", {"plain"}}, {"qk", {ONE}}},
};
static const struct grid trained_lengths = {
    .command = "gap --prove",
    .encoding = IN_TURNS,
    .axes = {{"qk", {ONE}}, {"far-count", {"4194304", NULL, "16777216"}}},
    .besides = EVERY_FAR,
};
static const struct grid trained_in_radians = {
    .command = "gap --prove",
    .encoding = "model:{model}",
    .axes = {{"model", {"plain"}}, {"qk", {ONE}}, {"far-count", {"4194304", NULL, "16777216"}}},
    .besides = EVERY_FAR ", where the near range holds an integer",
};
/* the first violation of the smaller scales' model lies in the range */
static const struct grid longer = {
    .command = "gap --prove",
    .encoding = IN_TURNS,
    .axes = {{"model", {"llama-3-8b", NULL, "plain"}},
             {"qk", {ONE}},
             {"far-count", {"30500000", NULL, "1073741824"}}},
    .besides = EVERY_FAR ", where the near range holds an integer",
};
static const struct grid dense = {
    .command = "gap --qk=moments:mu0=1,nu0={nu0} --near=2:2 --far=3:3",
    .axes = {{".nu0", {"0:8:+0.25"}}, {".decades", {"0.000001:300:+0.5"}}},
    .besides = "mu0 = 1; the same for -nu0; bases so many decades over the one the proof needs, up "
               "to 1e300; D to infinity, unit turn",
};
static const struct grid small_heads = {
    .command = "gap --prove",
    .encoding = "rope:base={base},dim={dim},unit=turn",
    .axes = {{"dim", {"32"}},
             {"base", {"1e5,5e5,1e6,1e7"}},
             {"qk", {ONE}},
             {"far-count", {"1048576", "4194304", "8388608"}}},
    .besides = EVERY_FAR,
};
/* every base of PLAIN_PRESETS at which the near range holds an integer */
static const struct grid at_bases = {
    .command = "gap --near=2:2 --far=3:3",
    .encoding = "rope:base={base},dim=128,unit=turn",
    .axes = {{"base", {"2.5e5,5e5,1e6"}}, {"qk", {ONE}}},
    .besides = "the same for any mu0; D to infinity; every near integer and every far one, without "
               "end; at the bases 1e4 of other such models the near range is empty",
};
/* a head of 65536 shows the limit */
static const struct grid fixed_distances = {
    .command = "gap --encoding=rope:base={base},dim=65536,unit=turn --near={near}:{near} "
               "--far={far}:{far}",
    .axes = {{".near", {"1,1,10,100"}},
             {"&far", {"2,1000,100000,1000000"}},
             {".epsilon", {"0.1,0.05,0.02"}},
             {".base", {"10^1:300:+0.5"}},
             {".D", {"1e12"}},
             {"qk", {"moments:mu0=1,nu0=0.5"}}},
    .besides = "unit turn; the last base is judged, the others say from where on",
};
static const struct grid two_distances = {
    .command = "bias",
    .encoding = "rope:base=5e5,dim=128",
    .axes = {{"qk", {ONE}}, {"distances", {"0,500000"}}},
};

/* ---- Claims ---- */

static const double eighth = 0.125, far_from_equal = 0.01;
static const struct gap_dense dense_eighth = {0.125, 300.0, 0.01};
static const struct gap_example ten_at_1e7 = {10.0, 1e7};

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-T2.2", &theorem, &by_computation, &hypotheses, {{0}}, NULL, VERDICT_VACUOUS,
     "The proof that RoPE favours near tokens asks for a base over 6e27, which no published model "
     "has; the theorem itself says only that some threshold exists, and what real models lack is "
     "a dimension that grows with the distance"},
    {"TAPA-T2.2-CODELLAMA-7B", &at_model, &by_proof, &trained_lengths,
     {{"model", {"codellama-7b"}}, {".base", {"1e6"}}, {".dim", {"128"}}}, &eighth,
     VERDICT_VERIFIED, NULL},
    {"TAPA-T2.2-LLAMA-3-8B", &at_model, &by_proof, &trained_lengths,
     {{"model", {"llama-3-8b"}}, {".base", {"5e5"}}, {".dim", {"128"}}}, &eighth, VERDICT_VERIFIED,
     "Its conclusion holds all the same at the published models whose near range holds an "
     "integer, proved for nu0 = 0, for four million far distances each and angles read as turns, "
     "as in the proof"},
    {"TAPA-T2.2-MISTRAL-7B-V0.3", &at_model, &by_proof, &trained_lengths,
     {{"model", {"mistral-7b-v0.3"}}, {".base", {"1e6"}}, {".dim", {"128"}}}, &eighth,
     VERDICT_VERIFIED, NULL},
    {"TAPA-T2.2-QWEN2.5-7B", &at_model, &by_proof, &trained_lengths,
     {{"model", {"qwen2.5-7b"}}, {".base", {"1e6"}}, {".dim", {"128"}}}, &eighth, VERDICT_VERIFIED,
     NULL},
    {"TAPA-T2.2-QWEN3-8B", &at_model, &by_proof, &trained_lengths,
     {{"model", {"qwen3-8b"}}, {".base", {"1e6"}}, {".dim", {"128"}}}, &eighth, VERDICT_VERIFIED,
     NULL},
    {"TAPA-T2.2-PHI-4", &at_model, &by_proof, &trained_lengths,
     {{"model", {"phi-4"}}, {".base", {"2.5e5"}}, {".dim", {"128"}}}, &eighth, VERDICT_VERIFIED,
     NULL},
    {"TAPA-T2.2-RADIANS", &in_radians, &by_proof, &trained_in_radians, {{0}}, &eighth,
     VERDICT_VERIFIED,
     "It holds there in radians too, as the models use them"},
    {"TAPA-T2.2-BEYOND", &at_every_distance, &by_proof, &longer, {{0}}, &eighth, VERDICT_REFUTED,
     "At a model's own dimension, read as turns, it does not hold at every far distance: further "
     "out the expected score comes back, for Llama-3-8B first at 30,820,001 tokens, as proved"},
    {"TAPA-T2.2-LIMIT", &as_heads_grow, &by_computation, &dense, {{0}}, &dense_eighth,
     VERDICT_VERIFIED, NULL},
    {"TAPA-T2.2-LIMIT-MODELS", &as_heads_grow_at_models, &by_computation, &at_bases, {{0}},
     &eighth, VERDICT_VERIFIED,
     "With a dimension that grows without end the theorem's inequality holds at published bases, "
     "far below what its proof asks"},
    {"TAPA-T2.2-HORIZON", &horizon, &by_proof, &small_heads, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"TAPA-T2.3", &shrinks, &by_computation, &fixed_distances, {{0}}, &ten_at_1e7,
     VERDICT_VERIFIED,
     "A larger base does shrink the advantage of a near distance, but only like 1/ln(base)"},
    {"CONTROL-FALSE", &control, &by_computation, &two_distances, {{0}}, &far_from_equal,
     VERDICT_REFUTED, NULL},
};
/* clang-format on */

const struct claim_set gap_claims = CLAIM_SET(rows);
