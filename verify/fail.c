#include "verify/fail.h"

/* Margins within a millionth of the truth: an edited digit shows. */
enum { SHARP_PARTS = 1000000 };

static enum margin margin_judge(struct bank *bank, double margin)
{
    arb_neg(bank->part, bank->value);
    arb_set_d(bank->bound, margin);
    if (arb_lt(bank->part, bank->bound))
        return MARGIN_OVER;
    bool below = arb_ge(bank->part, bank->bound);
    arb_mul_ui(bank->part, bank->part, SHARP_PARTS - 1, bank->bits);
    arb_mul_ui(bank->bound, bank->bound, SHARP_PARTS, bank->bits);
    if (arb_gt(bank->part, bank->bound))
        return MARGIN_BLUNT;
    return below && arb_le(bank->part, bank->bound) ? MARGIN_TRUE : MARGIN_OPEN;
}

/* A double not over base exp(margin/(r Lambda)); the frequencies are those of base. */
static double frontier_bound(struct bank *bank, double base, uint32_t distance, double margin)
{
    if (bank->pairs == 1) /* B does not depend on the base */
        return BASE_MAX;
    bank_lambda(bank->bound, bank);
    arb_mul_ui(bank->bound, bank->bound, distance, bank->bits);
    arb_set_d(bank->angle, margin);
    arb_div(bank->angle, bank->angle, bank->bound, bank->bits);
    arb_set_ui(bank->bound, 512); /* exp(512) > BASE_MAX; a hop of any length would overflow */
    arb_min(bank->angle, bank->angle, bank->bound, bank->bits);
    arb_exp(bank->angle, bank->angle, bank->bits);
    arb_set_d(bank->bound, base);
    arb_mul(bank->angle, bank->angle, bank->bound, bank->bits);
    arb_set_d(bank->bound, BASE_MAX);
    arb_min(bank->angle, bank->angle, bank->bound, bank->bits);
    arf_t low;
    arf_init(low);
    arb_get_lbound_arf(low, bank->angle, bank->bits);
    double frontier = arf_get_d(low, ARF_RND_FLOOR);
    arf_clear(low);
    return frontier > base ? frontier : base; /* [base, base) holds nothing; also for NaN */
}

struct fail_proof fail_prove(struct bank *bank, double base, uint32_t distance, double margin)
{
    struct fail_proof proof = {MARGIN_OPEN, 0.0, base};
    for (slong bits = bank->bits_first; proof.margin == MARGIN_OPEN && bits <= bank->bits_last;
         bits *= 2) {
        bank_bases(bank, base, base, bits);
        bank_sum(bank->value, bank, distance);
        proof.margin = margin_judge(bank, margin);
    }
    proof.value = arf_get_d(arb_midref(bank->value), ARF_RND_NEAR);
    if (proof.margin == MARGIN_TRUE)
        proof.frontier = frontier_bound(bank, base, distance, margin);
    return proof;
}
