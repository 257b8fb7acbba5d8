/* Proofs of the lemmas against a plain loop over distances. */
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/lemma_reference.h"
#include "theory/trig/trig_sums.h"

static struct lemma_proof prove(const struct lemma_problem *p)
{
    struct lemma_proof one, two;
    memset(&one, 0, sizeof one);
    memset(&two, 0, sizeof two);
    run_threads(1);
    ck_assert_int_eq(lemma_prove(p, &one), STATUS_OK);
    run_threads(2);
    ck_assert_int_eq(lemma_prove(p, &two), STATUS_OK);
    ck_assert_mem_eq(&one, &two, sizeof one);
    return one;
}

/* What is said of all real distances holds between whole ones too: at base 12.29 and 314 pairs the
 * cosine's bound is over 1/2 at 12 and 13 and under it at 12.484. */
TEST(bound_holds_between_whole_distances)
{
    struct schedule *s;
    struct lemma_proof got;
    struct frequency_rule rule = frequency_rule_rope(12.29, 628);
    rule.unit = UNIT_TURN;
    ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
    check_lt(lemma_reference_bound(s, LEMMA_C1_COS, 12.484), 0.5);
    check_lt(0.5, fmin(lemma_reference_bound(s, LEMMA_C1_COS, 12.0),
                       lemma_reference_bound(s, LEMMA_C1_COS, 13.0)));
    ck_assert_int_eq(
        lemma_prove(&(struct lemma_problem){s, LEMMA_C1_COS, 1.0, DISTANCE_LIMIT}, &got),
        STATUS_OK);
    ck_assert(got.outcome == PROOF_POSITIVE && got.beyond);
    check_lt(12.484, got.trivial_from);
    schedule_free(s);
}

/* Proofs over [1, 3000] against the bound and the sum at every distance; bases and dimensions at
 * which the lemmas fail, their hypotheses void, are among them. */
TEST(decisions_are_the_definition)
{
    enum { LAST = 3000 };
    static double r[LAST], sum[2][LAST];
    static const struct {
        double base;
        size_t dim;
        enum angle_unit unit;
    } cases[] = {{1e4, 128, UNIT_TURN}, {5e5, 128, UNIT_RAD}, {1e7, 256, UNIT_TURN},
                 {1e300, 2, UNIT_RAD},  {1e100, 4, UNIT_RAD}, {1e60, 12, UNIT_RAD},
                 {2, 64, UNIT_TURN},    {1e4, 4, UNIT_TURN},  {11, 20, UNIT_TURN},
                 {1e250, 8, UNIT_TURN}, {1e30, 64, UNIT_RAD}, {1e12, 6, UNIT_TURN},
                 {1e200, 10, UNIT_RAD}};
    unsigned failed = 0, held = 0, late = 0;
    for (size_t i = 0; i < LAST; i++)
        r[i] = (double)(i + 1);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct schedule *s;
        struct frequency_rule rule = frequency_rule_rope(cases[i].base, cases[i].dim);
        double dim = (double)rule.dim;
        rule.unit = cases[i].unit;
        ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
        ck_assert_int_eq(trig_sums(s, s->weight, NULL, LAST, r, sum[0]), STATUS_OK);
        ck_assert_int_eq(trig_sums(s, NULL, s->weight, LAST, r, sum[1]), STATUS_OK);
        for (enum lemma lemma = 0; lemma < LEMMA_COUNT; lemma++) {
            struct lemma_problem p = {s, lemma, 1, LAST};
            struct lemma_proof got = prove(&p);
            double first = -1.0, value = 0.0, bound = 0.0;
            for (size_t k = 0; k < LAST && first < 0.0; k++) {
                double v = sum[lemma == LEMMA_C1_SIN][k] / dim,
                       b = lemma_reference_bound(s, lemma, r[k]);
                value = lemma == LEMMA_C2 ? -v : fabs(v);
                ck_assert_msg(fabs(value - b) > 1e-9, "case %zu lemma %d r %.0f is too near", i,
                              lemma, r[k]);
                if (value > b)
                    first = r[k], bound = b;
            }
            ck_assert_msg(got.outcome == (first < 0.0 ? PROOF_POSITIVE : PROOF_NEGATIVE) &&
                              got.distance == first,
                          "case %zu lemma %d: %d at %.0f, not %.0f", i, lemma, got.outcome,
                          got.distance, first);
            ck_assert(got.hypothesis == lemma_hypotheses(s, first < 0.0 ? 1.0 : first));
            if (first >= 0.0) {
                double sign = lemma == LEMMA_C2 ? -1.0 : 1.0;
                check_le(fabs(got.value - sign * value), 1e-13);
                check_le(fabs(got.bound - sign * bound), 1e-9);
                ck_assert(sign * (got.value - got.bound) > 0.0 && got.balls == 1);
                failed++, late += first > 1.0;
            } else {
                held++;
                /* from trivial_from on the bound is at least 1/2, and not before: the leaf that
                 * stays open is a 16th wide */
                if (got.trivial_from > 0.0)
                    check_le(0.5 - lemma_reference_bound(s, lemma, got.trivial_from), 1e-9);
                if (got.trivial_from > 1.0 && lemma != LEMMA_C1_COS)
                    check_lt(lemma_reference_bound(s, lemma, got.trivial_from / 1.07 - 1.0), 0.5);
                ck_assert(got.beyond ==
                          (lemma_reference_bound(s, lemma, LAST) > 0.5 &&
                           (lemma != LEMMA_C1_COS ||
                            lemma_reference_epsilon(s, lemma_reference_turns(s, LAST)) > 0.5)));
            }
        }
        schedule_free(s);
    }
    ck_assert_uint_ge(failed, 6);
    ck_assert_uint_ge(late, 1);
    ck_assert_uint_ge(held, 15);
}

/* Sign of (3 + ln(r ln b))/ln b - |sin r|/2, 300 bits: LC.1's room for S_D at D = 2 in rad, where
 * S_D = sin(r)/2 whatever the base; ln_b if not NULL, else the logarithm of base. */
static int room_of(double r, double base, mpfr_t ln_b)
{
    mpfr_t log_b, room, sine;
    mpfr_inits2(300, log_b, room, sine, (mpfr_ptr)0);
    if (ln_b) {
        mpfr_set(log_b, ln_b, MPFR_RNDN);
    } else {
        mpfr_set_d(log_b, base, MPFR_RNDN);
        mpfr_log(log_b, log_b, MPFR_RNDN);
    }
    mpfr_mul_d(room, log_b, r, MPFR_RNDN);
    mpfr_log(room, room, MPFR_RNDN);
    mpfr_add_ui(room, room, 3, MPFR_RNDN);
    mpfr_div(room, room, log_b, MPFR_RNDN);
    mpfr_set_d(sine, r, MPFR_RNDN);
    mpfr_sin(sine, sine, MPFR_RNDN);
    mpfr_abs(sine, sine, MPFR_RNDN);
    mpfr_div_2ui(sine, sine, 1, MPFR_RNDN);
    int sign = mpfr_cmp(room, sine);
    mpfr_clears(log_b, room, sine, (mpfr_ptr)0);
    return sign;
}

/* The base put where one distance meets its bound: a unit in its last place decides, and only balls
 * see which way. */
TEST(a_hair_from_the_bound_is_decided)
{
    mpfr_t lo, hi, middle;
    unsigned met = 0, flips = 0;
    mpfr_inits2(300, lo, hi, middle, (mpfr_ptr)0);
    for (double r = 1.0; r <= 60.0; r += 1.0) {
        mpfr_set_d(lo, 1.0, MPFR_RNDN);
        mpfr_set_d(hi, 690.0, MPFR_RNDN);
        if (room_of(r, 0.0, lo) < 0 || room_of(r, 0.0, hi) > 0)
            continue;
        for (int i = 0; i < 280; i++) {
            mpfr_add(middle, lo, hi, MPFR_RNDN);
            mpfr_div_2ui(middle, middle, 1, MPFR_RNDN);
            mpfr_set(room_of(r, 0.0, middle) > 0 ? lo : hi, middle, MPFR_RNDN);
        }
        mpfr_exp(middle, middle, MPFR_RNDN);
        double base = nextafter(mpfr_get_d(middle, MPFR_RNDN), 0.0);
        int last = 0;
        for (int ulp = 0; ulp < 3; ulp++, base = nextafter(base, HUGE_VAL)) {
            struct schedule *s;
            struct frequency_rule rule = frequency_rule_rope(base, 2);
            ck_assert_int_eq(schedule_new(&rule, &s), STATUS_OK);
            struct lemma_problem p = {s, LEMMA_C1_SIN, r, r};
            struct lemma_proof got;
            int want = room_of(r, base, NULL) > 0 ? 1 : -1;
            ck_assert_int_eq(lemma_prove(&p, &got), STATUS_OK);
            ck_assert_msg((int)got.outcome == want && got.balls == 1, "r %.0f b %.17g: %d for %d",
                          r, base, got.outcome, want);
            flips += ulp > 0 && want != last;
            last = want;
            schedule_free(s);
        }
        met++;
    }
    mpfr_clears(lo, hi, middle, (mpfr_ptr)0);
    ck_assert_uint_gt(met, 40);
    ck_assert_uint_eq(flips, met);
}

TEST(bad_questions_are_refused)
{
    struct encoding *e = tools_encoding("rope:base=1e300,dim=2"),
                    *scaled = tools_encoding("rope:scaling=linear,factor=2"),
                    *partial = tools_encoding("rope:dim=8,rotary=4");
    const struct schedule *s = encoding_schedule(e);
    const struct {
        struct lemma_problem problem;
        enum status status;
    } bad[] = {{{s, LEMMA_C2, 3, 2}, STATUS_DOMAIN},
               {{s, LEMMA_C2, 0, 2}, STATUS_DOMAIN},
               {{s, LEMMA_C2, NAN, 2}, STATUS_DOMAIN},
               {{s, LEMMA_C2, 1, 2.0 * DISTANCE_LIMIT}, STATUS_DOMAIN},
               {{encoding_schedule(scaled), LEMMA_C1_SIN, 1, 9}, STATUS_DOMAIN},
               {{encoding_schedule(partial), LEMMA_C1_SIN, 1, 9}, STATUS_DOMAIN},
               {{s, LEMMA_C1_SIN, 1, DISTANCE_LIMIT}, STATUS_UNDEFINED}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        struct lemma_proof got;
        ck_assert_msg(lemma_prove(&bad[i].problem, &got) == bad[i].status, "case %zu", i);
    }
    double open;
    struct lemma_problem small = {s, LEMMA_C1_SIN, 100, 199};
    ck_assert_int_eq(lemma_open(&small, &open), STATUS_OK);
    ck_assert(open == 100.0);
    encoding_free(e);
    encoding_free(scaled);
    encoding_free(partial);
}
