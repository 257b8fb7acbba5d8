#include "verify/bank.h"

void bank_init(struct bank *bank, slong pairs)
{
    bank->pairs = pairs;
    bank->bits = 0;
    bank->bits_first = BITS_FIRST;
    bank->bits_last = BITS_LAST;
    bank->theta = _arb_vec_init(pairs);
    arb_init(bank->ratio);
    arb_init(bank->angle);
    arb_init(bank->part);
    arb_init(bank->value);
    arb_init(bank->bound);
}

void bank_clear(struct bank *bank)
{
    _arb_vec_clear(bank->theta, bank->pairs);
    arb_clear(bank->ratio);
    arb_clear(bank->angle);
    arb_clear(bank->part);
    arb_clear(bank->value);
    arb_clear(bank->bound);
}

static void powers_fill(struct bank *bank)
{
    arb_one(bank->theta);
    for (slong n = 1; n < bank->pairs; n++)
        arb_mul(bank->theta + n, bank->theta + n - 1, bank->ratio, bank->bits);
}

void bank_bases(struct bank *bank, double from, double to, slong bits)
{
    bank->bits = bits;
    arb_set_d(bank->angle, from);
    if (to != from) {
        arb_set_d(bank->part, to);
        arb_union(bank->angle, bank->angle, bank->part, bits);
    }
    arb_log(bank->angle, bank->angle, bits);
    arb_div_si(bank->angle, bank->angle, -bank->pairs, bits);
    arb_exp(bank->ratio, bank->angle, bits);
    powers_fill(bank);
}

void bank_ratio(struct bank *bank, double ratio, slong bits)
{
    bank->bits = bits;
    arb_set_d(bank->ratio, ratio);
    powers_fill(bank);
}

void bank_sum(arb_t out, struct bank *bank, uint32_t distance)
{
    arb_zero(out);
    for (slong n = 0; n < bank->pairs; n++) {
        arb_mul_ui(bank->angle, bank->theta + n, distance, bank->bits);
        arb_cos(bank->part, bank->angle, bank->bits);
        arb_add(out, out, bank->part, bank->bits);
    }
}

void bank_slope(arb_t out, struct bank *bank, uint32_t distance)
{
    arb_zero(out);
    for (slong n = 1; n < bank->pairs; n++) {
        arb_mul_ui(bank->angle, bank->theta + n, distance, bank->bits);
        arb_sin(bank->part, bank->angle, bank->bits);
        arb_mul(bank->part, bank->part, bank->theta + n, bank->bits);
        arb_mul_ui(bank->part, bank->part, (ulong)n, bank->bits);
        arb_add(out, out, bank->part, bank->bits);
    }
    arb_mul_ui(out, out, distance, bank->bits);
    arb_div_si(out, out, bank->pairs, bank->bits);
}

void bank_lambda(arb_t out, struct bank *bank)
{
    arb_zero(out);
    for (slong n = 1; n < bank->pairs; n++) {
        arb_mul_ui(bank->part, bank->theta + n, (ulong)n, bank->bits);
        arb_add(out, out, bank->part, bank->bits);
    }
    arb_div_si(out, out, bank->pairs, bank->bits);
}

void bank_curvature(arb_t out, struct bank *bank, uint32_t distance)
{
    arb_zero(out);
    for (slong n = 1; n < bank->pairs; n++) {
        /* (r theta + 1) r theta n^2 */
        arb_mul_ui(bank->angle, bank->theta + n, distance, bank->bits);
        arb_add_ui(bank->part, bank->angle, 1, bank->bits);
        arb_mul(bank->part, bank->part, bank->angle, bank->bits);
        arb_mul_ui(bank->part, bank->part, (ulong)(n * n), bank->bits);
        arb_add(out, out, bank->part, bank->bits);
    }
    arb_div_si(out, out, bank->pairs * bank->pairs, bank->bits);
}

enum answer bank_passes(struct bank *bank, double base, uint32_t distance)
{
    for (slong bits = bank->bits_first; bits <= bank->bits_last; bits *= 2) {
        bank_bases(bank, base, base, bits);
        bank_sum(bank->value, bank, distance);
        if (arb_is_nonnegative(bank->value))
            return ANSWER_YES;
        if (arb_is_negative(bank->value))
            return ANSWER_NO;
    }
    return ANSWER_OPEN;
}
