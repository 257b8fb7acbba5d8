#include "theory/model/scaling_rules.h"

#include <math.h>

static const mpfr_rnd_t NEAREST = MPFR_RNDN;

/* The D of the exponent of the frequencies. */
static size_t exponent_dim(const struct frequency_rule *rule)
{
    return rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
}

/* theta_n = base^(-2n/D), base given at working precision. */
static void plain(const struct frequency_rule *rule, mpfr_t base, mpfr_t *theta)
{
    mpfr_t step;
    mpfr_init2(step, FREQUENCY_BITS);
    mpfr_log(step, base, NEAREST);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        mpfr_mul_ui(theta[n], step, 2 * n, NEAREST);
        mpfr_div_ui(theta[n], theta[n], exponent_dim(rule), NEAREST);
        mpfr_neg(theta[n], theta[n], NEAREST);
        mpfr_exp(theta[n], theta[n], NEAREST);
    }
    mpfr_clear(step);
}

/* base' = base * growth^(D/(D-2)), then plain. */
static enum status grown_base(const struct frequency_rule *rule, mpfr_t base, mpfr_t growth,
                              mpfr_t *theta)
{
    size_t dim = exponent_dim(rule);
    mpfr_t power;
    mpfr_init2(power, FREQUENCY_BITS);
    mpfr_set_ui(power, dim, NEAREST);
    mpfr_div_ui(power, power, dim - 2, NEAREST);
    mpfr_pow(growth, growth, power, NEAREST);
    mpfr_mul(base, base, growth, NEAREST);
    mpfr_clear(power);
    if (mpfr_cmp_ui(base, 1) <= 0)
        return STATUS_DOMAIN;
    plain(rule, base, theta);
    return STATUS_OK;
}

static void scale_linear(const struct frequency_rule *rule, mpfr_t *theta)
{
    for (size_t n = 0; n < rule->rotary / 2; n++)
        mpfr_div_d(theta[n], theta[n], rule->factor, NEAREST);
}

static void correction_dim(const struct frequency_rule *rule, double rotations, mpfr_t out)
{
    mpfr_t x;
    mpfr_init2(x, FREQUENCY_BITS);
    mpfr_const_pi(out, NEAREST);
    mpfr_mul_d(out, out, 2.0 * rotations, NEAREST);
    mpfr_d_div(out, rule->orig, out, NEAREST);
    mpfr_log(out, out, NEAREST);
    mpfr_mul_ui(out, out, exponent_dim(rule), NEAREST);
    mpfr_set_d(x, rule->base, NEAREST);
    mpfr_log(x, x, NEAREST);
    mpfr_mul_2ui(x, x, 1, NEAREST);
    mpfr_div(out, out, x, NEAREST);
    mpfr_clear(x);
}

void scaling_ramp_ends(const struct frequency_rule *rule, mpfr_t low, mpfr_t high)
{
    correction_dim(rule, rule->beta_fast, low);
    correction_dim(rule, rule->beta_slow, high);
    if (rule->truncate || rule->scaling != SCALING_YARN) {
        mpfr_floor(low, low);
        mpfr_ceil(high, high);
    }
    if (mpfr_cmp_ui(low, 0) < 0)
        mpfr_set_ui(low, 0, NEAREST);
    if (mpfr_cmp_ui(high, exponent_dim(rule) - 1) > 0)
        mpfr_set_ui(high, exponent_dim(rule) - 1, NEAREST);
}

void scaling_yarn_ramp(const struct frequency_rule *rule, mpfr_t low, mpfr_t high)
{
    scaling_ramp_ends(rule, low, high);
    if (mpfr_equal_p(low, high)) {
        mpfr_t thousandth;
        mpfr_init2(thousandth, FREQUENCY_BITS);
        mpfr_set_ui(thousandth, 1, NEAREST);
        mpfr_div_ui(thousandth, thousandth, 1000, NEAREST);
        mpfr_add(high, high, thousandth, NEAREST);
        mpfr_clear(thousandth);
    }
}

/* theta <- theta/s * ramp + theta (1 - ramp), ramp clamped to [0, 1]. */
static void blend(mpfr_t theta, mpfr_t ramp, double factor)
{
    if (mpfr_cmp_ui(ramp, 0) <= 0)
        return;
    if (mpfr_cmp_ui(ramp, 1) >= 0) {
        mpfr_div_d(theta, theta, factor, NEAREST);
        return;
    }
    mpfr_t kept;
    mpfr_init2(kept, FREQUENCY_BITS);
    mpfr_ui_sub(kept, 1, ramp, NEAREST);
    mpfr_mul(kept, kept, theta, NEAREST);
    mpfr_mul(theta, theta, ramp, NEAREST);
    mpfr_div_d(theta, theta, factor, NEAREST);
    mpfr_add(theta, theta, kept, NEAREST);
    mpfr_clear(kept);
}

static void scale_yarn(const struct frequency_rule *rule, mpfr_t *theta)
{
    mpfr_t low, high, ramp;
    mpfr_inits2(FREQUENCY_BITS, low, high, ramp, (mpfr_ptr)0);
    scaling_yarn_ramp(rule, low, high);
    mpfr_sub(high, high, low, NEAREST);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        mpfr_ui_sub(ramp, n, low, NEAREST);
        mpfr_div(ramp, ramp, high, NEAREST);
        blend(theta[n], ramp, rule->factor);
    }
    mpfr_clears(low, high, ramp, (mpfr_ptr)0);
}

/* Ramp linear in the rotations L theta/(2 pi) over the trained length: keep above fast, divide
 * below slow. Where the two are equal there is no ramp, and never a pair on the step itself: theta
 * is algebraic, so its rotations are no double. */
static void scale_by_rotations(const struct frequency_rule *rule, double fast, double slow,
                               mpfr_t *theta)
{
    mpfr_t two_pi, ramp, span;
    mpfr_inits2(FREQUENCY_BITS, two_pi, ramp, span, (mpfr_ptr)0);
    mpfr_set_d(span, fast, NEAREST);
    mpfr_sub_d(span, span, slow, NEAREST); /* fast - slow need not be a double */
    mpfr_const_pi(two_pi, NEAREST);
    mpfr_mul_2ui(two_pi, two_pi, 1, NEAREST);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        mpfr_mul_d(ramp, theta[n], rule->orig, NEAREST);
        mpfr_div(ramp, ramp, two_pi, NEAREST);
        mpfr_d_sub(ramp, fast, ramp, NEAREST);
        mpfr_div(ramp, ramp, span, NEAREST); /* by 0: infinite, with the sign of fast less ramp */
        blend(theta[n], ramp, rule->factor);
    }
    mpfr_clears(two_pi, ramp, span, (mpfr_ptr)0);
}

static void scale_longrope(const struct frequency_rule *rule, mpfr_t *theta)
{
    for (size_t n = 0; n < rule->rotary / 2; n++)
        mpfr_div_d(theta[n], theta[n], rule->extension[n], NEAREST);
}

/* The rule's factor on cos and sin, squared. */
static double weight_of(const struct frequency_rule *rule)
{
    mpfr_t x;
    mpfr_init2(x, FREQUENCY_BITS);
    scaling_attention_exact(rule, x);
    mpfr_sqr(x, x, NEAREST);
    double weight = mpfr_get_d(x, NEAREST);
    mpfr_clear(x);
    return weight;
}

/* A base grows by a power D/(D - 2). */
static const char *dim_condition(const struct frequency_rule *rule)
{
    return exponent_dim(rule) > 2     ? NULL
           : rule->rotary < rule->dim ? "rotary over 2"
                                      : "dim over 2";
}

const char *scaling_condition(const struct frequency_rule *r)
{
    switch (r->scaling) {
    case SCALING_NONE:
        return NULL;
    case SCALING_NTK:
        return !(r->alpha > 0.0) ? "alpha over 0" : dim_condition(r);
    case SCALING_DYNAMIC:
        if (!(r->length > 0.0))
            return "length over 0";
        if (dim_condition(r))
            return dim_condition(r);
        break;
    case SCALING_YARN:
    case SCALING_YARN_PAPER:
    case SCALING_MRROPE_UNI:
    case SCALING_MRROPE_PRO:
        if (!(r->beta_slow > 0.0))
            return "beta_slow over 0";
        if (!(r->beta_fast > 0.0))
            return "beta_fast over 0";
        /* the engines' ramp runs backwards then, as in files that have the two swapped */
        if (r->scaling != SCALING_YARN && !(r->beta_fast >= r->beta_slow))
            return "beta_fast not under beta_slow";
        break;
    case SCALING_LLAMA3:
        if (!(r->low > 0.0))
            return "low over 0";
        if (!(r->high >= r->low))
            return "high not under low";
        break;
    case SCALING_LONGROPE:
        if (!r->extension)
            return "divisors";
        if (r->attn > 0.0) /* factor and orig serve the factor on cos and sin alone */
            return NULL;
        if (!(r->orig > 1.0))
            return "orig over 1";
        break;
    case SCALING_LINEAR:
    case SCALING_PLANE:
        return r->factor > 0.0 ? NULL : "factor over 0";
    case SCALING_TAPER:
        return r->taper >= 2 && 2 * r->taper <= r->dim && r->rotary == r->dim - 2 &&
                       r->partial == PARTIAL_P
                   ? NULL
                   : "from 2 to dim/2 pairs slowed, and all but the last rotating";
    case SCALING_WAVES:
        return NULL;
    case SCALING_EVQ:
        return r->tau > 0.0 && r->tau <= TAU_MOST ? NULL : "tau over 0 and at most 1000";
    default:
        return "a known rule";
    }
    return !(r->factor > 0.0) ? "factor over 0" : !(r->orig > 0.0) ? "orig over 0" : NULL;
}

enum status scaling_frequencies(const struct frequency_rule *rule, mpfr_t *theta, double *weight)
{
    if (scaling_condition(rule))
        return STATUS_DOMAIN;
    mpfr_t base, growth;
    mpfr_inits2(FREQUENCY_BITS, base, growth, (mpfr_ptr)0);
    mpfr_set_d(base, rule->base, NEAREST);
    enum status status = STATUS_OK;
    if (rule->scaling == SCALING_NTK) {
        mpfr_set_d(growth, rule->alpha, NEAREST);
        status = grown_base(rule, base, growth, theta);
    } else if (rule->scaling == SCALING_DYNAMIC) {
        /* s l/L - (s - 1) = 1 + s (l - L)/L */
        mpfr_set_d(growth, fmax(rule->length, rule->orig), NEAREST);
        mpfr_sub_d(growth, growth, rule->orig, NEAREST);
        mpfr_mul_d(growth, growth, rule->factor, NEAREST);
        mpfr_div_d(growth, growth, rule->orig, NEAREST);
        mpfr_add_ui(growth, growth, 1, NEAREST);
        status = grown_base(rule, base, growth, theta);
    } else {
        plain(rule, base, theta);
        if (rule->scaling == SCALING_LINEAR)
            scale_linear(rule, theta);
        else if (rule->scaling == SCALING_YARN)
            scale_yarn(rule, theta);
        else if (rule->scaling == SCALING_YARN_PAPER)
            scale_by_rotations(rule, rule->beta_fast, rule->beta_slow, theta);
        else if (rule->scaling == SCALING_LLAMA3)
            scale_by_rotations(rule, rule->high, rule->low, theta);
        else if (rule->scaling == SCALING_LONGROPE)
            scale_longrope(rule, theta);
        else if (rule->scaling == SCALING_MRROPE_UNI || rule->scaling == SCALING_MRROPE_PRO)
            scaling_mrrope(rule, theta);
        else if (rule->scaling == SCALING_TAPER)
            scaling_taper(rule, theta);
        else if (rule->scaling == SCALING_WAVES)
            scaling_waves(rule, theta);
        else if (rule->scaling == SCALING_EVQ)
            scaling_evq(rule, theta);
        else if (rule->scaling == SCALING_PLANE)
            scaling_plane(rule, theta);
    }
    *weight = weight_of(rule);
    mpfr_clears(base, growth, (mpfr_ptr)0);
    return status;
}
