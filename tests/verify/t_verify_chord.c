/* Proofs that a sum is negative all along an interval, by chords, against long doubles. */
#include <math.h>

#include "tests/tools/verify_tools.h"
#include "verify/fail.h"

static struct below_proof below(int pairs, double from, double to, uint32_t r)
{
    struct bank bank;
    bank_init(&bank, pairs);
    struct below_proof proof = below_prove(&bank, from, to, r);
    bank_clear(&bank);
    return proof;
}

/* Random intervals: never proved over a base of a grid where the sum is not negative; what refutes
 * is not negative. */
TEST(intervals_are_below_as_grids_are)
{
    enum { GRID = 60 };
    uint64_t state = 1;
    int proved = 0, refuted = 0;
    for (int i = 0; i < 3000; i++) {
        int pairs = 1 + (int)(9.0 * tools_uniform(&state));
        uint32_t r = 2 + (uint32_t)(40.0 * tools_uniform(&state));
        double from = exp(tools_uniform(&state) * 7.0),
               to = from * (1.0 + exp(-7.0 * tools_uniform(&state)));
        struct below_proof proof = below(pairs, from, to, r);
        ck_assert_int_ne(proof.below, ANSWER_OPEN);
        if (proof.below == ANSWER_NO) {
            refuted++;
            ck_assert(proof.base >= from && proof.base <= to && proof.value >= 0.0);
            check_le(fabs((double)reference_sum(pairs, proof.base, r) - proof.value),
                     reference_sum_error(pairs, r) + 0x1p-52 * pairs);
            continue;
        }
        proved++;
        for (int k = 0; k <= GRID; k++)
            check_lt((double)reference_sum(pairs, from + (to - from) * k / GRID, r),
                     reference_sum_error(pairs, r));
    }
    ck_assert_int_gt(proved, 300);
    ck_assert_int_gt(refuted, 300);
}

/* D = 4, B_2 = cos 2 + cos(2/sqrt b) is negative up to 4/(pi - 2)^2: as far as doubles go, not a
 * double farther. */
TEST(intervals_are_below_up_to_the_last_double)
{
    double lo = 3.0, hi = 3.1;
    struct bank bank;
    bank_init(&bank, 2);
    verify_neighbours(2, 2, &lo, &hi);
    check_le(fabs(lo - 4.0 / ((M_PI - 2.0) * (M_PI - 2.0))), 1e-14);
    ck_assert_int_eq(below_prove(&bank, 1.0, lo, 2).below, ANSWER_YES);
    struct below_proof proof = below_prove(&bank, 1.0, hi, 2);
    ck_assert(proof.below == ANSWER_NO && proof.base == hi);
    ck_assert_int_eq(below_prove(&bank, lo, lo, 2).below, ANSWER_YES);
    bank.bits_first = bank.bits_last = 4;
    ck_assert_int_eq(below_prove(&bank, 1.0, lo, 2).below, ANSWER_OPEN);
    bank_clear(&bank);
}

/* D = 4: both ends are well below zero, a sum between is not. */
static const struct {
    double from, to;
    uint32_t r;
} long_ones[] = {{1.0782, 4.1736, 9}, {1.2888, 10.5172, 10}, {95.3984, 539.1722, 79}};

/* Intervals whose ends are negative though a grid shows a sum between that is not: never proved. */
TEST(humps_are_seen)
{
    uint64_t state = 2;
    int humps = 0;
    for (int i = 0; i < 4000; i++) {
        int pairs = 2 + (int)(6.0 * tools_uniform(&state));
        uint32_t r = 3 + (uint32_t)(300.0 * tools_uniform(&state));
        double from = exp(tools_uniform(&state) * 7.0), to = from * (1.0 + 4.0 / r);
        double most = -1.0, ends = fmax((double)reference_sum(pairs, from, r),
                                        (double)reference_sum(pairs, to, r));
        for (int k = 1; k < 64; k++)
            most = fmax(most, (double)reference_sum(pairs, from + (to - from) * k / 64, r));
        if (ends >= 0.0 || fabs(most) < 1e-9)
            continue;
        enum answer says = below(pairs, from, to, r).below;
        humps += most > 0.0;
        ck_assert_int_ne(says, ANSWER_OPEN);
        ck_assert(!(most > 0.0 && says == ANSWER_YES));
    }
    ck_assert_int_gt(humps, 10);
    /* K at the right end would not do */
    for (size_t i = 0; i < TOOLS_COUNT(long_ones); i++)
        ck_assert_int_eq(below(2, long_ones[i].from, long_ones[i].to, long_ones[i].r).below,
                         ANSWER_NO);
}

/* K by differences of the derivative in 600 bits, and its value at b = 1. */
TEST(curvatures_bound_the_second_derivative)
{
    enum { BITS = 600 };
    uint64_t state = 3;
    arb_t up, down, bound;
    arb_init(up), arb_init(down), arb_init(bound);
    for (int pairs = 2; pairs <= 32; pairs *= 2) {
        struct bank bank;
        bank_init(&bank, pairs);
        for (int i = 0; i < 30; i++) {
            double base = exp(tools_uniform(&state) * 12.0), next = nextafter(base, INFINITY);
            uint32_t r = 1 + (uint32_t)(3000.0 * tools_uniform(&state));
            bank_bases(&bank, next, next, BITS);
            bank_slope(up, &bank, r);
            bank_bases(&bank, base, base, BITS);
            bank_slope(down, &bank, r);
            bank_curvature(bound, &bank, r);
            arb_sub(up, up, down, BITS);
            double second = arf_get_d(arb_midref(up), ARF_RND_NEAR) / log1p((next - base) / base),
                   most = arf_get_d(arb_midref(bound), ARF_RND_NEAR), r_sum = 0.0;
            check_le(fabs(second), most * (1.0 + 1e-9));
            for (int n = 0; n < pairs; n++) {
                double angle = r * pow(base, -(double)n / pairs), share = (double)n / pairs;
                r_sum += share * share * (angle * angle + angle);
            }
            check_le(fabs(most - r_sum), 1e-12 * r_sum);
        }
        bank_clear(&bank);
    }
    arb_clear(up), arb_clear(down), arb_clear(bound);
}
