/* What the verifier is made of, against long double sums from the definition, grids, difference
 * quotients and each other. */
#include <math.h>

#include "tests/tools/verify_tools.h"
#include "verify/cell.h"
#include "verify/fail.h"
#include "verify/pass.h"

static double value_of(const arb_t x) { return arf_get_d(arb_midref(x), ARF_RND_NEAR); }

/* B_r(b) from the definition. Error: r times the rounding of the angles' long doubles, h of them.
 * */
static double reference(int pairs, double base, uint32_t r)
{
    long double sum = 0.0L;
    for (int n = 0; n < pairs; n++)
        sum += cosl((long double)r * expl(-logl((long double)base) * n / pairs));
    return (double)sum;
}
static double reference_error(int pairs, uint32_t r)
{
    return pairs * (8.0 * r + 8.0) * 0x1p-64 + pairs * UNIT_ROUNDING;
}

/* A base between 1 and 1e8 and a distance under 2^17, both evenly in their logarithms. */
static void draw(uint64_t *state, double *base, uint32_t *r)
{
    *base = exp(tools_uniform(state) * log(1e8));
    *r = (uint32_t)exp(tools_uniform(state) * log(131072.0));
}

TEST(sums_are_the_definition)
{
    struct worst worst = {0};
    uint64_t state = 1;
    arb_t sum;
    arb_init(sum);
    for (int pairs = 1; pairs <= 64; pairs += 7)
        for (int i = 0; i < 100; i++) {
            struct bank bank;
            double base;
            uint32_t r;
            draw(&state, &base, &r);
            bank_init(&bank, pairs);
            bank_bases(&bank, base, base, BITS_FIRST);
            bank_sum(sum, &bank, r);
            worst_take(&worst, fabs(value_of(sum) - reference(pairs, base, r)),
                       reference_error(pairs, r), "h %d b %.17g r %u", pairs, base, r);
            bank_clear(&bank);
        }
    arb_clear(sum);
    worst_check(&worst);
}

/* The slope and Lambda by a difference quotient of 600 bits; |slope| <= r Lambda; an interval's
 * balls hold what lies in it. */
TEST(slopes_are_derivatives)
{
    enum { BITS = 600 };
    uint64_t state = 2;
    arb_t up, down, slope, step, wide;
    arb_init(up), arb_init(down), arb_init(slope), arb_init(step), arb_init(wide);
    struct bank bank;
    bank_init(&bank, 32);
    for (int i = 0; i < 50; i++) {
        double base;
        uint32_t r;
        draw(&state, &base, &r);
        double next = nextafter(base, INFINITY), far = base * (1.0 + 1e-7 * tools_uniform(&state));
        bank_bases(&bank, base, base, BITS);
        bank_slope(slope, &bank, r);
        bank_sum(down, &bank, r);
        bank_lambda(step, &bank);
        arb_mul_ui(step, step, r, BITS);
        ck_assert(fabs(value_of(slope)) <= value_of(step));
        bank_bases(&bank, next, next, BITS);
        bank_sum(up, &bank, r);
        arb_sub(up, up, down, BITS);
        double quotient = value_of(up) / log1p((next - base) / base);
        /* the quotient is the slope somewhere between, which moves by r (r + 1) h ulps at most */
        check_le(fabs(quotient - value_of(slope)), r * (r + 1.0) * 32 * 0x1p-52);
        bank_bases(&bank, base, far, BITS_FIRST);
        bank_sum(wide, &bank, r);
        ck_assert(arb_contains(wide, down));
        bank_slope(wide, &bank, r);
        ck_assert(arb_contains(wide, slope));
    }
    bank_bases(&bank, 1.0, 1.0, BITS);
    bank_lambda(step, &bank);
    check_le(fabs(value_of(step) - 15.5), 0.0); /* sum n/32 */
    bank_clear(&bank);
    arb_clear(up), arb_clear(down), arb_clear(slope), arb_clear(step), arb_clear(wide);
}

TEST(tables_keep_their_bound)
{
    static const int all_pairs[] = {1, 7, 8, 64, 200};
    struct worst worst = {0};
    uint64_t state = 3;
    arb_t sum;
    arb_init(sum);
    for (size_t k = 0; k < TOOLS_COUNT(all_pairs); k++)
        for (int i = 0; i < 6; i++) {
            struct bank bank;
            struct table table;
            double base;
            uint32_t r, span = (uint32_t)(1.0 + 5000.0 * tools_uniform(&state));
            draw(&state, &base, &r);
            bank_init(&bank, all_pairs[k]);
            ck_assert(table_init(&table, (uint32_t)all_pairs[k], 5001));
            bank_bases(&bank, base, base, BITS_FIRST);
            ck_assert(table_fill(&table, &bank, r, span));
            for (int j = 0; j < 100; j++) {
                uint32_t at = j == 0   ? r
                              : j == 1 ? r + span - 1
                                       : r + (uint32_t)(span * tools_uniform(&state));
                bank_sum(sum, &bank, at);
                worst_take(&worst, fabs(table_sum(&table, at) - value_of(sum)),
                           table_error(all_pairs[k]), "h %d b %.17g r %u", all_pairs[k], base, at);
            }
            table_free(&table);
            bank_clear(&bank);
        }
    arb_clear(sum);
    worst_check(&worst);
}

TEST(tables_refuse_what_balls_do_not_know)
{
    struct bank bank;
    struct table table;
    bank_init(&bank, 4);
    ck_assert(table_init(&table, 4, 100));
    bank_bases(&bank, 100.0, 100.0, 55);
    ck_assert(!table_fill(&table, &bank, 1000, 100)); /* 1000 theta to 55 bits */
    bank_bases(&bank, 100.0, 101.0, BITS_FIRST);
    ck_assert(!table_fill(&table, &bank, 1, 2));
    table_free(&table);
    bank_clear(&bank);
}

/* B_2(1) = 4 cos 2 with D = 8, Lambda(1) = 3/2. */
TEST(margins_are_judged)
{
    struct bank bank;
    bank_init(&bank, 4);
    double size = -4.0 * cos(2.0), low = nextafter(size, 0.0);
    struct fail_proof proof = fail_prove(&bank, 1.0, 2, low);
    ck_assert_int_eq(proof.margin, MARGIN_TRUE);
    check_le(fabs(proof.value + size), 2 * UNIT_ROUNDING * size);
    check_le(proof.frontier, exp(low / 3.0) * (1.0 + 4 * UNIT_ROUNDING));
    check_le(exp(low / 3.0) * (1.0 - 8 * UNIT_ROUNDING), proof.frontier);
    ck_assert_int_eq(fail_prove(&bank, 1.0, 2, size * (1.0 - 0.999e-6)).margin, MARGIN_TRUE);
    ck_assert_int_eq(fail_prove(&bank, 1.0, 2, size * (1.0 - 1.001e-6)).margin, MARGIN_BLUNT);
    ck_assert_int_eq(fail_prove(&bank, 1.0, 2, nextafter(size, 2.0 * size)).margin, MARGIN_OVER);
    ck_assert_int_eq(fail_prove(&bank, 1.0, 1, 0.1).margin, MARGIN_OVER); /* cos 1 > 0 */
    bank_clear(&bank);
    bank_init(&bank, 1);
    /* without a second pair no base changes B */
    proof = fail_prove(&bank, 1.0, 2, nextafter(-cos(2.0), 0.0));
    ck_assert(proof.margin == MARGIN_TRUE && proof.frontier == BASE_MAX);
    bank_clear(&bank);
    bank_init(&bank, 2);
    proof = fail_prove(&bank, 1e199, 3, 1e-9); /* Lambda is about 1e-100 */
    ck_assert_int_eq(proof.margin, MARGIN_OVER);
    bank_clear(&bank);
}

/* With four bits nothing is decided, and that is what is said, at once. */
TEST(what_balls_cannot_tell_stays_open)
{
    struct bank bank;
    bank_init(&bank, 64);
    bank.bits_first = bank.bits_last = 4;
    ck_assert_int_eq(fail_prove(&bank, 500.0, 1000, 0.5).margin, MARGIN_OPEN);
    ck_assert_int_eq(bank_passes(&bank, 500.0, 1000), ANSWER_OPEN);
    bank.bits_last = 512; /* 4, 8, ... bits, until they do */
    ck_assert_int_ne(bank_passes(&bank, 500.0, 1000), ANSWER_OPEN);
    ck_assert_int_gt(bank.bits, 4);
    bank_clear(&bank);
}

/* Cells of any width: over the largest |ln(b/middle)|, in narrow ones by a sixteenth of it at most.
 * */
TEST(drifts_bound_the_logarithm)
{
    uint64_t state = 5;
    for (int i = 0; i < 20000; i++) {
        double from = exp(tools_uniform(&state) * 20.0), width = exp(-30.0 * tools_uniform(&state));
        double to = from * (1.0 + 3.0 * width), middle = from + (to - from) * tools_uniform(&state);
        long double up = log1pl(((long double)to - middle) / middle),
                    down = log1pl(((long double)middle - from) / from);
        long double most = up > down ? up : down;
        double drift = cell_drift(0.3, 1000, from, middle, to);
        check_le((double)(300.0L * most), drift);
        if (width < 1.0 / 48.0 && width > 1e-6)
            check_le(drift, (double)(300.0L * most) * (1.0 + 1.0 / 16.0));
    }
}

/* D = 4, B_2 = cos 2 + cos(2/sqrt b), whose slope at its root is 0.909 of the bound: cells that
 * reach just below the root. */
TEST(hardly_failing_ends_are_seen)
{
    double root = 4.0 / ((M_PI - 2.0) * (M_PI - 2.0));
    for (double out = 1e-14; out < 1e-2; out *= 3.0)
        for (double in = 1e-10; in < 0.3; in *= 3.0) {
            struct pass_proof proof = pass_prove(2, 3, root * (1.0 - out), root * (1.0 + in));
            ck_assert_int_eq(proof.pass, PASS_REFUTED);
            ck_assert(proof.base < root && proof.distance == 2);
        }
    ck_assert_int_eq(pass_prove(2, 3, root * (1.0 + 1e-14), root * 1.3).pass, PASS_PROVED);
}

/* Random intervals at D = 8 and 16: never proved over a base of a grid that fails; what refutes
 * does fail; none is left open. */
TEST(intervals_pass_as_grids_do)
{
    enum { GRID = 100 };
    uint64_t state = 4;
    int proved = 0, refuted = 0;
    for (int i = 0; i < 600; i++) {
        int pairs = i % 2 ? 4 : 8;
        uint32_t context = 2 + (uint32_t)(40.0 * tools_uniform(&state));
        double from = exp(tools_uniform(&state) * 9.0),
               to = from * (1.0 + exp(-7.0 * tools_uniform(&state)));
        if (i % 5 == 0)
            to = from;
        struct pass_proof proof = pass_prove(pairs, context, from, to);
        ck_assert_int_le(proof.pass, PASS_REFUTED);
        refuted += proof.pass == PASS_REFUTED;
        proved += proof.pass == PASS_PROVED;
        if (proof.pass == PASS_REFUTED) {
            ck_assert(proof.base >= from && proof.base <= to && proof.distance < context);
            check_lt(proof.value, 0.0);
            check_le(fabs(reference(pairs, proof.base, proof.distance) - proof.value),
                     reference_error(pairs, context));
            continue;
        }
        for (int k = 0; k <= GRID; k++)
            for (uint32_t r = 0; r < context; r++)
                check_le(-reference(pairs, from + (to - from) * k / GRID, r),
                         reference_error(pairs, context));
    }
    ck_assert_int_gt(proved, 100);
    ck_assert_int_gt(refuted, 100);
}

/* Intervals that end at the last double before a root: the sums there are as small as they can be.
 * */
TEST(intervals_pass_up_to_the_last_double)
{
    /* B_15 crosses zero between, D = 8; at 193.9 and above all of context 16 pass */
    double lo = 229.24, hi = 229.25;
    verify_neighbours(4, 15, &lo, &hi);
    ck_assert_int_eq(pass_prove(4, 16, 193.9, lo).pass, PASS_PROVED);
    struct pass_proof proof = pass_prove(4, 16, 193.9, hi);
    ck_assert_int_eq(proof.pass, PASS_REFUTED);
    ck_assert_uint_eq(proof.distance, 15);
    ck_assert(proof.base == hi);
}

/* Every path at a size where tables and runs matter: D = 128 at the first window of 65536, and just
 * outside it. */
TEST(long_contexts_pass)
{
    ck_assert_int_eq(pass_prove(64, 65536, 2090200.0, 2091300.0).pass, PASS_PROVED);
    ck_assert_int_eq(pass_prove(64, 65536, 2090200.0, 2090200.0).pass, PASS_PROVED);
    struct pass_proof proof = pass_prove(64, 65536, 2090200.0, 2091400.0);
    ck_assert_int_eq(proof.pass, PASS_REFUTED);
    ck_assert_uint_eq(proof.distance, 61314);
    check_lt(reference(64, proof.base, proof.distance), 0.0);
    ck_assert_int_eq(pass_prove(64, 65536, 10000.0, 10000.0).pass, PASS_REFUTED);
    ck_assert_int_eq(pass_prove(64, 1, 1.0, 1.0).pass, PASS_PROVED); /* no distance but 0 */
}
