#include "experiments/grids.h"
#include "experiments/properties/judges.h"

#define QUANTITY "root mean square change of the scores over that of the scores"
#define ALLOWANCE \
    "1e-9: angles at positions up to 4096 are good to 1e-12, and factors to a few units"

static const struct question translation = {
    .statement = "The score does not change when query and key move together.",
    .source = "2605.04217 Theorem 1, which says it of the exact form; theory/moments/README.md, "
              "section encodings-judged",
    .quantity = QUANTITY,
    .relation = "value < limit",
    .allowance = ALLOWANCE,
    .judge = properties_judge_shift,
};
static const struct question kept = {
    .statement = "FoPE keeps what RoPE has: scores that depend on relative positions alone.",
    .source = "2412.17739, and the matrices its code draws; theory/moments/README.md, section "
              "fope-moments",
    .quantity = "root of the expected square of the change over that of the scores",
    .relation = "value < limit",
    .allowance = ALLOWANCE,
    .judge = properties_judge_fope,
};
static const struct question control = {
    .statement = "A control that holds: RoPE's scores do not change when query and key move "
                 "together.",
    .source = "2104.09864 Eq. 11; theory/moments/README.md, section encodings-judged",
    .quantity = QUANTITY,
    .relation = "value < limit",
    .allowance = ALLOWANCE,
    .judge = properties_judge_shift,
};

#define SHIFTED(encodings)                                                                       \
    {                                                                                            \
        .command = "properties",                                                                 \
        .axes = {{"encoding", {encodings}},   {".qk", {GRID_CENTRED}}, {"pairs", {"16", "256"}}, \
                 {"distances", {"1,16,256"}}, {".position", {"1000"}}, {".shift", {"2000"}}},    \
    }
static const struct grid
    exact = SHIFTED("jordan:dim=128"),
    stabilised = SHIFTED("jordan-stab:dim=128"), rotary = SHIFTED("rope:dim=128,base=1e4"),
    mixed = {
        .command = "properties",
        .axes =
            {{"encoding",
              {"fope:dim=64,train=512,gain=0.3,heads=8;fope:dim=64,train=512,gain=0.3,heads=0"}},
             {".qk", {GRID_CENTRED}},
             {"distances", {"1,3,10,30,100,300"}},
             {".position", {"1000"}},
             {".shift", {"2000"}}},
};

/* clang-format off */
static const struct claim rows[] = {
    {"JORDAN-RELATIVE", &translation, &by_computation, &exact, {{0}}, NULL, VERDICT_VERIFIED, NULL},
    {"JORDAN-RELATIVE-STAB", &translation, &by_computation, &stabilised, {{0}}, NULL, VERDICT_REFUTED,
     "Jordan-RoPE is translation invariant in its exact form and not in the stabilised one that its experiments use"},
    {"FOPE-RELATIVE", &kept, &by_computation, &mixed, {{0}}, NULL, VERDICT_REFUTED,
     "FoPE's scores are not relative: moving query and key together changes them"},
    {"CONTROL-RELATIVE", &control, &by_computation, &rotary, {{0}}, NULL, VERDICT_VERIFIED, NULL},
};
/* clang-format on */

const struct claim_set properties_claims = CLAIM_SET(rows);
