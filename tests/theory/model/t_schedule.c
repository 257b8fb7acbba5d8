/* The schedule: ranges refused, partial rotation, norm, weights, and double-double turns against
 * 400 bits. */
#include <math.h>
#include <mpfr.h>

#include "tests/tools/check_tools.h"

static struct schedule *must(const struct frequency_rule *rule)
{
    struct schedule *s;
    ck_assert_int_eq(schedule_new(rule, &s), STATUS_OK);
    return s;
}

static void check_refused(const struct frequency_rule *rule, int line)
{
    struct schedule *s = (struct schedule *)1;
    enum status status = schedule_new(rule, &s);
    ck_assert_msg(status == STATUS_DOMAIN && s == NULL, "line %d: status %d", line, (int)status);
}

TEST(bad_rules_are_refused)
{
#define REFUSED(change)                    \
    do {                                   \
        struct frequency_rule rule = good; \
        change;                            \
        check_refused(&rule, __LINE__);    \
    } while (0)
#define TAKEN(change)                      \
    do {                                   \
        struct frequency_rule rule = good; \
        change;                            \
        schedule_free(must(&rule));        \
    } while (0)
    static const double extension[32] = {1.0};
    struct frequency_rule good = frequency_rule_rope(1e4, 64);
    REFUSED(rule.base = 1.0);
    REFUSED(rule.base = -1e4);
    REFUSED(rule.base = NAN);
    REFUSED(rule.base = HUGE_VAL);
    TAKEN(rule.base = nextafter(1.0, 2.0));
    TAKEN(rule.base = BASE_LIMIT);
    REFUSED(rule.base = nextafter(BASE_LIMIT, HUGE_VAL));
    REFUSED(rule.dim = rule.rotary = 0);
    REFUSED(rule.dim = 63);
    REFUSED(rule.dim = 62);
    REFUSED(rule.dim = DIM_LIMIT + 2);
    REFUSED(rule.rotary = 31);
    REFUSED(rule.rotary = 66);
    TAKEN(rule.rotary = 0);
    TAKEN(rule.rotary = 2);
    TAKEN(rule.dim = rule.rotary = 2);

    good.scaling = SCALING_LINEAR, good.factor = 2.0;
    TAKEN((void)0);
    REFUSED(rule.factor = 0.0);
    REFUSED(rule.factor = NAN);
    good.scaling = SCALING_NTK, good.alpha = 2.0, good.factor = 0.0;
    TAKEN((void)0);
    REFUSED(rule.alpha = 0.0);
    REFUSED(rule.dim = rule.rotary = 2);
    TAKEN(rule.dim = rule.rotary = 4);
    REFUSED(rule.alpha = 1e-5); /* the grown base would be under 1 */
    good.scaling = SCALING_DYNAMIC, good.factor = 2.0, good.orig = 4096.0, good.length = 8192.0;
    TAKEN((void)0);
    REFUSED(rule.factor = 0.0);
    REFUSED(rule.orig = 0.0);
    REFUSED(rule.length = 0.0);
    good.scaling = SCALING_YARN, good.beta_fast = 32.0, good.beta_slow = 1.0, good.truncate = true;
    TAKEN((void)0);
    TAKEN(rule.beta_fast = rule.beta_slow = 1.0);
    TAKEN(rule.beta_fast = 0.5); /* swapped, as in published files: the ramp runs backwards */
    REFUSED(rule.beta_fast = 0.0);
    REFUSED(rule.beta_slow = 0.0);
    REFUSED(rule.factor = 0.0);
    REFUSED(rule.orig = 0.0);
    good.scaling = SCALING_YARN_PAPER;
    TAKEN((void)0);
    TAKEN(rule.beta_fast = rule.beta_slow = 1.0);
    REFUSED(rule.beta_fast = 0.5);
    good.scaling = SCALING_LLAMA3, good.low = 1.0, good.high = 4.0;
    TAKEN((void)0);
    TAKEN(rule.high = 1.0); /* Llama-4-Scout */
    REFUSED(rule.high = 0.5);
    REFUSED(rule.low = 0.0);
    REFUSED(rule.orig = 0.0);
    REFUSED(rule.factor = 0.0);
    good.scaling = SCALING_LONGROPE, good.extension = extension;
    REFUSED(rule.extension = NULL);
    REFUSED(rule.orig = 1.0);
    REFUSED(rule.factor = 0.0);
    good.scaling = SCALING_MRROPE_UNI;
    TAKEN(rule.beta_fast = 32.0);
    REFUSED(rule.beta_fast = 0.5);
    REFUSED(rule.factor = 0.0);
    REFUSED(rule.orig = 0.0);
    good.scaling = SCALING_TAPER, good.taper = good.dim / 2, good.rotary = good.dim - 2;
    good.partial = PARTIAL_P;
    TAKEN((void)0);
    TAKEN(rule.taper = 2);
    REFUSED(rule.taper = 1);
    REFUSED(rule.taper++);
    REFUSED(rule.rotary = rule.dim);
    REFUSED(rule.partial = PARTIAL_NEOX);
    good.scaling = SCALING_EVQ, good.tau = TAU_MOST;
    TAKEN((void)0);
    REFUSED(rule.tau = nextafter(TAU_MOST, HUGE_VAL));
    REFUSED(rule.tau = 0.0);
    REFUSED(rule.tau = NAN);
    good.scaling = (enum scaling_rule)99;
    REFUSED((void)0);
    schedule_free(NULL);
}

TEST(partial_banks_have_their_norm_and_weights)
{
    struct frequency_rule rule = frequency_rule_rope(1e4, 12);
    rule.rotary = 8;
    rule.scaling = SCALING_YARN;
    rule.factor = 4.0, rule.orig = 4096.0, rule.beta_fast = 32.0, rule.beta_slow = 1.0,
    rule.attn = 1.5;
    struct schedule *s = must(&rule);
    ck_assert_uint_eq(s->pairs, 6);
    ck_assert_uint_eq(s->rotating, 4);
    for (size_t n = 0; n < 6; n++) {
        ck_assert(s->weight[n] == (n < 4 ? 2.25 : 1.0));
        ck_assert((s->turn_hi[n] == 0.0) == (n >= 4) && (s->theta[n] == 0.0) == (n >= 4));
    }
    ck_assert(s->norm == 1.0 / sqrt(12.0) ||
              fabs(s->norm * s->norm * 12.0 - 1.0) <= 4.0 * UNIT_ROUNDING);
    schedule_free(s);
    rule.norm = NORM_NONE;
    s = must(&rule);
    ck_assert(s->norm == 1.0);
    schedule_free(s);
    rule = frequency_rule_rope(1e4, 64);
    s = must(&rule);
    ck_assert(s->norm == 0.125); /* the norm is over the full dimension */
    ck_assert(s->rule.base == 1e4 && s->rule.dim == 64);
    schedule_free(s);
}

/* Random plain schedules against 400 bits: 107 bits are kept, theta is correctly rounded. */
TEST(random_turns_keep_107_bits)
{
    uint64_t state = 3;
    struct worst sums = {0}, thetas = {0};
    mpfr_t want, got, x;
    mpfr_inits2(400, want, got, x, (mpfr_ptr)0);
    for (int i = 0; i < 200; i++) {
        size_t dim = 2 + 2 * (size_t)(80.0 * tools_uniform(&state));
        struct frequency_rule rule = frequency_rule_rope(exp(1e-3 + 60.0 * tools_uniform(&state)),
                                                         dim);
        rule.unit = i % 2 ? UNIT_TURN : UNIT_RAD;
        struct schedule *s = must(&rule);
        for (size_t n = 0; n < dim / 2; n++) {
            mpfr_set_d(want, rule.base, MPFR_RNDN);
            mpfr_log(want, want, MPFR_RNDN);
            mpfr_mul_ui(want, want, 2 * n, MPFR_RNDN);
            mpfr_div_ui(want, want, dim, MPFR_RNDN);
            mpfr_neg(want, want, MPFR_RNDN);
            mpfr_exp(want, want, MPFR_RNDN);
            worst_take(&thetas, fabs(s->theta[n] - mpfr_get_d(want, MPFR_RNDN)), 0.0,
                       "base %.17g dim %zu pair %zu", rule.base, dim, n);
            if (rule.unit == UNIT_RAD) {
                mpfr_const_pi(x, MPFR_RNDN);
                mpfr_div(want, want, x, MPFR_RNDN);
                mpfr_div_2ui(want, want, 1, MPFR_RNDN);
            }
            mpfr_set_d(got, s->turn_hi[n], MPFR_RNDN);
            mpfr_add_d(got, got, s->turn_lo[n], MPFR_RNDN);
            mpfr_sub(got, got, want, MPFR_RNDN);
            mpfr_div(got, got, want, MPFR_RNDN);
            worst_take(&sums, fabs(mpfr_get_d(got, MPFR_RNDN)), 0x1p-105,
                       "base %.17g dim %zu pair %zu", rule.base, dim, n);
        }
        schedule_free(s);
    }
    mpfr_clears(want, got, x, (mpfr_ptr)0);
    worst_check(&thetas);
    worst_check(&sums);
}
