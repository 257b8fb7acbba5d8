#include "experiments/diffhist/judges.h"
#include "experiments/grids.h"

static const struct question shifted = {
    .statement = "Near minus far scores of random queries and keys: RoPE's are shifted to positive "
                 "values, TAPA's are centred.",
    .source = "TAPA Appendix I, Figure 1, which is of a trained model",
    .quantity = "the smaller of RoPE's exact mean difference in standard deviations and 0.2 less "
                "TAPA's |mean|",
    .relation = "value > limit",
    .allowance = "a tenth of a standard deviation counts as centred",
    .judge = diffhist_judge_shift,
};

static const struct grid figure_1 = {
    .command = "diffhist",
    .axes = {{"encoding", {"rope:base=5e5,dim=128;" GRID_TAPA}},
             {"pairs", {"20000", "40000", "1000000"}}},
    .besides = "distances 0..100 and 10000..10100; seed 1",
};

static const double centred = 0.1;

/* clang-format off */
static const struct claim rows[] = {
    {"TAPA-F1", &shifted, &by_computation, &figure_1, {{"qk", {GRID_GAUSS}}}, &centred,
     VERDICT_VERIFIED,
     "On random queries and keys with a common mean of half their spread, near scores exceed far "
     "ones under RoPE and balance under TAPA"},
    {"TAPA-F1-ALIGNED", &shifted, &by_computation, &figure_1, {{"qk", {GRID_ALIGNED}}}, &centred,
     VERDICT_VERIFIED, NULL},
    {"TAPA-F1-NARROW", &shifted, &by_computation, &figure_1, {{"qk", {GRID_NARROW}}}, &centred,
     VERDICT_REFUTED,
     "With mean and spread a fifth of that, TAPA's differences are shifted too: its phase turns "
     "too slowly to average out"},
};
/* clang-format on */

const struct claim_set diffhist_claims = CLAIM_SET(rows);
