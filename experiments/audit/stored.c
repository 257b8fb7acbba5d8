#include "experiments/audit/stored.h"

#include <math.h>

#include "experiments/audit/frequencies.h"

/* Half a unit in the last place of a float32, relative, at most. */
static const double UNIT = 0x1p-24;

enum agreement stored_number(double exact, double stored)
{
    double slack = 1e-12 * fabs(exact); /* meaning_near's: exact may be computed */
    bool single = (double)(float)stored == stored;
    if (meaning_near(exact, stored))
        return AGREE_EXACTLY;
    return single && (float)(exact - slack) <= (float)stored &&
                   (float)stored <= (float)(exact + slack)
               ? AGREE_STORED
               : AGREE_NOT;
}

/* Both are made of g(t) = 0.1 t ln s + 1 with s, t and a factor a each off by one unit at most:
 *     cos and sin  a g(1)/g(t)  a: 1   s: 0.1 and 0.1 t   t: 0.1 t ln s/g(t) < 1
 *     the score    g(t)^2       s: 2 0.1 t                t: 2
 * since s g'/g = 0.1 t/g <= 0.1 t. Up to t = 5, and models have 0.707 and 1, neither is over 3
 * units; with a greater t the comparison is stricter than it need be. */
enum agreement stored_factor(double exact, double stored)
{
    if (meaning_near(exact, stored))
        return AGREE_EXACTLY;
    return fabs(exact - stored) <= (3.0 * UNIT + 1e-12) * exact ? AGREE_STORED : AGREE_NOT;
}

/* One rounding is a unit, relative. The converter's steps, each with what it adds; PyTorch takes
 * c/x as the product of c, rounded, and 1/x, and its pow is within one unit in the last place, two
 * of these:
 *     x = 2n/D        1, which b^x has x ln b times; none where x is a float32
 *     b^x             2, and x < 1 of b
 *     freq = 1/b^x    1                        so far, of freq:  4 + x ln b
 *     w = 2pi/freq    3
 *     t = L/w         3                        of t:  e = 10 + x ln b
 *     s               t e of t, low of low, then 3 s: difference, high - low, quotient
 *     N = (1 - s)/F + s    of s times |1 - 1/F|; then 1 - s, F, quotient and sum, 4 N
 *     1/N             1
 * so that the divisor d = 1/N has ((t e + low)/(high - low) + 3 s) |1 - 1/F| d + 5; products of
 * errors, each under 2^-14, are under 2^-10 of that. On a ramp so steep that the error of s or of
 * d may be more, nothing is granted. A pair within 2^-18 of an end of the ramp, which is over e,
 * may be computed on the other side of it: the divisor is continuous there, and the same bound
 * holds, of which a negative s takes less than 2^-19. */
double stored_ramp_error(const struct frequency_rule *rule, size_t pair, double turns,
                         double divisor)
{
    static const double NEAR_END = 0x1p-18, MOST = 0x1p-14;
    double x = 2.0 * (double)pair / (double)(rule->partial == PARTIAL_P ? rule->dim : rule->rotary),
           span = rule->high - rule->low;
    if (!(span > 0.0) || turns < rule->low * (1.0 - NEAR_END) ||
        turns > rule->high * (1.0 + NEAR_END))
        return 0.0;
    double of_turns = 10.0 + ((double)(float)x == x ? 0.0 : x * log(rule->base)),
           of_s = (turns * of_turns + rule->low + 3.0 * (turns - rule->low)) / span,
           of_divisor = of_s * fabs(1.0 - 1.0 / rule->factor) * divisor + 5.0,
           bound = (1.0 + 0x1p-10) * UNIT * of_divisor;
    return bound <= MOST && UNIT * of_s <= MOST ? bound : 0.0;
}

static enum agreement divisor_agrees(const struct audited *exact, size_t pair, double listed,
                                     bool single)
{
    const struct frequency_rule *rule = &exact->kind->rule;
    double divisor = exact->plain->theta[pair] / exact->schedule->theta[pair],
           turns = exact->plain->turn_hi[pair] * rule->orig;
    enum agreement how = stored_number(divisor, listed);
    if (!single)
        return how == AGREE_EXACTLY ? how : AGREE_NOT;
    if (how == AGREE_NOT && rule->scaling == SCALING_LLAMA3 && (double)(float)listed == listed &&
        fabs(listed - divisor) <= stored_ramp_error(rule, pair, turns, divisor) * divisor)
        how = AGREE_STORED;
    return how;
}

enum agreement stored_divisors(const struct audited *exact, const double *list, bool single,
                               size_t *beyond, size_t *worst)
{
    enum agreement all = AGREE_EXACTLY;
    double most = 0.0;
    *beyond = *worst = 0;
    for (size_t n = 0; n < exact->schedule->rotating; n++) {
        enum agreement how = divisor_agrees(exact, n, list[n], single);
        double apart = fabs(log(list[n] * exact->schedule->theta[n] / exact->plain->theta[n]));
        all = how > all ? how : all;
        *beyond += how == AGREE_NOT;
        if (how == AGREE_NOT && apart > most)
            most = apart, *worst = n;
    }
    return all;
}

/* Through memory: gcc 12 from -O2 on drops the rounding of two numbers side by side. */
static double single_of(double x)
{
    volatile float single = (float)x;
    return single;
}

/* The rule of numbers as float32. The converter multiplies the base by ntk's growth beforehand. */
static struct frequency_rule as_stored(const struct frequency_rule *rule)
{
    struct frequency_rule r = *rule;
    double dim = (double)(r.partial == PARTIAL_P ? r.dim : r.rotary);
    if (r.scaling == SCALING_NTK) {
        r.base *= pow(r.alpha, dim / (dim - 2.0));
        r.scaling = SCALING_NONE;
    }
    r.base = single_of(r.base);
    r.factor = single_of(r.factor);
    r.beta_fast = single_of(r.beta_fast);
    r.beta_slow = single_of(r.beta_slow);
    return r;
}

enum status stored_frequencies(const struct audited *exact, const struct audited *stored,
                               bool *same)
{
    struct schedule *rounded;
    *same = false;
    if (exact->kind->rule.scaling == SCALING_LONGROPE)
        return STATUS_OK;
    const struct frequency_rule rule = as_stored(&exact->kind->rule);
    enum status status = schedule_new(&rule, &rounded);
    if (status != STATUS_OK) /* a number over every float32: what the file has is another */
        return status == STATUS_MEMORY ? status : STATUS_OK;
    *same = frequencies_equal(rounded, stored->schedule);
    schedule_free(rounded);
    return STATUS_OK;
}
