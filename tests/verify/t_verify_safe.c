/* Proofs without end: boxes against long doubles and against what is known of small cases. */
#include <math.h>
#include <omp.h>

#include "tests/tools/verify_tools.h"
#include "theory/ground/constants.h"
#include "verify/safe.h"

/* The least cosine of an interval of angles, lo to hi turns. */
static long double least_cosine(long double lo, long double hi)
{
    long double odd = ceill(lo - 0.5L) + 0.5L, turn = 2.0L * PI_L;
    return odd <= hi ? -1.0L : fminl(cosl(turn * lo), cosl(turn * hi));
}

/* Boxes of all sizes: never over the sum of the least cosines, and not under it by more than is
 * said. */
TEST(boxes_are_bounded_from_below)
{
    uint64_t state = 4;
    for (int i = 0; i < 6000; i++) {
        static const int all_pairs[] = {1, 2, 3, 7, 8, 9, 64, 100, 512};
        int pairs = all_pairs[i % (int)TOOLS_COUNT(all_pairs)];
        double r = exp(tools_uniform(&state) * log(16777215.0)),
               more = r * exp(-20.0 * tools_uniform(&state)), high = tools_uniform(&state);
        uint32_t first = (uint32_t)r, last = (uint32_t)fmin(r + more, 16777215.0);
        double low = i % 11 == 0 ? 0.0 : high * (1.0 - exp(-25.0 * tools_uniform(&state)));
        long double least = 0.0L, down = 1.0L, up = 1.0L, turn = 2.0L * PI_L;
        for (int n = 0; n < pairs; n++, down *= low, up *= high)
            least += least_cosine(first * down / turn, last * up / turn);
        double found = safe_least(pairs, first, last, low, high), slack = 1.0 - high,
               blur = last * 0x1p-60 / slack / slack;
        check_le(found, (double)least + blur);
        check_le((double)least - found, 1.2e-7 * (pairs + 7) + 2e-15 * last / slack / slack + blur);
    }
}

/* Where every pair may be anywhere the bound is not over -h, and where none turns it is h, nearly.
 */
TEST(boxes_know_all_and_nothing)
{
    for (int pairs = 1; pairs <= 512; pairs *= 2) {
        check_le(safe_least(pairs, 1, 16777215, 0.5, 1.0), -pairs);
        check_le(fabs(safe_least(pairs, 0, 0, 0.0, 1.0) - pairs), 1.2e-7 * (pairs + 7));
        check_le(safe_least(pairs, 0, 0, 0.0, 1.0), pairs);
    }
}

/* Roots above which every base passes, D = 128, and what the bases a little under them show:
 * distance and context of the published table. */
static const struct {
    int pairs;
    uint32_t context, distance;
    double fails, safe;
} ends[] = {
    {4, 16, 15, 463.05916632410924, 463.05916669455661},
    {8, 64, 60, 2768.1817288937555, 2768.1817311083009},
    {64, 65536, 63137, 14949413.91273362, 14949413.926188095},
};

TEST_EACH(ends_of_passing_are_found, TOOLS_COUNT(ends))
{
    int pairs = ends[_i].pairs;
    uint32_t context = ends[_i].context;
    for (int threads = 1; threads <= 3; threads += 2) {
        omp_set_num_threads(threads);
        ck_assert_int_eq(safe_prove(pairs, 1, context, ends[_i].safe).pass, PASS_PROVED);
        ck_assert_int_eq(safe_prove(pairs, 1, context, ends[_i].safe * 1.5).pass, PASS_PROVED);
        for (double parts = 2e-9; parts < 1e-2; parts *= 300.0) {
            double safe = ends[_i].safe * (1.0 - parts);
            struct pass_proof proof = safe_prove(pairs, 1, context, safe);
            ck_assert_int_eq(proof.pass, PASS_REFUTED);
            ck_assert(proof.base >= safe && proof.base < ends[_i].safe &&
                      proof.distance < context && proof.value < 0.0);
            check_lt((double)reference_sum(pairs, proof.base, proof.distance),
                     reference_sum_error(pairs, proof.distance));
        }
        struct pass_proof proof = safe_prove(pairs, 1, context, ends[_i].fails);
        ck_assert_int_eq(proof.pass, PASS_REFUTED);
        ck_assert_uint_eq(proof.distance, ends[_i].distance);
    }
    /* without the distance that decides, and those after it, more bases pass */
    ck_assert_int_eq(safe_prove(pairs, 1, ends[_i].distance, ends[_i].fails * (1.0 - 1e-8)).pass,
                     PASS_PROVED);
    ck_assert_int_eq(
        safe_prove(pairs, ends[_i].distance + 1, context, ends[_i].fails * (1.0 - 1e-8)).pass,
        PASS_PROVED);
}

/* The one distance that fails is found wherever it stands among others that pass. */
TEST(no_distance_is_lost)
{
    const uint32_t r = ends[2].distance;
    for (uint32_t before = 0; before < 9; before++)
        for (uint32_t after = 0; after < 9; after++) {
            struct pass_proof proof = safe_prove(64, r - before, r + after + 1,
                                                 ends[2].fails * (1.0 - 1e-8));
            ck_assert(proof.pass == PASS_REFUTED && proof.distance == r);
        }
}

/* The end is met to the last double: the root of the deciding distance, from both sides. */
TEST(safe_bases_end_at_the_last_double)
{
    double lo = ends[0].fails, hi = ends[0].safe;
    verify_neighbours(4, 15, &lo, &hi);
    ck_assert_int_eq(safe_prove(4, 1, 16, hi).pass, PASS_PROVED);
    struct pass_proof proof = safe_prove(4, 1, 16, lo);
    ck_assert(proof.pass == PASS_REFUTED && proof.distance == 15);
}

/* One pair: cos 1 > 0 > cos 2 at every base. Two: cos r + 1 as b grows, 4.5e-10 at r = 355, so that
 * 355/sqrt b <= 355 - 113 pi has to hold. */
TEST(few_pairs_have_their_limits)
{
    double off = 3.0144353364053721e-05, root = (355.0 / off) * (355.0 / off); /* 355 - 113 pi */
    ck_assert_int_eq(safe_prove(1, 1, 2, 1.0).pass, PASS_PROVED);
    struct pass_proof proof = safe_prove(1, 1, 3, 7.0);
    ck_assert(proof.pass == PASS_REFUTED && proof.distance == 2);
    ck_assert_int_eq(safe_prove(1, 1, 3, 1e200).pass, PASS_REFUTED);
    ck_assert_int_eq(safe_prove(2, 1, 356, root * (1.0 + 1e-9)).pass, PASS_PROVED);
    ck_assert_int_eq(safe_prove(2, 1, 356, 1e200).pass, PASS_PROVED);
    proof = safe_prove(2, 1, 356, root * (1.0 - 1e-9));
    ck_assert(proof.pass == PASS_REFUTED && proof.distance == 355);
    ck_assert_int_eq(safe_prove(2, 1, 355, root / 100.0).pass, PASS_PROVED);
    /* r/sqrt b goes down from a whole turn: both ends pass, half a turn does not */
    for (uint32_t r = 7; r < 60; r++)
        ck_assert_int_eq(safe_prove(2, r, r + 1, r / TWO_PI * (r / TWO_PI)).pass, PASS_REFUTED);
    ck_assert_int_eq(safe_prove(512, 1, 1000, 1e200).pass, PASS_PROVED);
    ck_assert_int_eq(safe_prove(512, 1, 1000, 1.0).pass, PASS_REFUTED);
    ck_assert_int_eq(safe_prove(3, 7, 7, 1.0).pass, PASS_PROVED); /* no distance */
}

/* Random small cases: proved only if no base of a grid fails, which reaches far up; refuted only by
 * one that does. */
TEST(safe_bases_are_as_grids_are)
{
    enum { GRID = 100 };
    uint64_t state = 5;
    int proved = 0, refuted = 0;
    for (int i = 0; i < 300; i++) {
        int pairs = 2 + (int)(8.0 * tools_uniform(&state));
        uint32_t context = 2 + (uint32_t)(30.0 * tools_uniform(&state));
        double safe = exp(tools_uniform(&state) * 9.0);
        struct pass_proof proof = safe_prove(pairs, 1, context, safe);
        ck_assert_int_le(proof.pass, PASS_REFUTED);
        if (proof.pass == PASS_REFUTED) {
            refuted++;
            ck_assert(proof.base >= safe && proof.distance < context && proof.value < 0.0);
            check_lt((double)reference_sum(pairs, proof.base, proof.distance),
                     reference_sum_error(pairs, context));
            continue;
        }
        proved++;
        for (int k = 0; k <= GRID; k++)
            for (uint32_t r = 1; r < context; r++)
                check_le(-(double)reference_sum(pairs, safe * exp(12.0 * k * k / GRID / GRID), r),
                         reference_sum_error(pairs, r));
    }
    ck_assert_int_gt(proved, 30);
    ck_assert_int_gt(refuted, 30);
}
