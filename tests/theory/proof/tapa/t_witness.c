/* Witnesses against MPFR sums written from b^(-n/h) itself and against brute force. */
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/tapa/witness.h"

/* A bank, a law, and the error asked for in units of (g + |mu0|)/h. */
struct bank {
    double base;
    size_t dim;
    enum angle_unit unit;
    double mu0, nu0, slack;
};

static struct schedule *schedule_of(const struct bank *b)
{
    struct frequency_rule rule = frequency_rule_rope(b->base, b->dim);
    struct schedule *schedule;
    rule.unit = b->unit;
    ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
    return schedule;
}

static double allowed(const struct bank *b)
{
    return b->slack * (hypot(b->mu0, b->nu0) + fabs(b->mu0)) / ((double)b->dim / 2.0);
}

/* (1/h) sum_n mu0 cos(r theta_n) + nu0 sin(r theta_n), r in decimal, to 100 bits. */
static void value_of(const struct bank *b, const char *distance, mpfr_t sum)
{
    mpfr_prec_t bits = (mpfr_prec_t)(4 * strlen(distance) + 160);
    size_t h = b->dim / 2;
    mpfr_t r, x, c, s, log_base;
    mpfr_inits2(bits, r, x, c, s, log_base, (mpfr_ptr)0);
    ck_assert_int_eq(mpfr_set_str(r, distance, 10, MPFR_RNDN), 0);
    if (b->unit == UNIT_TURN) {
        mpfr_const_pi(x, MPFR_RNDN);
        mpfr_mul_2ui(x, x, 1, MPFR_RNDN);
        mpfr_mul(r, r, x, MPFR_RNDN);
    }
    mpfr_set_d(log_base, b->base, MPFR_RNDN);
    mpfr_log(log_base, log_base, MPFR_RNDN);
    mpfr_set_ui(sum, 0, MPFR_RNDN);
    for (size_t n = 0; n < h; n++) {
        mpfr_mul_si(x, log_base, -(long)n, MPFR_RNDN);
        mpfr_div_ui(x, x, h, MPFR_RNDN);
        mpfr_exp(x, x, MPFR_RNDN);
        mpfr_mul(x, x, r, MPFR_RNDN);
        mpfr_sin_cos(s, c, x, MPFR_RNDN);
        mpfr_mul_d(c, c, b->mu0, MPFR_RNDN);
        mpfr_mul_d(s, s, b->nu0, MPFR_RNDN);
        mpfr_add(sum, sum, c, MPFR_RNDN);
        mpfr_add(sum, sum, s, MPFR_RNDN);
    }
    mpfr_div_ui(sum, sum, h, MPFR_RNDN);
    mpfr_clears(r, x, c, s, log_base, (mpfr_ptr)0);
}

static const struct bank BANKS[] = {
    {5e5, 8, UNIT_TURN, 1.0, 0.0, 1.25},        {5e5, 16, UNIT_TURN, 1.0, 1.0, 1.25},
    {5e5, 32, UNIT_TURN, 1.0, 0.0, 1.25},       {5e5, 64, UNIT_TURN, -0.5, 2.0, 1.25},
    {1e7, 64, UNIT_TURN, 1.0, 0.0, 1.25},       {5e5, 128, UNIT_TURN, 1.0, 0.0, 1.25},
    {5e5, 64, UNIT_RAD, 1.0, 0.0, 1.0},         {2.0, 32, UNIT_RAD, 1.0, -1.0, 1.0},
    {123456.75, 48, UNIT_RAD, -1.0, 0.25, 1.0},
};

/* Every target of [-g, g] is met, by a value and an error that MPFR confirms: the bound holds and
 * is no looser than rounding. */
TEST_EACH(every_target_met, TOOLS_COUNT(BANKS))
{
    const struct bank *b = &BANKS[_i];
    enum { TARGETS = 9 };
    struct schedule *schedule = schedule_of(b);
    struct witness_search *search;
    double g = hypot(b->mu0, b->nu0), error = allowed(b);
    ck_assert_int_eq(witness_new(schedule, b->mu0, b->nu0, &search), STATUS_OK);
    fmpz_t distance;
    fmpz_init(distance);
    mpfr_t sum;
    mpfr_init2(sum, 160);
    for (int t = 0; t < TARGETS; t++) {
        double target = g * (2.0 * t / (TARGETS - 1) - 1.0);
        struct witness_value value;
        ck_assert_int_eq(witness_find(search, target, error, distance, &value), STATUS_OK);
        ck_assert_int_gt(fmpz_sgn(distance), 0);
        char *text = fmpz_get_str(NULL, 10, distance);
        value_of(b, text, sum);
        ck_assert_msg(fabs(mpfr_get_d(sum, MPFR_RNDN) - value.value) <= 0.0,
                      "bank %d target %g: %.17g at %s", _i, target, value.value, text);
        mpfr_sub_d(sum, sum, target, MPFR_RNDN);
        mpfr_abs(sum, sum, MPFR_RNDN);
        ck_assert_msg(mpfr_cmp_d(sum, value.error) <= 0, "bank %d target %g: error %.17g", _i,
                      target, value.error);
        mpfr_d_sub(sum, value.error, sum, MPFR_RNDN);
        check_le(mpfr_get_d(sum, MPFR_RNDU), 4.0 * UNIT_ROUNDING * g);
        ck_assert_msg(value.error <= error, "bank %d target %g: %.17g of %.17g at %s", _i, target,
                      value.error, error, text);
        flint_free(text);
    }
    mpfr_clear(sum);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}

/* The smallest r with |V(r) - target| <= error up to last, 0 if none; frequencies in long double.
 * */
static unsigned long first_of(const struct bank *b, double target, double error, unsigned long last)
{
    size_t h = b->dim / 2;
    const long double two_pi = 2.0L * acosl(-1.0L);
    long double turns[8];
    for (size_t n = 0; n < h; n++)
        turns[n] = expl(-(long double)n / (long double)h * logl(b->base)) /
                   (b->unit == UNIT_RAD ? two_pi : 1.0L);
    for (unsigned long r = 1; r <= last; r++) {
        long double sum = 0.0L;
        for (size_t n = 0; n < h; n++) {
            long double x = (long double)r * turns[n];
            x = two_pi * (x - rintl(x));
            sum += b->mu0 * cosl(x) + (b->nu0 != 0.0 ? b->nu0 * sinl(x) : 0.0L);
        }
        if (fabsl(sum / (long double)h - target) <= error)
            return r;
    }
    return 0;
}

/* Up to WITNESS_SCAN the smallest there is; beyond it, not much farther than the smallest that a
 * longer loop finds. */
TEST(witness_is_the_smallest_within_reach)
{
    static const struct {
        struct bank bank;
        double target;
    } cases[] = {
        {{5e5, 4, UNIT_TURN, 1, 0, 1.25}, -1},       {{5e5, 4, UNIT_TURN, 1, 0, 1.001}, -1},
        {{5e5, 4, UNIT_RAD, 1, 1, 0.2}, -1.2},       {{5e5, 6, UNIT_TURN, 1, 0, 1.1}, -1},
        {{1e4, 6, UNIT_RAD, 1, 0, 0.1}, -0.9},       {{100, 6, UNIT_TURN, 1, 0.5, 0.01}, 0.25},
        {{5e5, 8, UNIT_TURN, 1, 0, 1.25}, -1},       {{1e7, 8, UNIT_RAD, -1, 0, 0.2}, 0.8},
        {{50, 8, UNIT_RAD, 1, -1, 0.05}, 1.2},       {{5e5, 8, UNIT_TURN, 1, 0, 0.001}, -0.4},
        {{10, 8, UNIT_RAD, 1, 0, 0.004}, -0.9},      {{50, 6, UNIT_RAD, 1, 1, 0.0003}, -1.3},
        {{1e3, 8, UNIT_RAD, 0.5, 0.5, 0.01}, -0.68}, {{50, 8, UNIT_RAD, 1, 0, 0.0005}, -0.99},
        {{50, 6, UNIT_RAD, 1, 0, 0.0004}, -0.999},   {{1e7, 8, UNIT_RAD, -1, 0, 0.05}, 0.8}};
    unsigned scanned = 0, built = 0;
    fmpz_t distance;
    fmpz_init(distance);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        const struct bank *b = &cases[i].bank;
        struct schedule *schedule = schedule_of(b);
        struct witness_search *search;
        struct witness_value value;
        ck_assert_int_eq(witness_new(schedule, b->mu0, b->nu0, &search), STATUS_OK);
        ck_assert_int_eq(witness_find(search, cases[i].target, allowed(b), distance, &value),
                         STATUS_OK);
        ck_assert_msg(value.error <= allowed(b), "case %zu: not met", i);
        unsigned long first = first_of(b, cases[i].target, allowed(b), 1ul << 21),
                      found = fmpz_get_ui(distance);
        if (first != 0 && first <= WITNESS_SCAN) {
            ck_assert_msg(fmpz_equal_ui(distance, first), "case %zu: %lu, smallest %lu", i, found,
                          first);
            scanned++;
        } else {
            ck_assert_msg(found >= first, "case %zu: %lu before the first, %lu", i, found, first);
            ck_assert_msg(first && found <= 8 * first, "case %zu: %lu, smallest %lu", i, found,
                          first);
            built++;
        }
        witness_free(search);
        schedule_free(schedule);
    }
    fmpz_clear(distance);
    ck_assert_uint_ge(scanned, 10);
    ck_assert_uint_ge(built, 4);
}

/* A target's answer does not depend on what was asked before. */
TEST(answer_does_not_depend_on_earlier_ones)
{
    enum { TARGETS = 5 };
    static const double target[TARGETS] = {-1.0, 0.9, -0.75, 1.0, -0.5};
    struct schedule *schedule = schedule_of(&BANKS[4]);
    struct witness_search *search[2];
    fmpz *found = _fmpz_vec_init(TARGETS);
    fmpz_t again;
    fmpz_init(again);
    struct witness_value value[TARGETS], other;
    for (int k = 0; k < 2; k++)
        ck_assert_int_eq(witness_new(schedule, 1.0, 0.0, &search[k]), STATUS_OK);
    for (int i = 0; i < TARGETS; i++)
        ck_assert_int_eq(witness_find(search[0], target[i], 0.07, found + i, &value[i]), STATUS_OK);
    for (int i = TARGETS; i-- > 0;) {
        ck_assert_int_eq(witness_find(search[1], target[i], 0.07, again, &other), STATUS_OK);
        ck_assert(fmpz_equal(found + i, again) && value[i].value == other.value &&
                  value[i].error == other.error);
    }
    for (int k = 0; k < 2; k++)
        witness_free(search[k]);
    fmpz_clear(again);
    _fmpz_vec_clear(found, TARGETS);
    schedule_free(schedule);
}

/* theta = 1, 1/4 in whole turns: V takes the values 1/2, 0, 1/2, 1 and no others, so the rest is an
 * honest miss. */
TEST(dependent_frequencies_are_an_honest_miss)
{
    static const struct {
        double target, error;
        unsigned long distance;
    } cases[] = {{-1.0, 1.0, 2}, {0.75, 0.25, 1}, {1.0, 0.0, 4}, {0.3, 0.2, 1}};
    struct bank b = {16.0, 4, UNIT_TURN, 1.0, 0.0, 1.0};
    struct schedule *schedule = schedule_of(&b);
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_int_eq(witness_new(schedule, 1.0, 0.0, &search), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        ck_assert_int_eq(witness_find(search, cases[i].target, 1e-3, distance, &value), STATUS_OK);
        check_le(fabs(value.error - cases[i].error), 4.0 * UNIT_ROUNDING);
        ck_assert_uint_eq(fmpz_get_ui(distance), cases[i].distance);
    }
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}

/* Weights that are not 1, pairs that stand still: against the double sum of the schedule as it
 * stands. */
TEST(scaled_bank_is_met_by_its_double_sum)
{
    struct frequency_rule rule = frequency_rule_rope(1e4, 64);
    rule.rotary = 32;
    rule.scaling = SCALING_YARN;
    rule.factor = 40.0, rule.orig = 4096.0, rule.beta_fast = 32.0, rule.beta_slow = 1.0,
    rule.truncate = true;
    struct schedule *schedule;
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
    ck_assert(schedule->weight[0] > 1.5 && schedule->weight[31] == 1.0);
    ck_assert_uint_eq(witness_pairs(schedule), 16);
    ck_assert_int_eq(witness_new(schedule, 1.0, 0.5, &search), STATUS_OK);
    fmpz_set_ui(distance, 12345);
    ck_assert_int_eq(witness_enclose(search, distance, 0.25, &value), STATUS_OK);
    double sum = 0.0;
    for (size_t n = 0; n < 32; n++) {
        double x = 2.0 * M_PI * (n < 16 ? remainder(12345.0 * schedule->turn_hi[n], 1.0) : 0.0);
        sum += schedule->weight[n] * (cos(x) + 0.5 * sin(x)) / 32.0;
    }
    check_le(fabs(value.value - sum), 1e-11); /* 12345 turns of rounded frequencies */
    check_le(fabs(value.error - fabs(sum - 0.25)), 1e-11);
    ck_assert_int_eq(witness_find(search, 1.4, 0.02, distance, &value), STATUS_OK);
    check_le(value.error, 0.02);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}

TEST(bad_searches_are_refused)
{
    struct bank narrow = {5e5, 2, UNIT_TURN, 1.0, 0.0, 1.0},
                wide = {5e5, 260, UNIT_RAD, 1.0, 0.0, 1.0};
    struct schedule *still = schedule_of(&narrow), *many = schedule_of(&wide),
                    *good = schedule_of(&BANKS[0]);
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_uint_eq(witness_pairs(still), 0);
    ck_assert_uint_eq(witness_pairs(many), 130);
    ck_assert_uint_eq(witness_pairs(good), 3);
    ck_assert_int_eq(witness_new(still, 1.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_ptr_null(search);
    ck_assert_int_eq(witness_new(many, 1.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, 0.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, NAN, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, 1.0, 0.0, &search), STATUS_OK);
    static const double bad[][2] = {{NAN, 0.1},  {INFINITY, 0.1}, {0.5, 0.0},
                                    {0.5, -1.0}, {0.5, NAN},      {0.5, INFINITY}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(witness_find(search, bad[i][0], bad[i][1], distance, &value),
                         STATUS_DOMAIN);
    fmpz_set_si(distance, -1);
    ck_assert_int_eq(witness_enclose(search, distance, 0.5, &value), STATUS_DOMAIN);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(still);
    schedule_free(many);
    schedule_free(good);
}
