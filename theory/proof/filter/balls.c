#include "theory/proof/filter/balls.h"

#include "theory/proof/filter/ball_rules.h"

struct ball_bank {
    size_t pairs, rotating;
    arb_ptr turns;
};

enum status ball_bank_new(const struct frequency_rule *rule, slong bits, struct ball_bank **out)
{
    *out = NULL;
    if (!frequency_rule_in_range(rule) || bits < 2)
        return STATUS_DOMAIN;
    /* from FLINT, like its balls: who asks for a sign gets no status to tell of memory by */
    struct ball_bank *bank = flint_malloc(sizeof *bank);
    bank->pairs = rule->dim / 2;
    bank->rotating = rule->rotary / 2;
    bank->turns = _arb_vec_init((slong)bank->rotating);
    /* The powers lose log2(pairs) bits, the exponential log2(ln base) < 10, each rule a few. */
    enum status status = ball_rule_turns(rule, bits + (slong)FLINT_BIT_COUNT(bank->pairs) + 20,
                                         bank->turns);
    if (status != STATUS_OK)
        ball_bank_free(bank);
    else
        *out = bank;
    return status;
}

void ball_bank_free(struct ball_bank *bank)
{
    if (!bank)
        return;
    _arb_vec_clear(bank->turns, (slong)bank->rotating);
    flint_free(bank);
}

bool ball_bank_holds(const struct ball_bank *bank, size_t pair, double hi, double lo)
{
    arb_t miss, allowed, part;
    arb_init(miss);
    arb_init(allowed);
    arb_init(part);
    arb_set_d(miss, hi);
    arb_set_d(part, lo);
    arb_add(miss, miss, part, ARF_PREC_EXACT);
    arb_one(allowed);
    arb_mul_2exp_si(allowed, allowed, -108);
    if (pair < bank->rotating) {
        arb_sub(miss, miss, bank->turns + pair, ARF_PREC_EXACT);
        arb_abs(miss, miss);
        arb_mul_2exp_si(part, bank->turns + pair, -107);
        arb_min(allowed, allowed, part, ARF_PREC_EXACT);
    } else {
        arb_zero(allowed);
    }
    arb_mul_2exp_si(part, allowed, -40);
    arb_add(allowed, allowed, part, ARF_PREC_EXACT);
    arb_one(part);
    arb_mul_2exp_si(part, part, -1075);
    if (pair < bank->rotating)
        arb_add(allowed, allowed, part, ARF_PREC_EXACT);
    bool holds = arb_le(miss, allowed);
    arb_clear(miss);
    arb_clear(allowed);
    arb_clear(part);
    return holds;
}

/* sum += coefficient * factor. */
static void add_term(arb_t sum, double coefficient, const arb_t factor, slong precision)
{
    arf_t x;
    arf_init(x);
    arf_set_d(x, coefficient);
    arb_addmul_arf(sum, factor, x, precision);
    arf_clear(x);
}

void ball_sum(const struct ball_bank *bank, const double *cosine, const double *sine,
              const fmpz_t distance, slong bits, arb_t sum)
{
    /* every angle is 0: the sum is exact */
    bool here = fmpz_is_zero(distance);
    /* a cosine's and the sum's own roundings */
    slong precision = here ? ARF_PREC_EXACT : bits + 8;
    /* whole turns go, the fraction keeps bits + 8 */
    slong angle_bits = bits + 8 + (slong)fmpz_bits(distance);
    arb_t angle, c, s;
    arb_init(angle);
    arb_init(c);
    arb_init(s);
    arb_zero(sum);
    for (size_t n = 0; n < bank->pairs; n++) {
        double a = cosine ? cosine[n] : 0.0, b = sine ? sine[n] : 0.0;
        if (here || n >= bank->rotating) {
            arb_one(c);
            arb_zero(s);
        } else {
            arb_mul_fmpz(angle, bank->turns + n, distance, angle_bits);
            arb_mul_2exp_si(angle, angle, 1);
            if (b == 0.0)
                arb_cos_pi(c, angle, precision);
            else if (a == 0.0)
                arb_sin_pi(s, angle, precision);
            else
                arb_sin_cos_pi(s, c, angle, precision);
        }
        if (a != 0.0)
            add_term(sum, a, c, precision);
        if (b != 0.0)
            add_term(sum, b, s, precision);
    }
    arb_clear(angle);
    arb_clear(c);
    arb_clear(s);
}
