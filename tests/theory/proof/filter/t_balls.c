/* The frequency rules in balls against the rules in MPFR, and where one of them needs more bits
 * than a schedule has. */
#include <math.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/filter/balls.h"
#include "theory/proof/filter/prover.h"

static struct prover *must(const struct schedule *schedule)
{
    struct prover *prover;
    ck_assert_int_eq(prover_new(schedule, schedule->weight, NULL, &prover), STATUS_OK);
    return prover;
}

/* Every rule of the golden table: its balls hold the schedule's turns, and would not hold their
 * next double. */
struct rules {
    char spec[512];
    unsigned specs, strangers, blind;
};

static void take_rule(void *context, char *const cell[GOLDEN_CELLS])
{
    struct rules *w = context;
    if (strcmp(w->spec, cell[0]) == 0)
        return;
    strcpy(w->spec, cell[0]);
    w->specs++;
    struct encoding *encoding = tools_encoding(cell[0]);
    const struct schedule *s = encoding_schedule(encoding);
    struct ball_bank *bank;
    ck_assert_int_eq(ball_bank_new(&s->rule, 160, &bank), STATUS_OK);
    for (size_t n = 0; n < s->pairs; n++) {
        w->strangers += !ball_bank_holds(bank, n, s->turn_hi[n], s->turn_lo[n]);
        w->blind += n < s->rotating && ball_bank_holds(bank, n, s->turn_hi[n],
                                                       s->turn_lo[n] + 0x1p-104 * s->turn_hi[n]);
        w->blind += n >= s->rotating && ball_bank_holds(bank, n, 0.0, 0x1p-1074);
    }
    ball_bank_free(bank);
    struct prover *p = must(s);
    w->strangers += prover_error(p) == INFINITY;
    prover_free(p);
    encoding_free(encoding);
}

TEST(balls_hold_the_schedule_of_every_rule)
{
    struct rules w = {.specs = 0};
    golden_each("frequencies.csv", &w, take_rule);
    ck_assert_uint_gt(w.specs, 50);
    ck_assert_uint_eq(w.strangers, 0);
    ck_assert_uint_eq(w.blind, 0);
}

/* A ramp as narrow as a rounding: where the schedule's 160 bits are not enough, the filter stands
 * aside and balls of any precision agree. */
TEST(balls_stand_where_the_filter_cannot)
{
    for (int paper = 0; paper < 2; paper++) {
        struct frequency_rule rule = frequency_rule_rope(1e4, 64);
        rule.scaling = paper ? SCALING_YARN_PAPER : SCALING_YARN;
        rule.factor = 4.0, rule.orig = 4096.0, rule.beta_slow = 1.0,
        rule.beta_fast = nextafter(1.0, 2.0), rule.truncate = false;
        struct schedule *s;
        ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
        struct prover *p = must(s);
        arb_t coarse, fine;
        fmpz_t r;
        arb_init(coarse);
        arb_init(fine);
        fmpz_init_set_ui(r, 12345);
        ck_assert_int_eq(prover_enclose(p, r, 100, coarse), STATUS_OK);
        ck_assert_int_eq(prover_enclose(p, r, 1000, fine), STATUS_OK);
        ck_assert(arb_contains(coarse, fine));
        ck_assert(arb_rel_accuracy_bits(fine) > 900);
        arb_clear(coarse);
        arb_clear(fine);
        fmpz_clear(r);
        prover_free(p);
        schedule_free(s);
    }
}

/* As schedule_new: rules out of range, and a base grown down to 1. */
TEST(bad_rules_are_refused)
{
    struct ball_bank *bank;
    struct frequency_rule rule = frequency_rule_rope(1e4, 8);
    ck_assert_int_eq(ball_bank_new(&rule, 1, &bank), STATUS_DOMAIN);
    rule.scaling = SCALING_NTK, rule.alpha = 1.0;
    ck_assert_int_eq(ball_bank_new(&rule, 64, &bank), STATUS_OK);
    ball_bank_free(bank);
    rule.alpha = 1e-5;
    ck_assert_int_eq(ball_bank_new(&rule, 64, &bank), STATUS_DOMAIN);
    rule.alpha = -1.0;
    ck_assert_int_eq(ball_bank_new(&rule, 64, &bank), STATUS_DOMAIN);
    rule = frequency_rule_rope(1.0, 8);
    ck_assert_int_eq(ball_bank_new(&rule, 64, &bank), STATUS_DOMAIN);
    ck_assert(bank == NULL);
    ball_bank_free(NULL);
}
