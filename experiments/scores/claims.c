#include "experiments/grids.h"
#include "experiments/scores/judges.h"

/* ---- Questions ---- */

static const struct question peak = {
    .statement = "For every query but 0 and every distance r, some key has its largest score at r "
                 "and nowhere else.",
    .source = "2410.06205 Proposition 3.1 and Appendix A.1, second-hand: from notes that quote it; "
              "theory/limits/README.md, section peak-anywhere",
    .quantity = "least |sin(m theta_n/2)| over pairs n and whole m from 1 to the context; 1 - "
                "S(r + m)/S(r) is at least twice its square",
    .relation = "value > limit",
    .allowance = "the limit is the bound on the sine's rounding error",
    .judge = scores_judge_peak,
};
static const struct question diagonal = {
    .statement =
        "On the tokens [BOS, x, x] no head without positions gives the last half or more of "
        "its attention to itself.",
    .source = "2410.06205 Proposition 5.2 and Appendix A.2, second-hand: from notes that quote it; "
              "theory/limits/README.md, section diagonal-half",
    .quantity = "largest attention of the last token to itself",
    .relation = "value < limit",
    .allowance = "1e-15 of rounding, and 1/2 - value is e^(b - a)/(4 + 2 e^(b - a)) exactly",
    .judge = scores_judge_diagonal,
};
static const struct question rotated_diagonal = {
    .statement =
        "On the tokens [BOS, x, x] no head whose queries and keys rotate gives the last half or "
        "more of its attention to itself.",
    .source = "none: 2410.06205 Theorem 5.3 says that it is false, second-hand: from notes on it; "
              "theory/limits/README.md, section diagonal-half",
    .quantity = "largest attention of the last token to itself",
    .relation = "value < limit",
    .allowance = "none: the counterexample is far over the limit",
    .judge = scores_judge_diagonal,
};

static const struct question decays = {
    .statement = "Scores decay monotonically with distance.",
    .source = "2509.05218 (hyperbolic rotary positional encoding); theory/moments/README.md, "
              "section encodings-judged",
    .quantity = "share of the drawn curves whose size only falls, without a change of sign",
    .relation = "value > limit",
    .allowance = "half a draw; steps within the bound on rounding count as falling",
    .judge = scores_judge_monotone,
};
static const struct question control = {
    .statement = "A control that is false: RoPE's scores decay monotonically with distance.",
    .source = "none: what a query and a key have in common turns with distance; "
              "theory/moments/README.md, section encodings-judged",
    .quantity = "share of the drawn curves whose size only falls, without a change of sign",
    .relation = "value > limit",
    .allowance = "half a draw; steps within the bound on rounding count as falling",
    .judge = scores_judge_monotone,
};
static const struct question absolute_factors = {
    .statement = "Vectors turned by their positions from the start serve in single precision.",
    .source = "none: \"Hyperbolic rotary\" HySPE (Ji, 2026) says that they do not: an error of "
              "7.04e13 at position 4096; theory/moments/README.md, section encodings-judged",
    .quantity = "largest error over the largest score",
    .relation = "value < limit",
    .allowance = "none: products and sums are those of single precision",
    .judge = scores_judge_factors,
};
static const struct question rebased_factors = {
    .statement = "Vectors turned by their positions within a block serve in single precision.",
    .source = "\"Hyperbolic rotary\" HySPE (Ji, 2026): an error of 1.90e-7 at position 4096, "
              "blocks of 128; theory/moments/README.md, section encodings-judged",
    .quantity = "largest error over the largest score",
    .relation = "value < limit",
    .allowance = "none: products and sums are those of single precision",
    .judge = scores_judge_factors,
};

/* ---- Grids ---- */

#define QUERIES GRID_CENTRED
#define TRIED                                                                                   \
    "every query but 0, every r and r' within the context; of each encoding the curves of one " \
    "query drawn from " QUERIES ", at r of these shares of the context"

static const struct grid radians = {
    .command = "frequencies",
    .encoding = "rope:base={base},dim={dim}",
    .axes = {{"base", {GRID_BASES}},
             {"dim", {"64,128"}},
             {"context", {"8192", "131072"}},
             {".at", {"0,0.5,1"}}},
    .besides = TRIED,
};
static const struct grid turns = {
    .command = "frequencies",
    .encoding = "rope:base={base},dim={dim},unit=turn",
    .axes = {{"base", {"5e5"}}, {"dim", {"128"}}, {"context", {"8192"}}, {".at", {"0,0.5,1"}}},
    .besides = TRIED,
};
static const struct grid in_part = {
    .command = "frequencies",
    .encoding = "rope:base={base},dim={dim},rotary=64",
    .axes = {{"base", {"1e6"}}, {"dim", {"128"}}, {"context", {"8192"}}, {".at", {"0,0.5,1"}}},
    .besides = TRIED,
};
static const struct grid unrotated = {
    .command = "scores --reference=independent --distances=0,1,2",
    .axes = {{"encoding", {"nope:dim=8;nope:dim=64;nope:dim=128"}},
             {"qk", {"gauss:mu=0,sigma=0.5;gauss:mu=0,sigma=1;gauss:mu=0,sigma=2;" GRID_ALIGNED}},
             {"pairs", {"256", "4096", "16384"}}},
    .besides = "the second key is that of BOS",
};
static const struct grid rotated = {
    .command = "scores --reference=independent --distances=0,1,2",
    .axes = {{"encoding", {"rope:base=1e4,dim=64"}},
             {"qk", {"gauss:mu=0,sigma=2"}},
             {"pairs", {"256", "4096", "16384"}}},
    .besides = "the second key is that of BOS",
};

#define CURVES(encodings, models)                           \
    {                                                       \
        .command = "scores",                                \
        .axes = {{"encoding", {encodings}},                 \
                 {"qk", {models}},                          \
                 {".context", {"64"}},                      \
                 {"pairs", {"256", "4096", "16384"}}},      \
        .besides = "every whole distance up to the context" \
    }
static const struct grid hyperbolic = CURVES("hope-hyp:dim=128,base=1e4,decay=1.1", GRID_CENTRED),
                         hyperbolic_same = CURVES("hope-hyp:dim=128,base=1e4,decay=1.1",
                                                  "aligned:rho=1"),
                         rotary = CURVES("rope:dim=128,base=1e4", GRID_CENTRED);
#define FACTORS(encodings, blocks)                                      \
    {                                                                   \
        .command = "scores",                                            \
        .axes = {{"encoding", {encodings}},                             \
                 {"qk", {GRID_CENTRED}},                                \
                 {"pairs", {"10", "100"}},                              \
                 {".position", {"4096"}},                               \
                 {".block", {blocks}}},                                 \
        .besides = "keys at every sixteenth position up to the query's" \
    }
/* As published, and steeper. */
#define HYSPE_BOTH "hyspe:dim=64,chi=0.005,delta=0.0005;hyspe:dim=64,chi=0.008,delta=0.001"
static const struct grid from_the_start = FACTORS(HYSPE_BOTH, "0"),
                         from_a_block = FACTORS(HYSPE_BOTH, "128"),
                         rotary_factors = FACTORS("rope:dim=64", "0");

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"ROUND-3.1", &peak, &by_computation, &radians, {{0}}, QUERIES, VERDICT_VERIFIED,
     "RoPE in radians lets a key peak at any distance: its decay with distance belongs to keys that "
     "resemble the query, not to RoPE"},
    {"ROUND-3.1-TURN", &peak, &by_computation, &turns, {{0}}, QUERIES, VERDICT_REFUTED, NULL},
    {"ROUND-3.1-PARTIAL", &peak, &by_computation, &in_part, {{0}}, QUERIES, VERDICT_REFUTED, NULL},
    {"ROUND-5.2", &diagonal, &by_computation, &unrotated, {{0}}, NULL, VERDICT_VERIFIED,
     "Without positions one head cannot single out the last of two equal tokens"},
    {"ROUND-5.2-ROPE", &rotated_diagonal, &by_computation, &rotated, {{0}}, NULL, VERDICT_REFUTED,
     NULL},
    {"HOPEHYP-MONO", &decays, &by_computation, &hyperbolic, {{0}}, NULL, VERDICT_REFUTED,
     "Hyperbolic rotation's scores decay monotonically for one in three random queries and keys, and nothing is left of them after tens of tokens"},
    {"HOPEHYP-MONO-SAME", &decays, &by_computation, &hyperbolic_same, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"HYSPE-ABSOLUTE", &absolute_factors, &by_computation, &from_the_start, {{0}},
     "HYSPE-ABSOLUTE", VERDICT_REFUTED, NULL},
    {"HYSPE-PRECISION", &rebased_factors, &by_computation, &from_a_block, {{0}},
     "HYSPE-PRECISION", VERDICT_VERIFIED, NULL},
    {"HYSPE-ABSOLUTE-ROPE", &absolute_factors, &by_computation, &rotary_factors, {{0}},
     "HYSPE-ABSOLUTE-ROPE", VERDICT_VERIFIED, NULL},
    {"CONTROL-MONOTONE", &control, &by_computation, &rotary, {{0}}, NULL, VERDICT_REFUTED, NULL},
};
/* clang-format on */

const struct claim_set scores_claims = CLAIM_SET(rows);
