#include "experiments/bias/judges.h"
#include "experiments/grids.h"

/* ---- Questions ---- */

static const double nowhere_negative = 0.0, a_quarter = 0.25, a_half = 0.5;

static const struct question no_decay = {
    .statement = "Without the slow pairs' rotation there is no long-term decay: the expected score "
                 "of aligned keys is negative at no distance.",
    .source = "2410.21216 abstract (HoPE breaks the principle of long-term decay); the form is "
              "second-hand; theory/moments/README.md, section encodings-judged",
    .quantity = "least expected score over its largest size",
    .relation = "value > limit",
    .allowance = "1e-12 of rounding; within it the claim is inconclusive",
    .judge = bias_judge_stays,
};
static const struct question later = {
    .statement = "The first distance at which the expected score of aligned keys is negative is "
                 "larger than that of {against}.",
    .source = "2410.21216 abstract; 2602.05258; 2601.22181; theory/moments/README.md, section "
              "encodings-judged",
    .quantity = "first negative distance over the other's; one that is not found counts as the "
                "context",
    .relation = "value > limit",
    .allowance = "none: distances are whole; where neither is found the claim is inconclusive",
    .judge = bias_judge_later,
};
static const struct question out_of_range = {
    .statement = "Clipping the slowest frequencies removes what goes wrong out of range: the "
                 "expected score of aligned keys is negative at no distance.",
    .source = "2602.05258 (CoPE), README of its code; judged by the criterion of 2405.14591; "
              "theory/moments/README.md, section encodings-judged",
    .quantity = "least expected score over its largest size",
    .relation = "value > limit",
    .allowance = "1e-12 of rounding; within it the claim is inconclusive",
    .judge = bias_judge_stays,
};
static const struct question any_length = {
    .statement = "With every rotating pair within its trained range the expected score of aligned "
                 "keys keeps a quarter of its size at any distance.",
    .source = "2603.18017 (RoPE-ID: in distribution at any length), second-hand; "
              "theory/moments/README.md, section encodings-judged",
    .quantity = "least expected score over its largest size",
    .relation = "value > limit",
    .allowance = "1e-12 of rounding; within it the claim is inconclusive",
    .judge = bias_judge_stays,
};
static const struct question far_favoured = {
    .statement = "The imaginary part favours distant tokens: the expected score of aligned keys is "
                 "negative at no distance.",
    .source = "2512.07525 (RoPE++), from notes that quote it; theory/moments/README.md, section "
              "encodings-judged",
    .quantity = "least expected score over its largest size",
    .relation = "value > limit",
    .allowance = "1e-12 of rounding; within it the claim is inconclusive",
    .judge = bias_judge_stays,
};
static const struct question window = {
    .statement = "The first negative distance of the extended sum is the published window.",
    .source = "2601.22181 Figure 5 (28K at 32 times 4096), second-hand",
    .quantity = "relative distance of the first negative distance from the published one",
    .relation = "value < limit",
    .allowance = "5 %: the figure is printed to two digits",
    .judge = bias_judge_published,
};
static const struct question no_bias = {
    .statement = "Independent queries and keys with centred coordinates have an expected score "
                 "that does not depend on distance.",
    .source = "derived in theory/moments/README.md, sections bank-mean and encodings-judged; "
              "2509.10534 (what and where are decoupled)",
    .quantity = "largest change of the expected score over the standard deviation of the score at "
                "distance 0",
    .relation = "value < limit",
    .allowance = "1e-12 of rounding",
    .judge = bias_judge_flat,
};
static const struct question adapts = {
    .statement = "Where tokens set the frequencies, the expected score of aligned keys keeps half "
                 "of its size over the context.",
    .source =
        "derived: 2507.23083 and 2505.16381 say nothing of it; theory/moments/README.md, section "
        "encodings-judged",
    .quantity = "least expected score over its largest size",
    .relation = "value > limit",
    .allowance = "1e-12 of rounding; within it the claim is inconclusive",
    .judge = bias_judge_stays,
};
static const struct question token_law = {
    .statement = "Over independent tokens the expected score follows the law derived here.",
    .source = "derived in theory/moments/README.md, section encodings-judged",
    .quantity = "largest |drawn mean - closed form| in standard errors",
    .relation = "value < limit",
    .allowance = "the limit itself, and 1e-12 of rounding",
    .judge = bias_judge_law,
};
static const struct question drawn_law = {
    .statement = "Drawn scores have the expectation that is derived here.",
    .source = "derived in theory/moments/README.md, section encodings-judged",
    .quantity = "largest |drawn mean - closed form| in standard errors",
    .relation = "value < limit",
    .allowance = "the limit itself, and 1e-12 of rounding",
    .judge = bias_judge_law,
};
static const struct question bounded = {
    .statement = "|S(r)| <= |q||k|/sqrt(D) e^(-rate r), rate the damping less the largest "
                 "frequency.",
    .source = "2509.05218 Eq. 12 and 31; derived in theory/moments/README.md, section "
              "encodings-judged",
    .quantity = "largest |S(r)| over the bound",
    .relation = "value < limit",
    .allowance = "the bound on each score's rounding, and 1e-12 for that of the limit",
    .judge = bias_judge_bound,
};
static const struct question peaks = {
    .statement = "Every query and key score highest at distance 0: distance alone says where.",
    .source = "2509.10534 Eq. 3-6 (PoPE) with its phases at their start; "
              "theory/moments/README.md, section encodings-judged",
    .quantity = "share of the drawn curves whose score is largest at distance 0",
    .relation = "value > limit",
    .allowance = "half a draw; within the bound on rounding equal scores count",
    .judge = bias_judge_peak,
};
/* ---- Grids ---- */

#define AT(encodings, model, contexts)                                                  \
    {                                                                                   \
        .command = "bias",                                                              \
        .axes = {{"encoding", {encodings}}, {"qk", {model}}, {".context", {contexts}}}, \
        .besides = "every whole distance under the context"                             \
    }
#define MILLION "1048576"

static const struct grid hope_fast = AT("hope-fast:dim=128,base=1e4,train=4096", "unit", MILLION),
                         clip_hard = AT("cope-clip:dim=128,base=5e5,clip=20,taper=hard", "unit",
                                        MILLION),
                         clip_soft = AT("cope-clip:dim=128,base=5e5,clip=20,taper=soft", "unit",
                                        MILLION),
                         clip_published = AT("cope-clip:dim=128,base=1e7,clip=20,taper=soft",
                                             "unit", MILLION),
                         id = AT("rope-id:dim=128,train=4096", "unit", MILLION),
                         im = AT("rope-im:dim=128,base=1e4", "unit", "8192"),
                         radix = AT("rope:dim=128,base=1e4,scaling=mrrope-pro,factor=32,orig=4096",
                                    "unit", "131072"),
                         centred_rope = AT("rope:dim=128,base=1e4", GRID_CENTRED, "4096"),
                         centred_pope = AT("pope:dim=128,base=1e4", GRID_CENTRED, "4096");

#define AGAINST(encodings, others)                          \
    {                                                       \
        .command = "bias",                                  \
        .axes = {{"encoding", {encodings}},                 \
                 {"qk", {"unit"}},                          \
                 {".against", {others}},                    \
                 {".context", {MILLION}}},                  \
        .besides = "every whole distance under the context" \
    }
static const struct grid hope_later = AGAINST("hope-fast:dim=128,base=1e4,train=4096",
                                              "rope:dim=128,base=1e4"),
                         soft_later = AGAINST("cope-clip:dim=128,base=5e5,clip=20,taper=soft",
                                              "cope-clip:dim=128,base=5e5,clip=20,taper=hard"),
                         radix_later = AGAINST(
                             "rope:dim=128,base=1e4,scaling=mrrope-pro,factor=32,orig=4096",
                             "rope:dim=128,base=1e4,scaling=linear,factor=32");

#define CURVES(encodings, models, contexts)                 \
    {                                                       \
        .command = "scores",                                \
        .axes = {{"encoding", {encodings}},                 \
                 {"qk", {models}},                          \
                 {".context", {contexts}},                  \
                 {"pairs", {"256", "4096", "16384"}}},      \
        .besides = "every whole distance up to the context" \
    }
static const struct grid polar = CURVES("pope:dim=128,base=1e4,delta=0",
                                        GRID_CENTRED ";" GRID_ALIGNED, "4096");
static const struct grid hyperbolic_bound = {
    .command = "scores",
    .encoding = "hope-hyp:dim=128,base=1e4,decay={decay}",
    .axes = {{".decay", {"1.01,1.1,2"}},
             {"&.rate", {"0.01,0.1,1"}},
             {"qk", {GRID_CENTRED ";" GRID_ALIGNED}},
             {".context", {"256"}},
             {"pairs", {"256", "4096", "16384"}}},
    .besides = "every whole distance up to the context",
};

static const struct grid gates = AT("carope:dim=128", "aligned:rho=0.5", "1024"),
                         directions = AT("path:dim=128", "aligned:rho=0.5", "1024");
#define TOKENS(encodings)                           \
    {                                               \
        .command = "bias", .axes = {                \
            {"encoding", {encodings}},              \
            {"qk", {GRID_ALIGNED ";" GRID_GAUSS}},  \
            {"pairs", {"2000", "20000", "200000"}}, \
            {"distances", {"1,16,64,256"}}          \
        }                                           \
    }
static const struct grid gate_law = TOKENS("carope:dim=8"), direction_law = TOKENS("path:dim=64"),
                         forget_law = TOKENS("fox:dim=8"), phase_law = TOKENS("selective:dim=8");

static const struct grid means = {
    .command = "bias",
    .axes =
        {{"encoding",
          {"rope-im:dim=8;rope-im:dim=8,part=pair;pope:dim=8;pope:dim=8,delta=-1;hope-hyp:dim=8;"
           "hyspe:dim=8;jordan:dim=8;grape-m:dim=8;xpos:dim=8;evq:dim=8;t5:dim=8,slope=1;"
           "kerple-log:dim=8"}},
         {"qk", {GRID_ALIGNED ";" GRID_GAUSS}},
         {"pairs", {"2000", "20000", "200000"}},
         {"distances", {"1,256"}}},
};

/* ---- Claims ---- */

static const struct bias_published kilo28 = {28e3, 0.05};

/* clang-format off */
static const struct claim rows[] = {
    {"HOPEFAST-NODECAY", &no_decay, &by_computation, &hope_fast, {{0}}, &nowhere_negative, VERDICT_REFUTED,
     "Leaving the slow pairs unrotated (hope-fast) postpones the first negative expected score, from 1,707 to 75,130 tokens at base 1e4, and does not remove it"},
    {"HOPEFAST-LATER", &later, &by_computation, &hope_later, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"COPECLIP-HARD", &out_of_range, &by_computation, &clip_hard, {{0}}, &nowhere_negative, VERDICT_VERIFIED, NULL},
    {"COPECLIP-SOFT", &out_of_range, &by_computation, &clip_soft, {{0}}, &nowhere_negative, VERDICT_REFUTED,
     "By the sum of cosines the hard clip that CoPE rejects does better than the soft one it recommends: the one is negative nowhere below a million tokens, the other at 22,634"},
    {"COPECLIP-SOFT-1E7", &out_of_range, &by_computation, &clip_published, {{0}}, &nowhere_negative, VERDICT_REFUTED, NULL},
    {"COPECLIP-BETTER", &later, &by_computation, &soft_later, {{0}}, NULL, VERDICT_REFUTED, NULL},
    {"ROPEID-LONG", &any_length, &by_computation, &id, {{0}}, &a_quarter, VERDICT_VERIFIED, NULL},
    {"ROPEIM-FAR", &far_favoured, &by_computation, &im, {{0}}, &nowhere_negative, VERDICT_REFUTED, NULL},
    {"MRROPE-WINDOW", &window, &by_computation, &radix, {{0}}, &kilo28, VERDICT_VERIFIED, NULL},
    {"MRROPE-RANKS", &later, &by_computation, &radix_later, {{0}}, NULL, VERDICT_REFUTED,
     "The first zero of the sum does not rank the methods that extend a context: position interpolation, which mrRoPE beats in its own tables, has twice the window"},
    {"POPE-DECOUPLE", &peaks, &by_computation, &polar, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"POPE-NOBIAS", &no_bias, &by_computation, &centred_pope, {{0}}, NULL, VERDICT_REFUTED,
     "PoPE favours near keys before anything is trained: its softplus makes the expected score of independent queries and keys fall with distance, where RoPE's is 0"},
    {"POPE-NOBIAS-ROPE", &no_bias, &by_computation, &centred_rope, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"CAROPE-NOBIAS", &adapts, &by_computation, &gates, {{0}}, &a_half, VERDICT_VERIFIED,
     "With gates between 0.3 and 0.7 a CARoPE head is nearly one without positions: f^i is next to nothing for all but the first pairs, and three quarters of the expected score stay"},
    {"PATH-NOBIAS", &adapts, &by_computation, &directions, {{0}}, &a_half, VERDICT_REFUTED,
     "Over random tokens PaTH forgets a key exponentially, by 1/D a token: half of the expected score is gone after 89 tokens at D = 128"},
    {"CAROPE-LAW", &token_law, &by_draws, &gate_law, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"PATH-LAW", &token_law, &by_draws, &direction_law, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"FOX-LAW", &token_law, &by_draws, &forget_law, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"SELECTIVE-LAW", &token_law, &by_draws, &phase_law, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"HOPEHYP-BOUND", &bounded, &by_computation, &hyperbolic_bound, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"ENCODING-MEANS", &drawn_law, &by_draws, &means, {{0}}, NULL, VERDICT_VERIFIED, NULL},
};
/* clang-format on */

const struct claim_set bias_claims = CLAIM_SET(rows);
