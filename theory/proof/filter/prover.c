#include "theory/proof/filter/prover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/constants.h"
#include "theory/proof/filter/balls.h"
#include "theory/trig/trig_sums.h"

/* Bank k has LEAST_BANK 2^k bits: the first serves balls of 128 bits at any distance
 * of the filter. */
enum { LEAST_BALLS = 128, LEAST_BANK = 192, BANKS = 24 };

struct prover {
    const struct schedule *schedule;
    const double *cosine, *sine; /* NULL for zero */
    double *owned;
    double error;
    struct ball_bank *bank[BANKS];
    struct proof_counts counts;
};

/* The bank of at least so many bits, made when first asked for; NULL if there is none. */
static const struct ball_bank *bank_of(struct prover *p, slong bits)
{
    size_t k = 0;
    while (k < BANKS && ((slong)LEAST_BANK << k) < bits)
        k++;
    if (k == BANKS)
        return NULL;
    if (!p->bank[k] &&
        ball_bank_new(&p->schedule->rule, (slong)LEAST_BANK << k, &p->bank[k]) != STATUS_OK)
        return NULL;
    return p->bank[k];
}

/* The bound of the double sum holds for frequencies as near as theory/trig/README.md#reduction
 * takes them; balls confirm that. */
static double filter_error(struct prover *p)
{
    const struct ball_bank *bank = bank_of(p, LEAST_BANK);
    const struct schedule *s = p->schedule;
    for (size_t n = 0; n < s->pairs; n++)
        if (!bank || !ball_bank_holds(bank, n, s->turn_hi[n], s->turn_lo[n]))
            return INFINITY;
    bool zero = true;
    for (size_t i = 0; i < 2 * s->pairs; i++)
        zero &= p->owned[i] == 0.0;
    double error = trig_sums_error(s, p->cosine, p->sine);
    /* no product under- or overflows */
    return zero || (error >= 0x1p-900 && error <= 0x1p900) ? error : INFINITY;
}

enum status prover_new(const struct schedule *schedule, const double *cosine, const double *sine,
                       struct prover **out)
{
    size_t pairs = schedule->pairs, size = pairs * sizeof(double);
    *out = NULL;
    struct prover *p = calloc(1, sizeof *p);
    if (!p)
        return STATUS_MEMORY;
    p->schedule = schedule;
    p->owned = calloc(2 * pairs, sizeof *p->owned);
    if (!p->owned) {
        prover_free(p);
        return STATUS_MEMORY;
    }
    if (cosine)
        p->cosine = memcpy(p->owned, cosine, size);
    if (sine)
        p->sine = memcpy(p->owned + pairs, sine, size);
    for (size_t i = 0; i < 2 * pairs; i++)
        if (!isfinite(p->owned[i])) {
            prover_free(p);
            return STATUS_DOMAIN;
        }
    p->error = filter_error(p);
    *out = p;
    return STATUS_OK;
}

void prover_free(struct prover *prover)
{
    if (!prover)
        return;
    for (size_t k = 0; k < BANKS; k++)
        ball_bank_free(prover->bank[k]);
    free(prover->owned);
    free(prover);
}

double prover_error(const struct prover *prover) { return prover->error; }

struct proof_counts prover_counts(const struct prover *prover) { return prover->counts; }

enum status prover_values(struct prover *prover, double first, size_t count, double *value)
{
    return trig_run(prover->schedule, prover->cosine, prover->sine, first, 1.0, count, value);
}

enum status prover_enclose(struct prover *prover, const fmpz_t distance, slong bits, arb_t sum)
{
    if (fmpz_sgn(distance) < 0 || bits < 2 || bits > (slong)LEAST_BANK << (BANKS - 1))
        return STATUS_DOMAIN;
    const struct ball_bank *bank = bank_of(prover, bits + (slong)fmpz_bits(distance) + 8);
    if (!bank)
        return STATUS_DOMAIN;
    ball_sum(bank, prover->cosine, prover->sine, distance, bits, sum);
    return STATUS_OK;
}

static bool whole(double distance)
{
    return distance >= 0.0 && isfinite(distance) && distance == floor(distance);
}

/* Sign of Z(first) - [Z(*second)] - threshold by balls of more and more bits. */
static enum proof by_balls(struct prover *prover, double first, const double *second,
                           double threshold)
{
    enum proof answer = PROOF_UNDECIDED;
    if (!whole(first) || (second && !whole(*second)) || isnan(threshold)) {
        prover->counts.undecided++;
        return answer;
    }
    bool open = true;
    arb_t sum, other;
    fmpz_t distance;
    arb_init(sum);
    arb_init(other);
    fmpz_init(distance);
    for (slong bits = LEAST_BALLS; open && bits <= PROVER_BITS_MOST; bits *= 2) {
        fmpz_set_d(distance, first);
        if (second && first == *second)
            arb_zero(sum);
        else if (prover_enclose(prover, distance, bits, sum) != STATUS_OK)
            break;
        if (second && first != *second) {
            fmpz_set_d(distance, *second);
            if (prover_enclose(prover, distance, bits, other) != STATUS_OK)
                break;
            arb_sub(sum, sum, other, ARF_PREC_EXACT);
        }
        arb_set_d(other, threshold);
        arb_sub(sum, sum, other, ARF_PREC_EXACT);
        answer = arb_is_positive(sum)   ? PROOF_POSITIVE
                 : arb_is_negative(sum) ? PROOF_NEGATIVE
                                        : PROOF_UNDECIDED;
        open = answer == PROOF_UNDECIDED && !arb_is_zero(sum); /* an exact tie stays one */
    }
    arb_clear(sum);
    arb_clear(other);
    fmpz_clear(distance);
    *(answer == PROOF_UNDECIDED ? &prover->counts.undecided : &prover->counts.balls) += 1;
    return answer;
}

/* Rounding is monotone: fl(value - threshold) > bound, both doubles, only if value - threshold >
 * bound. */
static enum proof by_filter(double difference, double bound)
{
    return difference > bound    ? PROOF_POSITIVE
           : difference < -bound ? PROOF_NEGATIVE
                                 : PROOF_UNDECIDED;
}

static bool filter_value(const struct prover *p, double distance, double *value)
{
    if (!(whole(distance) && distance <= DISTANCE_LIMIT))
        return false;
    *value = trig_sum(p->schedule, p->cosine, p->sine, distance);
    return true;
}

enum proof prover_compare_value(struct prover *prover, double distance, double value,
                                double threshold)
{
    enum proof answer = by_filter(value - threshold, prover->error);
    if (answer == PROOF_UNDECIDED)
        return by_balls(prover, distance, NULL, threshold);
    prover->counts.filtered++;
    return answer;
}

enum proof prover_compare(struct prover *prover, double distance, double threshold)
{
    double value;
    if (filter_value(prover, distance, &value))
        return prover_compare_value(prover, distance, value, threshold);
    return by_balls(prover, distance, NULL, threshold);
}

enum proof prover_compare_pair(struct prover *prover, double first, double second, double threshold)
{
    double x, y;
    if (filter_value(prover, first, &x) && filter_value(prover, second, &y)) {
        /* Two values' errors and the difference's own rounding; the last factor covers the bound's
         * three roundings. */
        double difference = x - y,
               bound = (2.0 * prover->error + UNIT_ROUNDING * fabs(difference)) * (1.0 + 0x1p-50);
        enum proof answer = by_filter(difference - threshold, bound);
        if (answer != PROOF_UNDECIDED) {
            prover->counts.filtered++;
            return answer;
        }
    }
    return by_balls(prover, first, &second, threshold);
}
