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

/* A base with p = -B_r there, known to be positive, and K there. */
struct point {
    double base;
    arb_t depth, curvature;
};

static void point_init(struct point *point)
{
    arb_init(point->depth);
    arb_init(point->curvature);
}

static void point_clear(struct point *point)
{
    arb_clear(point->depth);
    arb_clear(point->curvature);
}

/* True if B_r(base) < 0; else settles the proof. */
static bool point_set(struct point *point, struct bank *bank, double base, uint32_t distance,
                      struct below_proof *proof)
{
    enum answer passes = bank_passes(bank, base, distance);
    point->base = base;
    if (passes == ANSWER_NO) {
        arb_swap(point->depth, bank->value);
        arb_neg(point->depth, point->depth);
        bank_curvature(point->curvature, bank, distance);
        return true;
    }
    *proof = (struct below_proof){passes == ANSWER_YES ? ANSWER_NO : ANSWER_OPEN, base,
                                  arf_get_d(arb_midref(bank->value), ARF_RND_NEAR)};
    return false;
}

/* (sqrt p + sqrt q)^2 > K ln(c/a)^2/2. */
static bool chord_holds(struct bank *bank, const struct point *a, const struct point *c)
{
    slong bits = bank->bits_first;
    arb_sqrt(bank->part, a->depth, bits);
    arb_sqrt(bank->value, c->depth, bits);
    arb_add(bank->value, bank->value, bank->part, bits);
    arb_sqr(bank->value, bank->value, bits);
    arb_set_d(bank->angle, a->base);
    arb_set_d(bank->part, c->base);
    arb_div(bank->angle, bank->part, bank->angle, bits);
    arb_log(bank->angle, bank->angle, bits);
    arb_sqr(bank->bound, bank->angle, bits);
    arb_mul(bank->bound, bank->bound, a->curvature, bits);
    arb_mul_2exp_si(bank->bound, bank->bound, -1);
    return arb_gt(bank->value, bank->bound);
}

/* The interval between two points; false if the proof is settled otherwise. */
static bool between(struct bank *bank, const struct point *a, const struct point *c,
                    uint32_t distance, struct below_proof *proof)
{
    double middle = a->base + (c->base - a->base) / 2;
    struct point cut;
    if (chord_holds(bank, a, c))
        return true;
    if (!(a->base < middle && middle < c->base)) {
        *proof = (struct below_proof){ANSWER_OPEN, a->base, 0.0};
        return false;
    }
    point_init(&cut);
    bool holds = point_set(&cut, bank, middle, distance, proof) &&
                 between(bank, a, &cut, distance, proof) && between(bank, &cut, c, distance, proof);
    point_clear(&cut);
    return holds;
}

struct below_proof below_prove(struct bank *bank, double from, double to, uint32_t distance)
{
    struct below_proof proof = {ANSWER_YES, from, 0.0};
    struct point a, c;
    point_init(&a);
    point_init(&c);
    if (point_set(&a, bank, from, distance, &proof) && point_set(&c, bank, to, distance, &proof))
        between(bank, &a, &c, distance, &proof);
    point_clear(&a);
    point_clear(&c);
    return proof;
}
