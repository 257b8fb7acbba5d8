/* The factor on cos and sin that a frequency rule has. */
#include "theory/model/scaling.h"

static const mpfr_rnd_t NEAREST = MPFR_RNDN;

/* out = 0.1 m ln s + 1 for s > 1, else 1. */
static void yarn_mscale(double factor, double m, mpfr_t out)
{
    mpfr_set_d(out, factor, NEAREST);
    if (factor > 1.0) {
        mpfr_log(out, out, NEAREST);
        mpfr_mul_d(out, out, m, NEAREST);
        mpfr_div_ui(out, out, 10, NEAREST);
        mpfr_add_ui(out, out, 1, NEAREST);
    } else {
        mpfr_set_ui(out, 1, NEAREST);
    }
}

void scaling_attention_exact(const struct frequency_rule *rule, mpfr_t x)
{
    mpfr_t y;
    mpfr_init2(y, FREQUENCY_BITS);
    mpfr_set_ui(x, 1, NEAREST);
    bool mrrope = rule->scaling == SCALING_MRROPE_UNI || rule->scaling == SCALING_MRROPE_PRO,
         yarn = rule->scaling == SCALING_YARN || rule->scaling == SCALING_YARN_PAPER || mrrope;
    if (rule->attn > 0.0 && (yarn || rule->scaling == SCALING_LONGROPE)) {
        mpfr_set_d(x, rule->attn, NEAREST);
    } else if (yarn) {
        if (!mrrope && rule->mscale > 0.0 && rule->mscale_all > 0.0) {
            yarn_mscale(rule->factor, rule->mscale, x);
            yarn_mscale(rule->factor, rule->mscale_all, y);
            mpfr_div(x, x, y, NEAREST);
        } else {
            yarn_mscale(rule->factor, 1.0, x);
        }
    } else if (rule->scaling == SCALING_LONGROPE && rule->factor > 1.0) {
        mpfr_set_d(x, rule->factor, NEAREST);
        mpfr_log(x, x, NEAREST);
        mpfr_set_d(y, rule->orig, NEAREST);
        mpfr_log(y, y, NEAREST);
        mpfr_div(x, x, y, NEAREST);
        mpfr_add_ui(x, x, 1, NEAREST);
        mpfr_sqrt(x, x, NEAREST);
    }
    mpfr_clear(y);
}

double scaling_attention(const struct frequency_rule *rule)
{
    mpfr_t x;
    mpfr_init2(x, FREQUENCY_BITS);
    scaling_attention_exact(rule, x);
    double factor = mpfr_get_d(x, NEAREST);
    mpfr_clear(x);
    return factor;
}
