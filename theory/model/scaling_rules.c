/* Frequency rules of encodings other than RoPE's extensions, and mrrope. */
#include "theory/model/scaling_rules.h"

static const mpfr_rnd_t NEAREST = MPFR_RNDN;

/* Frequencies that differ by less of themselves count as equal: in turns theta_n may be 1/length
 * itself, which 160 bits do not tell from what is next to it. */
enum { EQUAL_BITS = 140 };

/* out = turns of pair n over the length, less 1. */
static void surplus(const struct frequency_rule *rule, double length, size_t n, mpfr_t out)
{
    mpfr_t turn;
    mpfr_init2(turn, FREQUENCY_BITS);
    mpfr_set_d(out, rule->base, NEAREST);
    mpfr_log(out, out, NEAREST);
    mpfr_mul_ui(out, out, 2 * n, NEAREST);
    mpfr_div_ui(out, out, rule->dim, NEAREST);
    mpfr_neg(out, out, NEAREST);
    mpfr_exp(out, out, NEAREST);
    mpfr_mul_d(out, out, length, NEAREST);
    mpfr_const_pi(turn, NEAREST);
    mpfr_mul_2ui(turn, turn, 1, NEAREST);
    if (rule->unit == UNIT_RAD)
        mpfr_div(out, out, turn, NEAREST);
    mpfr_sub_ui(out, out, 1, NEAREST);
    mpfr_clear(turn);
}

size_t frequency_rule_trained(const struct frequency_rule *rule, double length)
{
    size_t low = 0, high = rule->dim / 2;
    mpfr_t over;
    mpfr_init2(over, FREQUENCY_BITS);
    while (low < high) {
        size_t n = low + (high - low) / 2;
        surplus(rule, length, n, over);
        if (mpfr_cmp_ui_2exp(over, 1, -EQUAL_BITS) > 0)
            low = n + 1;
        else
            high = n;
    }
    mpfr_clear(over);
    return low;
}

void scaling_mrrope(const struct frequency_rule *rule, mpfr_t *theta)
{
    mpfr_t low, high, share, log_factor;
    mpfr_inits2(FREQUENCY_BITS, low, high, share, log_factor, (mpfr_ptr)0);
    scaling_ramp_ends(rule, low, high);
    mpfr_set_d(log_factor, rule->factor, NEAREST);
    mpfr_log(log_factor, log_factor, NEAREST);
    for (size_t n = 0; n < rule->rotary / 2; n++)
        if (mpfr_cmp_ui(high, n) <= 0 && mpfr_cmp_ui(low, n) < 0) {
            mpfr_div_d(theta[n], theta[n], rule->factor, NEAREST);
        } else if (mpfr_cmp_ui(low, n) < 0) { /* whole numbers, so that low < n < high */
            size_t at = n - mpfr_get_ui(low, NEAREST),
                   all = mpfr_get_ui(high, NEAREST) - mpfr_get_ui(low, NEAREST);
            mpfr_set_ui(share, at, NEAREST);
            mpfr_div_ui(share, share, all, NEAREST);
            if (rule->scaling == SCALING_MRROPE_PRO) {
                mpfr_mul_ui(share, share, at + 1, NEAREST);
                mpfr_div_ui(share, share, all + 1, NEAREST);
            }
            mpfr_mul(share, share, log_factor, NEAREST);
            mpfr_exp(share, share, NEAREST);
            mpfr_div(theta[n], theta[n], share, NEAREST);
        }
    mpfr_clears(low, high, share, log_factor, (mpfr_ptr)0);
}

/* (1 + cos(pi j/(c - 1)))/2 is sin^2(pi (c - 1 - j)/(2 (c - 1))), without the difference of nearly
 * equal numbers that the last pairs would be. */
void scaling_taper(const struct frequency_rule *rule, mpfr_t *theta)
{
    size_t first = frequency_rule_span(rule) / 2 - rule->taper, steps = rule->taper - 1;
    mpfr_t share;
    mpfr_init2(share, FREQUENCY_BITS);
    for (size_t n = first + 1; n < rule->rotary / 2; n++) { /* the first pair's factor is 1 */
        mpfr_const_pi(share, NEAREST);
        mpfr_mul_ui(share, share, first + steps - n, NEAREST);
        mpfr_div_ui(share, share, 2 * steps, NEAREST);
        mpfr_sin(share, share, NEAREST);
        mpfr_sqr(share, share, NEAREST);
        mpfr_mul(theta[n], theta[n], share, NEAREST);
    }
    mpfr_clear(share);
}

void scaling_waves(const struct frequency_rule *rule, mpfr_t *theta)
{
    size_t count = rule->rotary / 2;
    mpfr_t fastest;
    mpfr_init2(fastest, FREQUENCY_BITS);
    mpfr_const_pi(fastest, NEAREST);
    mpfr_div_ui(fastest, fastest, WAVES_SHORTEST / 2, NEAREST);
    for (size_t n = 0; n < count; n++) {
        mpfr_set_d(theta[n], rule->base, NEAREST);
        mpfr_log(theta[n], theta[n], NEAREST);
        mpfr_mul_ui(theta[n], theta[n], n, NEAREST);
        if (n > 0)
            mpfr_div_ui(theta[n], theta[n], count - 1, NEAREST);
        mpfr_neg(theta[n], theta[n], NEAREST);
        mpfr_exp(theta[n], theta[n], NEAREST);
        mpfr_mul(theta[n], theta[n], fastest, NEAREST);
    }
    mpfr_clear(fastest);
}

void scaling_evq(const struct frequency_rule *rule, mpfr_t *theta)
{
    size_t count = rule->rotary / 2;
    mpfr_t sinh, log_base;
    mpfr_inits2(FREQUENCY_BITS, sinh, log_base, (mpfr_ptr)0);
    mpfr_set_d(sinh, rule->tau, NEAREST);
    mpfr_sinh(sinh, sinh, NEAREST);
    mpfr_set_d(log_base, rule->base, NEAREST);
    mpfr_log(log_base, log_base, NEAREST);
    for (size_t n = 0; n < count; n++) { /* 1 - u = (2 count - 2n - 1)/(2 count) */
        mpfr_mul_ui(theta[n], sinh, 2 * (count - n) - 1, NEAREST);
        mpfr_div_ui(theta[n], theta[n], 2 * count, NEAREST);
        mpfr_asinh(theta[n], theta[n], NEAREST);
        mpfr_div_d(theta[n], theta[n], rule->tau, NEAREST);
        mpfr_sub_ui(theta[n], theta[n], 1, NEAREST); /* -phi */
        mpfr_mul(theta[n], theta[n], log_base, NEAREST);
        mpfr_exp(theta[n], theta[n], NEAREST);
    }
    mpfr_clears(sinh, log_base, (mpfr_ptr)0);
}

void scaling_plane(const struct frequency_rule *rule, mpfr_t *theta)
{
    for (size_t n = 0; n < rule->rotary / 2; n++)
        mpfr_mul_d(theta[n], theta[n], rule->factor, NEAREST);
}
