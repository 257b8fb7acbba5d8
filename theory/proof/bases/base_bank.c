#include "theory/proof/bases/base_bank.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/proof/filter/directed.h"
#include "theory/trig/trig_sums.h"

enum { BITS = 160, BITS_ENOUGH = 120, BITS_FIRST = 128 };

struct base_bank {
    struct schedule schedule;
    double base, lipschitz, error;
    double bend[2]; /* at least sum (n/h)^2 theta_n and sum (n/h)^2 theta_n^2 */
    double *share;  /* h: n/h, rounded to nearest */
    /* q^j, j < step, and q^(step i)/(2 pi), as double-doubles: [2 j], [2 j + 1] */
    double *fine, *coarse;
    size_t step, steps;
    /* 1/(2 pi); q; a power of it; and for the balls of one sum */
    arb_t turn, root, power, sum, term;
    arf_t rest;
    struct base_counts counts;
};

enum status base_bank_new(size_t dim, struct base_bank **out)
{
    *out = NULL;
    if (dim < 2 || dim % 2 != 0 || dim > DIM_LIMIT)
        return STATUS_DOMAIN;
    size_t h = dim / 2, step = 1;
    while (step * step < h)
        step++;
    size_t steps = (h + step - 1) / step;
    struct base_bank *b = calloc(1, sizeof *b);
    double *room = calloc(5 * h + 2 * (step + steps), sizeof *room);
    if (!b || !room) {
        free(b);
        free(room);
        return STATUS_MEMORY;
    }
    b->step = step;
    b->steps = steps;
    b->schedule = (struct schedule){.rule = frequency_rule_rope(1.0, dim),
                                    .pairs = h,
                                    .rotating = h,
                                    .theta = room,
                                    .turn_hi = room + h,
                                    .turn_lo = room + 2 * h,
                                    .weight = room + 3 * h,
                                    .norm = 1.0};
    b->share = room + 4 * h;
    b->fine = room + 5 * h;
    b->coarse = b->fine + 2 * step;
    for (size_t n = 0; n < h; n++) {
        b->schedule.weight[n] = 1.0;
        b->share[n] = (double)n / (double)h;
    }
    b->error = directed_up(trig_sums_error(&b->schedule, b->schedule.weight, NULL) +
                           (double)h * 0x1p-62);
    arb_init(b->turn);
    arb_init(b->root);
    arb_init(b->power);
    arb_init(b->sum);
    arb_init(b->term);
    arf_init(b->rest);
    arb_const_pi(b->turn, BITS);
    arb_mul_2exp_si(b->turn, b->turn, 1);
    arb_inv(b->turn, b->turn, BITS);
    *out = b;
    return STATUS_OK;
}

void base_bank_free(struct base_bank *bank)
{
    if (!bank)
        return;
    arb_clear(bank->turn);
    arb_clear(bank->root);
    arb_clear(bank->power);
    arb_clear(bank->sum);
    arb_clear(bank->term);
    arf_clear(bank->rest);
    free(bank->schedule.theta);
    free(bank);
}

/* The ball's middle as a double-double; false if the ball is too wide for that to
 * be its accuracy. */
static bool split(struct base_bank *b, const arb_t x, double *pair)
{
    pair[0] = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    arf_set_d(b->rest, pair[0]);
    arf_sub(b->rest, arb_midref(x), b->rest, ARF_PREC_EXACT, ARF_RND_NEAR);
    pair[1] = arf_get_d(b->rest, ARF_RND_NEAR);
    return arb_rel_accuracy_bits(x) >= BITS_ENOUGH;
}

/* power * root^k for k < count as double-doubles; leaves power * root^count in power. */
static bool powers(struct base_bank *b, const arb_t root, size_t count, double *pairs)
{
    bool fine = true;
    for (size_t k = 0; k < count; k++) {
        fine &= split(b, b->power, pairs + 2 * k);
        arb_mul(b->power, b->power, root, BITS);
    }
    return fine;
}

/* f_n from its two factors, and the bounds of derivatives: 2 pi f_n n/h has five roundings, its
 * square eleven, the sums h - 1 more. */
static void products(struct base_bank *b)
{
    struct schedule *s = &b->schedule;
    for (size_t i = 0; i < b->steps; i++) {
        double high = b->coarse[2 * i], low = b->coarse[2 * i + 1];
        size_t first = i * b->step, count = s->pairs - first < b->step ? s->pairs - first : b->step;
        for (size_t j = 0; j < count; j++) {
            double other = b->fine[2 * j], product = high * other;
            double rest = fma(high, other, -product) +
                          fma(low, other, fma(high, b->fine[2 * j + 1], low * b->fine[2 * j + 1]));
            double sum = product + rest;
            s->turn_hi[first + j] = sum;
            s->turn_lo[first + j] = rest - (sum - product);
            s->theta[first + j] = TWO_PI * sum;
        }
    }
    double total = 0.0, bend = 0.0, square = 0.0, up = 1.0 + ((double)s->pairs + 16.0) * 0x1p-52;
    for (size_t n = 0; n < s->pairs; n++) {
        double x = b->share[n] * s->theta[n];
        total += x;
        bend += b->share[n] * x;
        square += x * x;
    }
    b->lipschitz = total * up;
    b->bend[0] = bend * up;
    b->bend[1] = square * up;
}

enum status base_bank_set(struct base_bank *bank, double base)
{
    if (!(base >= 1.0 && base <= BASE_BANK_BASE))
        return STATUS_DOMAIN;
    bank->base = bank->schedule.rule.base = base;
    arb_set_d(bank->root, base);
    arb_log(bank->root, bank->root, BITS);
    arb_div_ui(bank->root, bank->root, bank->schedule.pairs, BITS);
    arb_neg(bank->root, bank->root);
    arb_exp(bank->root, bank->root, BITS);
    arb_one(bank->power);
    bool fine = powers(bank, bank->root, bank->step, bank->fine);
    arb_set(bank->root, bank->power);
    arb_set(bank->power, bank->turn);
    fine &= powers(bank, bank->root, bank->steps, bank->coarse);
    if (!fine)
        return STATUS_CONVERGENCE;
    products(bank);
    return STATUS_OK;
}

double base_bank_base(const struct base_bank *bank) { return bank->base; }
double base_bank_lipschitz(const struct base_bank *bank) { return bank->lipschitz; }
double base_bank_error(const struct base_bank *bank) { return bank->error; }
double base_bank_bend(const struct base_bank *bank, double distance)
{
    return distance * (distance * bank->bend[1] + bank->bend[0]) * (1.0 + 0x1p-50);
}
const struct schedule *base_bank_schedule(const struct base_bank *bank) { return &bank->schedule; }
struct base_counts base_bank_counts(const struct base_bank *bank) { return bank->counts; }
void base_bank_count(struct base_bank *bank, double evaluations)
{
    bank->counts.evaluations += evaluations;
}

double base_bank_slope(const struct base_bank *bank, double distance, double stretch)
{
    double total = 0.0, scale = distance * stretch * (1.0 + 0x1p-48);
    for (size_t n = 0; n < bank->schedule.pairs; n++) {
        double x = scale * bank->schedule.theta[n];
        total += bank->share[n] * (x < 1.0 ? x * x : x);
    }
    return total * (1.0 + ((double)bank->schedule.pairs + 16.0) * 0x1p-52);
}

double base_bank_value(struct base_bank *bank, double distance)
{
    bank->counts.evaluations += 1.0;
    return trig_sum(&bank->schedule, bank->schedule.weight, NULL, distance);
}

enum status base_bank_values(const struct base_bank *bank, size_t first, size_t count,
                             double *value)
{
    return trig_run(&bank->schedule, bank->schedule.weight, NULL, (double)first, 1.0, count, value);
}

/* B_r(b) as a ball in bank->sum. */
static void enclose(struct base_bank *b, double distance, slong bits)
{
    arb_set_d(b->root, b->base);
    arb_log(b->root, b->root, bits);
    arb_div_ui(b->root, b->root, b->schedule.pairs, bits);
    arb_zero(b->sum);
    for (size_t n = 0; n < b->schedule.pairs; n++) {
        arb_mul_si(b->term, b->root, -(slong)n, bits);
        arb_exp(b->term, b->term, bits);
        arb_set_d(b->power, distance);
        arb_mul(b->term, b->term, b->power, bits);
        arb_cos(b->term, b->term, bits);
        arb_add(b->sum, b->sum, b->term, bits);
    }
    b->counts.balls += 1.0;
}

enum proof base_bank_sign(struct base_bank *bank, double distance, double value)
{
    if (fabs(value) > bank->error)
        return value > 0.0 ? PROOF_POSITIVE : PROOF_NEGATIVE;
    for (slong bits = BITS_FIRST; bits <= PROVER_BITS_MOST; bits *= 2) {
        enclose(bank, distance, bits);
        if (!arb_contains_zero(bank->sum))
            return arb_is_positive(bank->sum) ? PROOF_POSITIVE : PROOF_NEGATIVE;
    }
    return PROOF_UNDECIDED;
}

double base_bank_least(struct base_bank *bank, double distance, double value)
{
    if (fabs(value) > 64.0 * bank->error)
        return value > 0.0 ? directed_down(value - bank->error) : value - bank->error - bank->error;
    enclose(bank, distance, BITS_FIRST);
    arb_get_lbound_arf(bank->rest, bank->sum, BITS_FIRST);
    return arf_get_d(bank->rest, ARF_RND_FLOOR);
}

double base_bank_margin(struct base_bank *bank, double distance, double value)
{
    if (value > bank->error)
        return 0.0;
    if (-value > 0x1p25 * bank->error)
        return directed_down(-value - bank->error);
    for (slong bits = BITS_FIRST; bits <= PROVER_BITS_MOST; bits *= 2) {
        enclose(bank, distance, bits);
        if (arb_is_positive(bank->sum))
            return 0.0;
        if (arb_is_negative(bank->sum) && arb_rel_accuracy_bits(bank->sum) >= 53) {
            arb_get_ubound_arf(bank->rest, bank->sum, BITS_FIRST);
            return -arf_get_d(bank->rest, ARF_RND_DOWN); /* towards zero */
        }
    }
    return 0.0;
}
