#include "theory/proof/filter/ball_rules.h"

#include <math.h>

#include "theory/proof/filter/ball_spectra.h"

/* The D of the exponent of the frequencies. */
static ulong exponent_dim(const struct frequency_rule *rule)
{
    return rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
}

/* ln of the base the exponents stand on: base, or base growth^(D/(D-2)). */
static enum status log_base(const struct frequency_rule *rule, slong precision, arb_t out)
{
    arb_t growth, number;
    arb_init(growth);
    arb_init(number);
    arb_set_d(out, rule->base);
    arb_log(out, out, precision);
    bool grown = rule->scaling == SCALING_NTK || rule->scaling == SCALING_DYNAMIC;
    if (rule->scaling == SCALING_NTK) {
        arb_set_d(growth, rule->alpha);
    } else if (rule->scaling == SCALING_DYNAMIC) { /* 1 + s (l - L)/L */
        arb_set_d(growth, fmax(rule->length, rule->orig));
        arb_set_d(number, rule->orig);
        arb_sub(growth, growth, number, precision);
        arb_div(growth, growth, number, precision);
        arb_set_d(number, rule->factor);
        arb_mul(growth, growth, number, precision);
        arb_add_ui(growth, growth, 1, precision);
    }
    ulong dim = exponent_dim(rule);
    bool defined = !grown || dim >= 4;
    if (grown && defined) {
        arb_log(growth, growth, precision);
        arb_mul_ui(growth, growth, dim, precision);
        arb_div_ui(growth, growth, dim - 2, precision);
        arb_add(out, out, growth, precision);
    }
    defined = defined && arb_is_positive(out);
    arb_clear(growth);
    arb_clear(number);
    return defined ? STATUS_OK : STATUS_DOMAIN;
}

/* theta_n = base^(-2n/D) as powers of the first: one exponential, and a bit of precision lost per
 * doubling of n. */
static void plain(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                  arb_ptr theta)
{
    arb_t step;
    arb_init(step);
    arb_mul_2exp_si(step, log_base, 1);
    arb_div_ui(step, step, exponent_dim(rule), precision);
    arb_neg(step, step);
    arb_exp(step, step, precision);
    for (size_t n = 0; n < rule->rotary / 2; n++)
        if (n == 0)
            arb_one(theta);
        else
            arb_mul(theta + n, theta + n - 1, step, precision);
    arb_clear(step);
}

/* theta <- theta/s ramp + theta (1 - ramp), ramp clamped to [0, 1]; what could be any ramp is [0,
 * 1] whole. */
static void blend(arb_t theta, arb_t ramp, double factor, slong precision)
{
    arb_t bound, slowed;
    arb_init(bound);
    arb_init(slowed);
    if (!arb_is_finite(ramp)) {
        arb_zero(ramp);
        arb_one(bound);
        arb_union(ramp, ramp, bound, precision);
    }
    arb_zero(bound);
    arb_max(ramp, ramp, bound, precision);
    arb_one(bound);
    arb_min(ramp, ramp, bound, precision);
    arb_set_d(bound, factor);
    arb_div(slowed, ramp, bound, precision);
    arb_sub_ui(ramp, ramp, 1, precision);
    arb_sub(slowed, slowed, ramp, precision);
    arb_mul(theta, theta, slowed, precision);
    arb_clear(bound);
    arb_clear(slowed);
}

/* cdim(x) = D ln(L/(2 pi x))/(2 ln base). */
static void correction_dim(const struct frequency_rule *rule, double rotations,
                           const arb_t log_base, slong precision, arb_t out)
{
    arb_t x;
    arb_init(x);
    arb_const_pi(out, precision);
    arb_set_d(x, rotations);
    arb_mul(x, x, out, precision);
    arb_mul_2exp_si(x, x, 1);
    arb_set_d(out, rule->orig);
    arb_div(out, out, x, precision);
    arb_log(out, out, precision);
    arb_mul_ui(out, out, exponent_dim(rule), precision);
    arb_div(out, out, log_base, precision);
    arb_mul_2exp_si(out, out, -1);
    arb_clear(x);
}

static void ramp_ends(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                      arb_t low, arb_t high)
{
    arb_t bound;
    arb_init(bound);
    correction_dim(rule, rule->beta_fast, log_base, precision, low);
    correction_dim(rule, rule->beta_slow, log_base, precision, high);
    if (rule->truncate || rule->scaling != SCALING_YARN) {
        arb_floor(low, low, precision);
        arb_ceil(high, high, precision);
    }
    arb_set_ui(bound, exponent_dim(rule) - 1);
    arb_min(high, high, bound, precision);
    arb_zero(bound);
    arb_max(low, low, bound, precision);
    arb_clear(bound);
}

/* The ends of yarn's ramp. They are equal only as whole numbers or as one and the same cdim; where
 * balls cannot tell, their difference contains zero and blend takes every ramp. */
static void yarn_ramp(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                      arb_t low, arb_t high)
{
    arb_t bound;
    arb_init(bound);
    ramp_ends(rule, log_base, precision, low, high);
    arb_set_ui(bound, exponent_dim(rule) - 1);
    bool equal = !rule->truncate && rule->beta_fast == rule->beta_slow && arb_is_positive(low) &&
                 arb_lt(high, bound);
    if (equal || (arb_is_exact(low) && arb_is_exact(high) && arb_equal(low, high))) {
        arb_one(bound);
        arb_div_ui(bound, bound, 1000, precision);
        arb_add(high, low, bound, precision);
    }
    arb_clear(bound);
}

static void scale_yarn(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                       arb_ptr theta)
{
    arb_t low, span, ramp;
    arb_init(low);
    arb_init(span);
    arb_init(ramp);
    yarn_ramp(rule, log_base, precision, low, span);
    arb_sub(span, span, low, precision);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        arb_sub_ui(ramp, low, n, precision);
        arb_neg(ramp, ramp);
        arb_div(ramp, ramp, span, precision);
        blend(theta + n, ramp, rule->factor, precision);
    }
    arb_clear(low);
    arb_clear(span);
    arb_clear(ramp);
}

static void scale_mrrope(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                         arb_ptr theta)
{
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    ramp_ends(rule, log_base, precision, low, high);
    ball_mrrope(rule, low, high, precision, theta);
    arb_clear(low);
    arb_clear(high);
}

/* Ramp linear in the rotations L theta/(2 pi): keep above fast, divide below slow. */
static void scale_by_rotations(const struct frequency_rule *rule, double fast, double slow,
                               slong precision, arb_ptr theta)
{
    arb_t rotations, span, end, ramp;
    arb_init(rotations);
    arb_init(span);
    arb_init(end);
    arb_init(ramp);
    arb_const_pi(ramp, precision);
    arb_mul_2exp_si(ramp, ramp, 1);
    arb_set_d(rotations, rule->orig);
    arb_div(rotations, rotations, ramp, precision);
    arb_set_d(end, fast);
    arb_set_d(span, slow);
    arb_sub(span, end, span, precision);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        arb_mul(ramp, theta + n, rotations, precision);
        arb_sub(ramp, end, ramp, precision);
        if (arb_is_zero(span) && !arb_contains_zero(ramp)) /* a step: which side is certain */
            arb_set_si(ramp, arb_is_positive(ramp));
        else
            arb_div(ramp, ramp, span, precision);
        blend(theta + n, ramp, rule->factor, precision);
    }
    arb_clear(rotations);
    arb_clear(span);
    arb_clear(end);
    arb_clear(ramp);
}

static void divide(arb_ptr theta, size_t count, const double *divisor, size_t stride,
                   slong precision)
{
    arb_t x;
    arb_init(x);
    for (size_t n = 0; n < count; n++) {
        arb_set_d(x, divisor[n * stride]);
        arb_div(theta + n, theta + n, x, precision);
    }
    arb_clear(x);
}

enum status ball_rule_turns(const struct frequency_rule *rule, slong precision, arb_ptr turns)
{
    size_t count = rule->rotary / 2;
    if (count == 0)
        return STATUS_OK;
    arb_t base, turn;
    arb_init(base);
    arb_init(turn);
    enum status status = log_base(rule, precision, base);
    if (status == STATUS_OK) {
        plain(rule, base, precision, turns);
        if (rule->scaling == SCALING_LINEAR)
            divide(turns, count, &rule->factor, 0, precision);
        else if (rule->scaling == SCALING_YARN)
            scale_yarn(rule, base, precision, turns);
        else if (rule->scaling == SCALING_YARN_PAPER)
            scale_by_rotations(rule, rule->beta_fast, rule->beta_slow, precision, turns);
        else if (rule->scaling == SCALING_LLAMA3)
            scale_by_rotations(rule, rule->high, rule->low, precision, turns);
        else if (rule->scaling == SCALING_LONGROPE)
            divide(turns, count, rule->extension, 1, precision);
        else if (rule->scaling == SCALING_MRROPE_UNI || rule->scaling == SCALING_MRROPE_PRO)
            scale_mrrope(rule, base, precision, turns);
        else if (rule->scaling == SCALING_TAPER)
            ball_taper(rule, precision, turns);
        else if (rule->scaling == SCALING_WAVES)
            ball_waves(rule, base, precision, turns);
        else if (rule->scaling == SCALING_EVQ)
            ball_evq(rule, base, precision, turns);
        else if (rule->scaling == SCALING_PLANE)
            ball_plane(rule, precision, turns);
        if (rule->unit == UNIT_RAD) {
            arb_const_pi(turn, precision);
            arb_mul_2exp_si(turn, turn, 1);
            arb_inv(turn, turn, precision);
            for (size_t n = 0; n < count; n++)
                arb_mul(turns + n, turns + n, turn, precision);
        }
    }
    arb_clear(base);
    arb_clear(turn);
    return status;
}
