/* The lemmas' bounds as balls against their definitions, and their hypotheses. */
#include "theory/proof/tapa/lemma_bound.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "tests/tools/lemma_reference.h"

static void ends_of(const struct schedule *s, enum lemma lemma, double first, double last,
                    slong bits, double *lo, double *hi)
{
    arb_t bound;
    arf_t end;
    arb_init(bound), arf_init(end);
    lemma_bound(s, lemma, first, last, bits, bound);
    arb_get_lbound_arf(end, bound, bits);
    *lo = arf_get_d(end, ARF_RND_FLOOR);
    arb_get_ubound_arf(end, bound, bits);
    *hi = arf_get_d(end, ARF_RND_CEIL);
    arb_clear(bound), arf_clear(end);
}

static struct schedule *random_schedule(uint64_t *state)
{
    struct schedule *s;
    double dim = 2.0 * floor(1.0 + 128.0 * tools_uniform(state) * tools_uniform(state));
    struct frequency_rule rule = frequency_rule_rope(1.05 * exp(40.0 * tools_uniform(state)),
                                                     (size_t)dim);
    rule.unit = tools_uniform(state) < 0.5 ? UNIT_RAD : UNIT_TURN;
    ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
    return s;
}

/* At one distance the ball is the bound, and narrow; over a block its lower end is under the bound
 * at every distance inside. */
TEST(ball_is_the_bound_and_block_is_under_it)
{
    uint64_t state = 51;
    struct worst single = {0}, wide = {0}, block = {0};
    for (int i = 0; i < 600; i++) {
        struct schedule *s = random_schedule(&state);
        double dim = (double)s->rule.dim;
        for (enum lemma lemma = 0; lemma < LEMMA_COUNT; lemma++) {
            double r = floor(exp(30.0 * tools_uniform(&state))),
                   last = floor(r * (1.0 + 3.0 * tools_uniform(&state))), lo, hi, most,
                   want = dim * lemma_reference_bound(s, lemma, r),
                   slack = 1e-9 * (dim + fabs(want));
            for (slong bits = 64; bits <= 256; bits *= 4) {
                ends_of(s, lemma, r, r, bits, &lo, &hi);
                worst_take(&single, fmax(lo - want, want - hi), slack,
                           "b %.17g D %.0f unit %d r %.0f lemma %d", s->rule.base, dim,
                           s->rule.unit, r, lemma);
                worst_take(&wide, hi - lo, 1e-14 * (1.0 + fabs(want)) * dim,
                           "b %.17g D %.0f unit %d r %.0f lemma %d", s->rule.base, dim,
                           s->rule.unit, r, lemma);
            }
            ends_of(s, lemma, r, last, 64, &lo, &most);
            for (int k = 0; k <= 8; k++) {
                double inside = r + (last - r) * k / 8.0;
                worst_take(&block, lo - dim * lemma_reference_bound(s, lemma, inside), slack,
                           "b %.17g D %.0f block %.0f-%.0f at %.17g lemma %d", s->rule.base, dim, r,
                           last, inside, lemma);
            }
            ends_of(s, lemma, r, HUGE_VAL, 64, &lo, &most);
            worst_take(&block, lo - dim * lemma_reference_bound(s, lemma, 1e6 * r), slack,
                       "no end");
        }
        schedule_free(s);
    }
    worst_check(&single);
    worst_check(&wide);
    worst_check(&block);
}

/* LC.2 where its range of e0 closes, t = b/4: the bound goes to 1/L + eps without a jump. */
TEST(range_ends_where_the_lemma_does)
{
    struct schedule *s;
    struct frequency_rule rule = frequency_rule_rope(4e4, 128);
    rule.unit = UNIT_TURN;
    ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
    for (double r = 9990.0; r <= 10010.0; r += 1.0) {
        double lo, hi,
            want = 128.0 *
                   (1.0 / log(4e4) + lemma_reference_epsilon(s, r) - lemma_reference_gain(s, r));
        ends_of(s, LEMMA_C2, r, r, 128, &lo, &hi);
        ck_assert_msg(lo <= want + 1e-9 && want - 1e-9 <= hi && hi - lo < 1e-9,
                      "r %.0f: [%.17g, %.17g] for %.17g", r, lo, hi, want);
    }
    schedule_free(s);
}

TEST(hypotheses_are_judged)
{
    static const struct {
        double base;
        size_t dim;
        enum angle_unit unit;
        double distance;
        bool holds;
    } cases[] = {{1e4, 128, UNIT_TURN, 2, true},
                 {1e4, 128, UNIT_TURN, 1, false},
                 {1e4, 128, UNIT_RAD, 7, true},
                 {1e4, 128, UNIT_RAD, 6, false},
                 {10, 128, UNIT_TURN, 2, false},
                 {10.001, 128, UNIT_TURN, 2, true},
                 /* 4 ln 1e4 = 36.8 */
                 {1e4, 36, UNIT_TURN, 2, false},
                 {1e4, 38, UNIT_TURN, 2, true}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct schedule *s;
        struct frequency_rule rule = frequency_rule_rope(cases[i].base, cases[i].dim);
        rule.unit = cases[i].unit;
        ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
        ck_assert_msg(lemma_hypotheses(s, cases[i].distance) == cases[i].holds, "case %zu", i);
        schedule_free(s);
    }
}
