#include "tests/tools/proof_reference.h"

#include <math.h>

void proof_reference_init(struct proof_reference *ref, double base, size_t pairs, int turns,
                          slong bits)
{
    arb_t b, exponent;
    arb_init(b);
    arb_init(exponent);
    *ref = (struct proof_reference){pairs, bits, turns, _arb_vec_init((slong)pairs),
                                    _arb_vec_init((slong)pairs)};
    for (size_t n = 0; n < pairs; n++) {
        arb_set_d(b, base);
        arb_set_si(exponent, -(slong)n);
        arb_div_ui(exponent, exponent, pairs, bits);
        arb_pow(ref->theta + n, b, exponent, bits);
        arb_set(ref->turn + n, ref->theta + n);
        arb_const_pi(b, bits);
        arb_mul_2exp_si(b, b, 1);
        if (turns)
            arb_mul(ref->theta + n, ref->theta + n, b, bits);
        else
            arb_div(ref->turn + n, ref->turn + n, b, bits);
    }
    arb_clear(b);
    arb_clear(exponent);
}

void proof_reference_clear(struct proof_reference *ref)
{
    _arb_vec_clear(ref->theta, (slong)ref->pairs);
    _arb_vec_clear(ref->turn, (slong)ref->pairs);
}

void proof_reference_sum(const struct proof_reference *ref, const double *a, const double *b,
                         const fmpz_t r, slong bits, arb_t sum)
{
    arb_t x, c, s, factor;
    arb_init(x);
    arb_init(c);
    arb_init(s);
    arb_init(factor);
    arb_zero(sum);
    for (size_t n = 0; n < ref->pairs; n++) {
        arb_mul_fmpz(x, ref->theta + n, r, ref->bits);
        arb_sin_cos(s, c, x, bits);
        arb_set_d(factor, a ? a[n] : 0.0);
        arb_addmul(sum, c, factor, bits);
        arb_set_d(factor, b ? b[n] : 0.0);
        arb_addmul(sum, s, factor, bits);
    }
    arb_clear(x);
    arb_clear(c);
    arb_clear(s);
    arb_clear(factor);
}

double proof_reference_middle(const arb_t sum) { return arf_get_d(arb_midref(sum), ARF_RND_NEAR); }

static void gap_of(const arb_t sum, double x, arb_t gap)
{
    arb_set_d(gap, x);
    arb_sub(gap, sum, gap, ARF_PREC_EXACT);
}

int proof_reference_sign(const arb_t sum, double x)
{
    arb_t gap;
    arb_init(gap);
    gap_of(sum, x, gap);
    int sign = arb_is_positive(gap) ? 1 : arb_is_negative(gap) ? -1 : 0;
    arb_clear(gap);
    return sign;
}

double proof_reference_miss(const arb_t sum, double x)
{
    arb_t gap;
    arb_init(gap);
    gap_of(sum, x, gap);
    double miss = fabs(proof_reference_middle(gap));
    arb_clear(gap);
    return miss;
}

size_t proof_reference_convergents(const struct proof_reference *ref, size_t pair, unsigned parts,
                                   double limit, size_t room, double *out)
{
    /* Of the turns cut to 2^-200, far below the square of any denominator asked for. */
    fmpz_t above, below, quotient, last, now, next;
    fmpz_init(above);
    fmpz_init(below);
    fmpz_init(quotient);
    fmpz_init(last);
    fmpz_init(now);
    fmpz_init(next);
    arb_t scaled;
    arb_init(scaled);
    arb_mul_ui(scaled, ref->turn + pair, parts, ref->bits);
    arb_mul_2exp_si(scaled, scaled, 200);
    arf_get_fmpz(above, arb_midref(scaled), ARF_RND_NEAR);
    fmpz_one(below);
    fmpz_mul_2exp(below, below, 200);
    fmpz_one(last); /* q_-2 = 1, q_-1 = 0 */
    fmpz_zero(now);
    size_t count = 0;
    while (count < room && !fmpz_is_zero(below)) {
        fmpz_fdiv_qr(quotient, next, above, below);
        fmpz_set(above, below);
        fmpz_set(below, next);
        fmpz_mul(next, quotient, now);
        fmpz_add(next, next, last); /* q_k = a_k q_(k-1) + q_(k-2) */
        fmpz_set(last, now);
        fmpz_set(now, next);
        if (fmpz_get_d(now) > limit)
            break;
        out[count++] = fmpz_get_d(now);
    }
    arb_clear(scaled);
    fmpz_clear(above);
    fmpz_clear(below);
    fmpz_clear(quotient);
    fmpz_clear(last);
    fmpz_clear(now);
    fmpz_clear(next);
    return count;
}
