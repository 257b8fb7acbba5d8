#include "theory/proof/filter/ball_spectra.h"

/* out = the share of ln s by which pair n is slowed; where balls do not tell which side of an end
 * it is on, any share. */
static void mrrope_share(const struct frequency_rule *rule, const arb_t low, const arb_t high,
                         size_t n, slong precision, arb_t out)
{
    arb_t pair, span;
    arb_init(pair);
    arb_init(span);
    arb_set_ui(pair, n);
    arb_sub(span, high, low, precision);
    if (arb_le(pair, low)) {
        arb_zero(out);
    } else if (arb_gt(pair, low) && arb_ge(pair, high)) {
        arb_one(out);
    } else if (arb_gt(pair, low) && arb_lt(pair, high)) {
        arb_sub(pair, pair, low, precision);
        arb_div(out, pair, span, precision);
        if (rule->scaling == SCALING_MRROPE_PRO) {
            arb_add_ui(pair, pair, 1, precision);
            arb_add_ui(span, span, 1, precision);
            arb_mul(out, out, pair, precision);
            arb_div(out, out, span, precision);
        }
    } else {
        arb_zero(out);
        arb_one(pair);
        arb_union(out, out, pair, precision);
    }
    arb_clear(pair);
    arb_clear(span);
}

void ball_mrrope(const struct frequency_rule *rule, const arb_t low, const arb_t high,
                 slong precision, arb_ptr theta)
{
    arb_t log_factor, share;
    arb_init(log_factor);
    arb_init(share);
    arb_set_d(log_factor, rule->factor);
    arb_log(log_factor, log_factor, precision);
    for (size_t n = 0; n < rule->rotary / 2; n++) {
        mrrope_share(rule, low, high, n, precision, share);
        arb_mul(share, share, log_factor, precision);
        arb_neg(share, share);
        arb_exp(share, share, precision);
        arb_mul(theta + n, theta + n, share, precision);
    }
    arb_clear(log_factor);
    arb_clear(share);
}

/* (1 + cos(pi j/(c - 1)))/2 = cos^2(pi j/(2 (c - 1))). */
void ball_taper(const struct frequency_rule *rule, slong precision, arb_ptr theta)
{
    size_t first = frequency_rule_span(rule) / 2 - rule->taper;
    arb_t share;
    fmpq_t turn;
    arb_init(share);
    fmpq_init(turn);
    for (size_t n = first; n < rule->rotary / 2; n++) {
        fmpq_set_ui(turn, n - first, 2 * (rule->taper - 1));
        arb_cos_pi_fmpq(share, turn, precision);
        arb_sqr(share, share, precision);
        arb_mul(theta + n, theta + n, share, precision);
    }
    arb_clear(share);
    fmpq_clear(turn);
}

void ball_waves(const struct frequency_rule *rule, const arb_t log_base, slong precision,
                arb_ptr theta)
{
    size_t count = rule->rotary / 2;
    arb_t fastest;
    arb_init(fastest);
    arb_const_pi(fastest, precision);
    arb_div_ui(fastest, fastest, WAVES_SHORTEST / 2, precision);
    for (size_t n = 0; n < count; n++) {
        arb_mul_ui(theta + n, log_base, n, precision);
        if (n > 0)
            arb_div_ui(theta + n, theta + n, count - 1, precision);
        arb_neg(theta + n, theta + n);
        arb_exp(theta + n, theta + n, precision);
        arb_mul(theta + n, theta + n, fastest, precision);
    }
    arb_clear(fastest);
}

/* out = asinh(x) for x > 0, by log1p(x + x^2/(1 + sqrt(1 + x^2))), which keeps a small x's digits.
 */
static void asinh_positive(arb_t x, slong precision)
{
    arb_t square, root;
    arb_init(square);
    arb_init(root);
    arb_sqr(square, x, precision);
    arb_add_ui(root, square, 1, precision);
    arb_sqrt(root, root, precision);
    arb_add_ui(root, root, 1, precision);
    arb_div(square, square, root, precision);
    arb_add(x, x, square, precision);
    arb_log1p(x, x, precision);
    arb_clear(square);
    arb_clear(root);
}

void ball_evq(const struct frequency_rule *rule, const arb_t log_base, slong precision,
              arb_ptr theta)
{
    size_t count = rule->rotary / 2;
    arb_t tau, sinh;
    arb_init(tau);
    arb_init(sinh);
    arb_set_d(tau, rule->tau);
    arb_sinh(sinh, tau, precision);
    for (size_t n = 0; n < count; n++) {
        arb_mul_ui(theta + n, sinh, 2 * (count - n) - 1, precision);
        arb_div_ui(theta + n, theta + n, 2 * count, precision);
        asinh_positive(theta + n, precision);
        arb_div(theta + n, theta + n, tau, precision);
        arb_sub_ui(theta + n, theta + n, 1, precision);
        arb_mul(theta + n, theta + n, log_base, precision);
        arb_exp(theta + n, theta + n, precision);
    }
    arb_clear(tau);
    arb_clear(sinh);
}

void ball_plane(const struct frequency_rule *rule, slong precision, arb_ptr theta)
{
    arb_t factor;
    arb_init(factor);
    arb_set_d(factor, rule->factor);
    for (size_t n = 0; n < rule->rotary / 2; n++)
        arb_mul(theta + n, theta + n, factor, precision);
    arb_clear(factor);
}
