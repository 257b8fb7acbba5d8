#include "experiments/grids.h"
#include "experiments/scores/judges.h"

/* ---- Questions ---- */

static const struct question peak = {
    .statement = "For every query but 0 and every distance r, some key has its largest score at r "
                 "and nowhere else.",
    .source = "2410.06205 Proposition 3.1 and Appendix A.1, second-hand: from notes that quote it; "
              "theory/README.md, section peak-anywhere",
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
              "theory/README.md, section diagonal-half",
    .quantity = "largest attention of the last token to itself",
    .relation = "value < limit",
    .allowance = "1e-15 of rounding, and 1/2 - value is e^(b - a)/(4 + 2 e^(b - a)) exactly",
    .judge = scores_judge_diagonal,
};
static const struct question rotated_diagonal = {
    .statement =
        "On the tokens [BOS, x, x] no head whose queries and keys rotate gives the last half or "
        "more of its attention to itself.",
    .source = "2410.06205 Theorem 5.3 says that it is false, second-hand: from notes on it",
    .quantity = "largest attention of the last token to itself",
    .relation = "value < limit",
    .allowance = "none: the counterexample is far over the limit",
    .judge = scores_judge_diagonal,
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
};
/* clang-format on */

const struct claim_set scores_claims = CLAIM_SET(rows);
