/* The rigorous evaluator: signs known by hand or from Arb by the definition, ties, thresholds next
 * to the value. */
#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"
#include "tests/tools/proof_reference.h"
#include "theory/proof/filter/prover.h"

static struct schedule *plain_schedule(double base, size_t dim, enum angle_unit unit)
{
    struct frequency_rule rule = frequency_rule_rope(base, dim);
    struct schedule *schedule;
    rule.unit = unit;
    ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
    return schedule;
}

static struct prover *must(const struct schedule *schedule, const double *a, const double *b)
{
    struct prover *prover;
    ck_assert_int_eq(prover_new(schedule, a, b, &prover), STATUS_OK);
    return prover;
}

static void check_counts(const struct prover *prover, uint64_t filtered, uint64_t balls,
                         uint64_t undecided)
{
    struct proof_counts c = prover_counts(prover);
    ck_assert_uint_eq(c.filtered, filtered);
    ck_assert_uint_eq(c.balls, balls);
    ck_assert_uint_eq(c.undecided, undecided);
}

/* Base 16, dim 8 turns by 1, 1/2, 1/4, 1/8: Z(1) = 1 - 1 + 0 + sqrt(1/2), Z(2) = 1 + 1 - 1 + 0,
 * Z(4) = 1 + 1 + 1 - 1. The double M_SQRT1_2 is above the root; a quarter turn is a tie that no
 * number of bits resolves. */
TEST(known_signs_are_decided)
{
    struct schedule *s = plain_schedule(16.0, 8, UNIT_TURN);
    struct prover *p = must(s, s->weight, NULL);
    ck_assert_int_eq(prover_compare(p, 1.0, 0.7), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare(p, 1.0, 0.71), PROOF_NEGATIVE);
    ck_assert_int_eq(prover_compare_pair(p, 4.0, 2.0, 0.99), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare_pair(p, 2.0, 4.0, 0.99), PROOF_NEGATIVE);
    ck_assert_int_eq(prover_compare_value(p, 4.0, 2.0, 1.0), PROOF_POSITIVE);
    check_counts(p, 5, 0, 0);
    ck_assert_int_eq(prover_compare(p, 1.0, M_SQRT1_2), PROOF_NEGATIVE);
    ck_assert_int_eq(prover_compare(p, 1.0, nextafter(M_SQRT1_2, 0.0)), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare_pair(p, 1.0, 2.0, M_SQRT1_2 - 1.0), PROOF_NEGATIVE);
    check_counts(p, 5, 3, 0);
    ck_assert_int_eq(prover_compare(p, 2.0, 1.0), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare_pair(p, 4.0, 2.0, 1.0), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare_value(p, 2.0, 1.0, 1.0), PROOF_UNDECIDED);
    check_counts(p, 5, 3, 3);
    /* the sines there: 0 + 0 + 1 + sqrt(1/2) */
    struct prover *q = must(s, NULL, s->weight);
    ck_assert_int_eq(prover_compare(q, 1.0, 1.7071067811865474), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare(q, 1.0, 1.7071067811865477), PROOF_NEGATIVE);
    prover_free(p);
    prover_free(q);
    schedule_free(s);
}

/* Z(0) is the sum of the cosines' coefficients, exactly: a tie there ends at once, its neighbours
 * have their signs. */
TEST(ties_end_at_once)
{
    struct schedule *s = plain_schedule(5e5, 128, UNIT_RAD);
    struct prover *p = must(s, s->weight, s->weight);
    ck_assert_int_eq(prover_compare(p, 0.0, 64.0), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare(p, 0.0, nextafter(64.0, 0.0)), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare(p, 0.0, nextafter(64.0, 99.0)), PROOF_NEGATIVE);
    ck_assert_int_eq(prover_compare_pair(p, 777.0, 777.0, 0.0), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare_pair(p, 777.0, 777.0, -0x1p-1074), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare_pair(p, 777.0, 777.0, 0x1p-1074), PROOF_NEGATIVE);
    check_counts(p, 0, 4, 2);
    prover_free(p);
    /* 1 + 2^-60 - 1: not the double sum's 0 */
    double a[64] = {1.0, 0x1p-60, -1.0};
    p = must(s, a, s->weight);
    ck_assert_int_eq(prover_compare(p, 0.0, 0x1p-60), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare(p, 0.0, 0x1p-61), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare(p, 0.0, 0x1p-59), PROOF_NEGATIVE);
    prover_free(p);
    p = must(s, NULL, NULL);
    ck_assert(prover_error(p) == 0.0);
    ck_assert_int_eq(prover_compare(p, 5.0, 0.0), PROOF_UNDECIDED);
    ck_assert_int_eq(prover_compare(p, 5.0, -0x1p-1074), PROOF_POSITIVE);
    check_counts(p, 1, 0, 1);
    prover_free(p);
    schedule_free(s);
}

/* Thresholds at the double next to Z(r), one unit below and above, and next to a difference: the
 * reference's signs, in both units, at distances of the filter and beyond it. */
TEST(doubles_next_to_the_value_are_decided)
{
    uint64_t state = 1, decided = 0;
    unsigned wrong = 0;
    arb_t sum, other;
    fmpz_t r;
    arb_init(sum);
    arb_init(other);
    fmpz_init(r);
    for (int unit = 0; unit < 2; unit++) {
        struct schedule *s = plain_schedule(unit ? 1e6 : 1e4, 32, unit ? UNIT_TURN : UNIT_RAD);
        struct proof_reference ref;
        proof_reference_init(&ref, s->rule.base, 16, unit, 400);
        double a[16], b[16];
        for (size_t n = 0; n < 16; n++)
            a[n] = 2.0 * tools_uniform(&state) - 1.0, b[n] = 2.0 * tools_uniform(&state) - 1.0;
        struct prover *p = must(s, a, b);
        for (int i = 0; i < 200; i++) {
            double first = floor(ldexp(tools_uniform(&state), 1 + i % 70)),
                   second = floor(ldexp(tools_uniform(&state), 53));
            fmpz_set_d(r, first);
            proof_reference_sum(&ref, a, b, r, 256, sum);
            fmpz_set_d(r, second);
            proof_reference_sum(&ref, a, b, r, 256, other);
            for (int pair = 0; pair < 2; pair++) {
                if (pair)
                    arb_sub(sum, sum, other, 256);
                double middle = proof_reference_middle(sum);
                for (int k = -1; k <= 1; k++) {
                    double threshold = k < 0   ? nextafter(middle, -99.0)
                                       : k > 0 ? nextafter(middle, 99.0)
                                               : middle;
                    int want = proof_reference_sign(sum, threshold);
                    if (want == 0) /* Z(0): the definition's ball has a radius */
                        continue;
                    decided++;
                    wrong += want != (int)(pair ? prover_compare_pair(p, first, second, threshold)
                                                : prover_compare(p, first, threshold));
                }
            }
        }
        prover_free(p);
        schedule_free(s);
        proof_reference_clear(&ref);
    }
    arb_clear(sum);
    arb_clear(other);
    fmpz_clear(r);
    ck_assert_uint_gt(decided, 2000);
    ck_assert_uint_eq(wrong, 0);
}

/* Balls at distances of 1 to 600 bits and precisions of 30 to 2000: they meet the reference's, and
 * are as narrow as said. */
TEST(enclosures_meet_the_reference_and_are_narrow)
{
    enum { BITS = 3000 };
    uint64_t state = 2;
    unsigned apart = 0, wide = 0;
    arb_t want, got;
    fmpz_t r;
    arb_init(want);
    arb_init(got);
    fmpz_init(r);
    for (int unit = 0; unit < 2; unit++) {
        struct schedule *s = plain_schedule(5e5, 24, unit ? UNIT_TURN : UNIT_RAD);
        struct proof_reference ref;
        struct prover *p = must(s, s->weight, unit ? s->weight : NULL);
        proof_reference_init(&ref, 5e5, 12, unit, BITS);
        for (int i = 0; i < 60; i++) {
            static const slong bits[] = {30, 128, 500, 2000};
            fmpz_one(r);
            for (int k = 0; k < i; k++) { /* ten bits a step */
                fmpz_mul_2exp(r, r, 10);
                fmpz_add_ui(r, r, (ulong)(1024.0 * tools_uniform(&state)));
            }
            proof_reference_sum(&ref, s->weight, unit ? s->weight : NULL, r, 2200, want);
            ck_assert_int_eq(prover_enclose(p, r, bits[i % 4], got), STATUS_OK);
            apart += !arb_overlaps(want, got);
            mag_t limit;
            mag_init(limit);
            mag_set_ui_2exp_si(limit, 12, -bits[i % 4]);
            wide += mag_cmp(arb_radref(got), limit) > 0;
            mag_clear(limit);
        }
        fmpz_set_si(r, -1);
        ck_assert_int_eq(prover_enclose(p, r, 64, got), STATUS_DOMAIN);
        fmpz_set_si(r, 1);
        ck_assert_int_eq(prover_enclose(p, r, 0, got), STATUS_DOMAIN);
        ck_assert_int_eq(prover_enclose(p, r, WORD_MAX, got), STATUS_DOMAIN);
        prover_free(p);
        schedule_free(s);
        proof_reference_clear(&ref);
    }
    arb_clear(want);
    arb_clear(got);
    fmpz_clear(r);
    ck_assert_uint_eq(apart, 0);
    ck_assert_uint_eq(wide, 0);
}

/* What is not a whole distance or a number is never decided; what no double holds is decided by
 * balls. */
TEST(what_is_no_distance_is_not_decided)
{
    static const double bad[] = {-1.0, 0.5, NAN, INFINITY, -INFINITY};
    struct schedule *s = plain_schedule(1e4, 16, UNIT_RAD);
    struct prover *p = must(s, s->weight, NULL);
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(prover_compare(p, bad[i], 100.0), PROOF_UNDECIDED);
        ck_assert_int_eq(prover_compare_pair(p, 3.0, bad[i], 100.0), PROOF_UNDECIDED);
        ck_assert_int_eq(prover_compare_pair(p, bad[i], bad[i], 100.0), PROOF_UNDECIDED);
    }
    ck_assert_int_eq(prover_compare(p, 1.0, NAN), PROOF_UNDECIDED);
    check_counts(p, 0, 0, 3 * TOOLS_COUNT(bad) + 1);
    ck_assert_int_eq(prover_compare(p, 1.0, INFINITY), PROOF_NEGATIVE);
    ck_assert_int_eq(prover_compare(p, 1.0, -INFINITY), PROOF_POSITIVE);
    ck_assert_int_eq(prover_compare_value(p, 1.0, NAN, 0.0), prover_compare(p, 1.0, 0.0));
    ck_assert_int_eq(prover_compare(p, 0x1p1000, 8.5), PROOF_NEGATIVE);
    double value[2];
    ck_assert_int_eq(prover_values(p, DISTANCE_LIMIT, 1, value), STATUS_OK);
    ck_assert_int_eq(prover_values(p, DISTANCE_LIMIT, 2, value), STATUS_DOMAIN);
    ck_assert_int_eq(prover_values(p, 0.5, 1, value), STATUS_DOMAIN);
    prover_free(p);
    static const double scale[] = {0x1p-1074, 0x1p-1000, 0x1p1020};
    for (size_t i = 0; i < TOOLS_COUNT(scale); i++) {
        double a[8], b[8] = {NAN};
        for (size_t n = 0; n < 8; n++)
            a[n] = scale[i];
        p = must(s, a, NULL); /* Z(1) = 7.49 coefficients, Z(2) = 6.37 */
        ck_assert(prover_error(p) == INFINITY);
        ck_assert_int_eq(prover_compare(p, 1.0, 7.0 * scale[i]), PROOF_POSITIVE);
        ck_assert_int_eq(prover_compare(p, 2.0, 7.0 * scale[i]), PROOF_NEGATIVE);
        ck_assert_int_eq(prover_compare_pair(p, 1.0, 2.0, 2.0 * scale[i]), PROOF_NEGATIVE);
        ck_assert_int_eq(prover_compare_pair(p, 1.0, 2.0, scale[i]), PROOF_POSITIVE);
        prover_free(p);
        ck_assert_int_eq(prover_new(s, a, b, &p), STATUS_DOMAIN);
        ck_assert(p == NULL);
    }
    prover_free(NULL);
    schedule_free(s);
}
