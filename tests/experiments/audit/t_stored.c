/* What a GGUF file's float32 may stand for: each tolerance against the arithmetic it is derived of,
 * and what is just beyond it. */
#include "experiments/audit/stored.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "experiments/audit/cosines.h"
#include "experiments/audit/pairing.h"
#include "tests/tools/model_files.h"

static const struct {
    double exact, stored;
    enum agreement how;
} numbers[] = {
    {1e6, 1e6, AGREE_EXACTLY},
    {0.0, 0.0, AGREE_EXACTLY},
    {1e11, 99999997952.0, AGREE_STORED},        /* 2^37 0.7275957: its float32 */
    {1e11, 100000006144.0, AGREE_NOT},          /* the next one */
    {1e11, 99999999999.0, AGREE_NOT},           /* nearer, and no float32 */
    {99999997952.0, 1e11, AGREE_NOT},           /* nor is the other way round */
    {1.0, 0x1.fffffep-1, AGREE_NOT},            /* the float32 below 1 */
    {1.0, 0x1.000002p0, AGREE_NOT},             /* and above it */
    {0x1.000001p0, 1.0, AGREE_STORED},          /* half way between two */
    {0x1.000001p0, 0x1.000002p0, AGREE_STORED}, /* where either is as near but for its computing */
    {0x1.0000011p0, 1.0, AGREE_NOT},
    {1e300, FLT_MAX, AGREE_NOT},
    {1.0, NAN, AGREE_NOT},
    {1.0, HUGE_VAL, AGREE_NOT},
};

TEST_EACH(a_copied_number_is_its_nearest_float32, TOOLS_COUNT(numbers))
{
    enum agreement how = stored_number(numbers[_i].exact, numbers[_i].stored);
    ck_assert_msg(how == numbers[_i].how, "%.17g, %.17g: %d", numbers[_i].exact, numbers[_i].stored,
                  how);
}

TEST(a_factor_has_the_errors_of_three_numbers)
{
    ck_assert_int_eq(stored_factor(1.59, 1.59), AGREE_EXACTLY);
    ck_assert_int_eq(stored_factor(1.59, 1.59 * (1.0 + 2.9 * 0x1p-24)), AGREE_STORED);
    ck_assert_int_eq(stored_factor(1.59, 1.59 * (1.0 - 3.1 * 0x1p-24)), AGREE_NOT);
    ck_assert_int_eq(stored_factor(1.59, NAN), AGREE_NOT);
}

/* g(t)^2 and g(1)/g(t) a of numbers rounded to float32, the worst of which a unit apart. */
TEST(factors_of_rounded_numbers_agree)
{
    uint64_t state = 7;
    struct worst worst = {0};
    for (int i = 0; i < 20000; i++) {
        double s = 1.0 + 99.0 * tools_uniform(&state), t = 0.01 + 4.9 * tools_uniform(&state),
               a = 0.1 + 2.0 * tools_uniform(&state), tenth = (float)(0.1 * t),
               g = 0.1 * t * log(s) + 1.0, h = tenth * log((float)s) + 1.0;
        ck_assert_int_ne(stored_factor(g * g, h * h), AGREE_NOT);
        ck_assert_int_ne(
            stored_factor((0.1 * log(s) + 1.0) / g * a, (0.1 * log((float)s) + 1.0) / h * (float)a),
            AGREE_NOT);
        worst_take(&worst, fabs(h / g - 1.0), 0x1p-23, "s %g, t %g", s, t);
    }
    worst_check(&worst);
}

/* The converter's float32 arithmetic under random parameters, its power exact or a unit off. The
 * worst is at least a fifth of the bound: with less the bound would grant too much. */
TEST(the_ramps_error_is_bounded)
{
    enum { MOST = 128, TRIALS = 20000 };
    uint64_t state = 11;
    size_t granted = 0;
    struct worst worst = {0};
    for (int i = 0; i < TRIALS; i++) {
        static const double factors[] = {8.0, 32.0, 16.0, 2.5, 0.5}, lows[] = {1.0, 0.7, 2.0};
        struct llama3 l = {.base = exp(8.0 + 9.0 * tools_uniform(&state)),
                           .factor = factors[i % 5],
                           .low = lows[i % 3],
                           .high = 2.1 + 6.0 * tools_uniform(&state),
                           .trained = floor(1000.0 + 65536.0 * tools_uniform(&state)),
                           .dim = 2 + 2 * (size_t)(100.0 * tools_uniform(&state))};
        float divisors[MOST];
        struct frequency_rule rule = frequency_rule_rope(l.base, l.dim);
        rule.scaling = SCALING_LLAMA3;
        rule.factor = l.factor, rule.low = l.low, rule.high = l.high;
        llama3_divisors(&l, i % 3 - 1, divisors);
        for (size_t n = 0; n < l.dim / 2; n++) {
            double turns = pow(l.base, -2.0 * (double)n / (double)l.dim) * l.trained / TWO_PI,
                   s = fmin(fmax((turns - l.low) / (l.high - l.low), 0.0), 1.0),
                   divisor = 1.0 / ((1.0 - s) / l.factor + s),
                   bound = stored_ramp_error(&rule, n, turns, divisor);
            double error = fabs(divisors[n] - divisor) / divisor;
            bool steep = bound == 0.0 && turns > l.low && turns < l.high;
            granted += bound > 0.0;
            if (!steep && (bound > 0.0 || error > 0.0)) /* what is copied is exact here */
                worst_take(&worst, error, bound, "%d: pair %zu of %zu, divisor %.9g", i, n,
                           l.dim / 2, divisor);
        }
    }
    worst_check(&worst);
    check_le(0.2, worst.ratio);
    ck_assert_uint_gt(granted, 5 * TRIALS);
}

TEST(off_the_ramp_nothing_is_granted)
{
    struct frequency_rule rule = frequency_rule_rope(5e5, 128);
    rule.factor = 8.0, rule.low = 1.0, rule.high = 4.0;
    ck_assert(stored_ramp_error(&rule, 0, 1303.0, 1.0) == 0.0);
    ck_assert(stored_ramp_error(&rule, 28, 4.001, 1.0) == 0.0);
    ck_assert(stored_ramp_error(&rule, 40, 0.999, 8.0) == 0.0);
    /* 1/2^18 beside an end is still it */
    ck_assert(stored_ramp_error(&rule, 28, 4.00001, 1.0) > 0.0);
    rule.low = rule.high = 1.0; /* Llama-4-Scout: no ramp */
    ck_assert(stored_ramp_error(&rule, 28, 1.0, 8.0) == 0.0);
}

/* Where the derivation's errors are no small numbers, a divisor is copied or another. */
TEST(on_a_steep_ramp_nothing_is_granted)
{
    struct frequency_rule rule = frequency_rule_rope(5e5, 128);
    rule.factor = 8.0, rule.low = 1.0, rule.high = 1.00001;
    ck_assert(stored_ramp_error(&rule, 28, 1.000001, 5.0) == 0.0);
    ck_assert(stored_ramp_error(&rule, 28, 1.0, 7.986) == 0.0);
    for (rule.high = 1.5; rule.high > 1.00001; rule.high = 1.0 + 0.9 * (rule.high - 1.0))
        check_le(stored_ramp_error(&rule, 28, 1.0, 8.0), 0x1p-14);
    rule.high = 1.5;
    ck_assert(stored_ramp_error(&rule, 28, 1.0, 8.0) > 0.0);
    /* a factor of almost 1 hides s, whose error is no smaller by it */
    rule.high = 1.00001, rule.factor = 1.000001;
    ck_assert(stored_ramp_error(&rule, 28, 1.0, 1.0) == 0.0);
}

/* Numbers of yarn's ramp as float32 make the frequencies of a GGUF file. */
TEST(yarns_rounded_turns_are_the_same)
{
    struct layer_kind kind = {.rule = frequency_rule_rope(1e4, 64)};
    struct schedule *exact, *stored;
    bool same;
    kind.rule.scaling = SCALING_YARN;
    kind.rule.factor = 4.0, kind.rule.orig = 4096.0;
    kind.rule.beta_fast = 32.1, kind.rule.beta_slow = 1.1;
    struct frequency_rule rounded = kind.rule;
    rounded.beta_fast = 0x1.00cccc0p5, rounded.beta_slow = 0x1.19999ap0; /* 32.1f, 1.1f */
    ck_assert_int_eq(schedule_new(&kind.rule, &exact), STATUS_OK);
    ck_assert_int_eq(schedule_new(&rounded, &stored), STATUS_OK);
    const struct audited a = {.kind = &kind, .schedule = exact}, b = {.schedule = stored};
    ck_assert_int_eq(stored_frequencies(&a, &b, &same), STATUS_OK);
    ck_assert(same);
    ck_assert_int_eq(stored_frequencies(&a, &a, &same), STATUS_OK);
    ck_assert(!same);
    schedule_free(exact);
    schedule_free(stored);
}

/* One number apart in what no frequency is made of. */
static const struct {
    const char *what;
    struct layer_kind kind;
} apart[] = {
    {NULL, {.temperature = {true, 0.1, 8192.0, 1.0}, .window = 512.0, .cap = 50.0}},
    {"temperature", {.temperature = {true, 0.1, 8192.0, 0.0}, .window = 512.0, .cap = 50.0}},
    {"temperature", {.temperature = {true, 0.2, 8192.0, 1.0}, .window = 512.0, .cap = 50.0}},
    {"temperature", {.temperature = {true, 0.1, 8193.0, 1.0}, .window = 512.0, .cap = 50.0}},
    {"window", {.temperature = {true, 0.1, 8192.0, 1.0}, .window = 511.0, .cap = 50.0}},
    {"cap", {.temperature = {true, 0.1, 8192.0, 1.0}, .window = 512.0, .cap = 30.0}},
};

TEST_EACH(one_number_apart_is_a_difference, TOOLS_COUNT(apart))
{
    const struct audited a = {.kind = &apart[0].kind}, b = {.kind = &apart[_i].kind};
    for (int gguf = 0; gguf < 2; gguf++) {
        struct pairing p = {.first = &a, .second = &b};
        p.exact = gguf ? &a : NULL;
        p.stored = gguf ? &b : NULL;
        ck_assert_int_eq(pairing_compare(&p), STATUS_OK);
        ck_assert_uint_eq(p.count, apart[_i].what != NULL);
        ck_assert_uint_eq(p.of_kind[CHANGE_DIFFERS], p.count);
        ck_assert(p.count == 0 || strcmp(p.changes[0].what.text, apart[_i].what) == 0);
    }
}

/* Differences that rounding in the sum of cosines would drown, and those that it does not. */
TEST(what_is_left_of_cosines_near_one_is_exact)
{
    static const double lengths[] = {2, 16, 131072, 300001};
    for (size_t i = 0; i < TOOLS_COUNT(lengths); i++)
        for (int far = 0; far < 2; far++) {
            struct looks looks = looks_of(lengths[i]);
            double last = looks_at(&looks, looks_count(&looks) - 1), f = (far ? 0.4 : 0.039) / last;
            struct cosine cosines[] = {{f, 0.0, 2.0}, {0.0, 0.0, 1.0}, {-f / 3.0, 0.0, 0.5}};
            double *gap = calloc(looks_count(&looks), sizeof *gap);
            size_t count = TOOLS_COUNT(cosines);
            struct worst worst = {0};
            ck_assert_ptr_nonnull(gap);
            ck_assert_int_eq(cosines_gap(&count, cosines, &looks, gap), STATUS_OK);
            for (size_t at = 0; at < looks_count(&looks); at += 1 + at / 50) {
                long double r = looks_at(&looks, at), a = sinl(PI_L * f * r),
                            b = sinl(PI_L * f * r / 3.0L), want = 4.0L * a * a + b * b;
                worst_take(&worst, (double)fabsl(gap[at] - want),
                           far ? 4.0 * 53.0 * 0x1p-53 * 3.5 : 0x1p-46 * (double)want, "%g of %g",
                           (double)r, lengths[i]);
            }
            worst_check(&worst);
            free(gap);
        }
}
