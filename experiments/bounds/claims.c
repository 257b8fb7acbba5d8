#include <math.h>

#include "experiments/bounds/judges.h"
#include "experiments/grids.h"
#include "theory/ground/constants.h"
#include "theory/limits/length_bounds.h"

/* ---- Quantities ---- */

/* Turns of the slowest pair in the context that the bound with 1/b allows. */
static double turns_allowed(const struct bounds_subject *s, double context, double parameter)
{
    (void)context;
    (void)parameter;
    return s->slowest * s->base.value;
}

/* Its cosine there, to the power of the layers. */
static double cosine_allowed(const struct bounds_subject *s, double context, double layers)
{
    (void)context;
    return pow(cos(phase_angle(0.95, layers) * s->base.value * s->slowest), layers);
}

/* Its step per token over the spacing, at the base that the bound allows. */
static double step_allowed(const struct bounds_subject *s, double context, double spacing)
{
    (void)context;
    return pow(spacing, 1.0 - 2.0 / (double)s->dim) / spacing;
}

/* Coordinates that finish a turn in the context, less the printed number. */
static double dimension_off(const struct bounds_subject *s, double context, double printed)
{
    double count = 0.0;
    for (size_t n = 0; n < s->schedule->rotating; n++)
        count += 2.0 * (context * s->schedule->theta[n] >= TWO_PI);
    return fabs(count - printed);
}

/* The slowest pair's angle in the context over the one asked for, at the base beta. */
static double angle_at_beta(const struct bounds_subject *s, double context, double angle)
{
    return context * pow(context / angle, -1.0 + 2.0 / (double)s->dim) / angle;
}

/* The largest base at which it turns so far, over beta. */
static double largest_over_beta(const struct bounds_subject *s, double context, double angle)
{
    return base_of_slowest(s->dim, 1.0, angle / context) / (context / angle);
}

static const struct bounds_quantity
    once = {"turns of the slowest pair in 2 pi b tokens", turns_allowed, 0.0, 1.0, false},
    over = {"its cosine at arccos(0.95) b tokens", cosine_allowed, 1.0, 0.95, true},
    layers = {"the 32nd power of its cosine at arccos(0.95^(1/32)) b tokens", cosine_allowed, 32.0,
              0.95, true},
    step = {"step of the slowest pair at base 1/spacing, over the spacing 2^-23", step_allowed,
            0x1p-23, 1.0, true},
    ninety_two = {"coordinates that finish a turn, less 92", dimension_off, 92.0, 1.0, false},
    quarter = {"angle of the slowest pair at base 2 T/pi, over pi/2", angle_at_beta, HALF_PI, 1.0,
               true},
    largest = {"largest base at which every pair makes a quarter turn, over 2 T/pi",
               largest_over_beta, HALF_PI, 1.01, false};

/* ---- Questions ---- */

#define PHASE "PHASE (2602.10959), known second-hand"
#define SCALE "SCALE (2310.05209)"
#define WORST "the value nearest to the limit or furthest beyond it, over the grid"

static const struct question phase_alias = {
    .statement = "In a context under 2 pi b no pair makes a whole turn but the fast ones: the "
                 "slowest turns less than once.",
    .source = PHASE,
    .quantity = "turns of the slowest pair, b^(2/D), " WORST,
    .relation = "value < limit",
    .allowance = "none",
    .judge = bounds_judge,
};
static const struct question phase_dc = {
    .statement = "With b >= L/arccos(eps), eps = 0.95, the slowest pair's cosine stays over eps "
                 "in a context L.",
    .source = PHASE,
    .quantity = "its cosine at the end of the longest context, " WORST,
    .relation = "value > limit",
    .allowance = "none",
    .judge = bounds_judge,
};
static const struct question phase_depth = {
    .statement = "With b >= L/arccos(eps^(1/N)) the product of the slowest pair's cosine over N = "
                 "32 layers stays over eps = 0.95.",
    .source = PHASE,
    .quantity = "the product at the end of the longest context, " WORST,
    .relation = "value > limit",
    .allowance = "none",
    .judge = bounds_judge,
};
static const struct question phase_precision = {
    .statement = "Up to the base 1/eps_mach the slowest pair turns by more than eps_mach per token "
                 "in float.",
    .source = PHASE,
    .quantity = "its step at that base over eps_mach = 2^-23, " WORST,
    .relation = "value > limit",
    .allowance = "none",
    .judge = bounds_judge,
};
static const struct question scale_dimension = {
    .statement = "Of base 1e4 and D = 128, trained with 4096 tokens, 92 coordinates finish a turn.",
    .source = SCALE ", critical dimension",
    .quantity = "coordinates counted, less 92, in size",
    .relation = "value < limit",
    .allowance = "none: whole numbers",
    .judge = bounds_judge,
};
static const struct question scale_beta = {
    .statement = "At the base 2 T/pi every pair makes a quarter turn in T tokens.",
    .source = SCALE ", beta_1",
    .quantity = "angle of the slowest pair over pi/2, " WORST,
    .relation = "value > limit",
    .allowance = "none",
    .judge = bounds_judge,
};
static const struct question scale_beta_largest = {
    .statement = "2 T/pi is the largest base at which every pair makes a quarter turn in T tokens.",
    .source = "read into " SCALE ", beta_1",
    .quantity = "the largest such base over 2 T/pi, " WORST,
    .relation = "value < limit",
    .allowance = "one in a hundred",
    .judge = bounds_judge,
};

/* ---- Grids ---- */

#define DIMS "64,128,256"
#define ROPE "rope:base={base},dim={dim}"

static const struct grid bases = {
    .command = "bounds",
    .encoding = ROPE,
    .axes = {{"base", {GRID_BASES}}, {"dim", {DIMS}}},
};
static const struct grid at_spacing = {
    .command = "bounds --dtype=fp32",
    .encoding = ROPE,
    .axes = {{"base", {"8388608"}}, {"dim", {DIMS}}},
};
static const struct grid llama_2 = {
    .command = "bounds",
    .encoding = ROPE,
    .axes = {{"base", {"1e4"}}, {"dim", {"128"}}, {"context", {"4096"}}},
};
static const struct grid lengths = {
    .command = "bounds",
    .encoding = ROPE,
    .axes = {{"base", {"1e4"}}, {"dim", {DIMS}}, {"context", {"1024:131072:x2"}}},
    .besides = "the base is 2 T/pi, T the context",
};

/* ---- Claims ---- */

/* clang-format off */
static const struct claim rows[] = {
    {"SCALE-DIMENSION", &scale_dimension, &by_computation, &llama_2, {{NULL, {NULL}}}, &ninety_two,
     VERDICT_VERIFIED, NULL},
    {"SCALE-BETA", &scale_beta, &by_computation, &lengths, {{NULL, {NULL}}}, &quarter,
     VERDICT_VERIFIED, NULL},
    {"SCALE-BETA-LARGEST", &scale_beta_largest, &by_computation, &lengths, {{NULL, {NULL}}},
     &largest, VERDICT_REFUTED, NULL},
    {"PHASE-ALIAS", &phase_alias, &by_computation, &bases, {{NULL, {NULL}}}, &once,
     VERDICT_REFUTED,
     "The slowest pair turns by b^(-1+2/D), not 1/b, so bounds that take 1/b promise contexts a "
     "sixth too long at base 1e4 and a third at 1e8 with D = 128"},
    {"PHASE-DC", &phase_dc, &by_computation, &bases, {{NULL, {NULL}}}, &over, VERDICT_REFUTED,
     NULL},
    {"PHASE-DEPTH", &phase_depth, &by_computation, &bases, {{NULL, {NULL}}}, &layers,
     VERDICT_REFUTED, NULL},
    {"PHASE-PRECISION", &phase_precision, &by_computation, &at_spacing, {{NULL, {NULL}}}, &step,
     VERDICT_VERIFIED, NULL},
};
/* clang-format on */

const struct claim_set bounds_claims = CLAIM_SET(rows);
