/* Boxes of bases and distances against plain sums on a grid of bases. */
#include "theory/proof/bases/base_boxes.h"

#include <math.h>
#include <omp.h>

#include "tests/tools/check_tools.h"

static double least_sum(size_t h, double base, size_t first, size_t last)
{
    double least = HUGE_VAL;
    for (size_t r = first; r < last; r++) {
        double sum = 0.0;
        for (size_t n = 0; n < h; n++)
            sum += cos((double)r * pow(base, -(double)n / (double)h));
        least = fmin(least, sum);
    }
    return least;
}

/* No base of a grid over the edge fails, and just under it the distance named does. */
TEST(edges_are_those_of_plain_sums)
{
    static const struct {
        size_t dim, first, last;
        double lo, hi;
    } cases[] = {{4, 1, 12, 2.0, 1e6},   {6, 0, 40, 1.0, 1e5},    {8, 17, 33, 1.5, 1e5},
                 {32, 1, 128, 3.0, 1e5}, {34, 64, 100, 1.0, 1e4}, {64, 1, 100, 1.0, 1e4}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct base_edge edge;
        size_t h = cases[i].dim / 2;
        ck_assert_int_eq(base_boxes(cases[i].dim, cases[i].lo, cases[i].hi, cases[i].first,
                                    cases[i].last, &edge),
                         STATUS_OK);
        ck_assert(!edge.whole && edge.base > cases[i].lo && edge.base < cases[i].hi);
        ck_assert(edge.distance >= (double)cases[i].first && edge.distance < (double)cases[i].last);
        size_t r = (size_t)edge.distance;
        check_lt(least_sum(h, edge.base * (1.0 - 1e-9), r, r + 1), 0.0);
        for (double base = edge.base; base < cases[i].hi; base *= 1.003)
            ck_assert_msg(least_sum(h, base, cases[i].first, cases[i].last) > -1e-9,
                          "dim %zu: %.17g fails over %.17g", cases[i].dim, base, edge.base);
    }
}

/* The safe bases that a cover by short ranges found, dim 128; each length alone and on top of the
 * one before it, on any number of threads. */
TEST(edges_are_those_of_a_cover)
{
    static const struct {
        size_t length;
        double limit, safe;
    } known[] = {{1024, 680448.0, 6018.2808572877675},
                 {2048, 2785280.0, 22764.303792511913},
                 {4096, 11370496.0, 58789.50415070264},
                 {8192, 46563328.0, 394327.90459004242},
                 {16384, 190840832.0, 1321077.9573654649}};
    size_t first = 0;
    for (size_t i = 0; i < TOOLS_COUNT(known); i++) {
        struct base_edge edge, again;
        ck_assert_int_eq(base_boxes(128, 4000.0, known[i].limit, first, known[i].length, &edge),
                         STATUS_OK);
        check_le(fabs(edge.base / known[i].safe - 1.0), 1e-10);
        int threads = omp_get_max_threads();
        omp_set_num_threads(threads == 1 ? 3 : 1);
        ck_assert_int_eq(base_boxes(128, 4000.0, known[i].limit, first, known[i].length, &again),
                         STATUS_OK);
        omp_set_num_threads(threads);
        ck_assert(edge.base == again.base && edge.distance == again.distance &&
                  edge.sums.evaluations == again.sums.evaluations);
        first = known[i].length;
    }
}

/* Where nothing fails the edge is the lower end, and nothing is asked of no distances. */
TEST(bases_that_all_pass)
{
    struct base_edge edge;
    ck_assert_int_eq(base_boxes(32, 1e4, 1e9, 1, 64, &edge), STATUS_OK);
    ck_assert(edge.whole && edge.base == 1e4);
    ck_assert_int_eq(base_boxes(32, 2.0, 3.0, 64, 64, &edge), STATUS_OK);
    ck_assert(edge.whole && edge.sums.evaluations == 0.0);
    ck_assert_int_eq(base_boxes(32, 2.0, 2.0, 1, 64, &edge), STATUS_OK);
    ck_assert(!edge.whole && edge.base == 2.0);
    ck_assert_int_eq(base_boxes(32, 0.5, 2.0, 1, 64, &edge), STATUS_DOMAIN);
    ck_assert_int_eq(base_boxes(32, 3.0, 2.0, 1, 64, &edge), STATUS_DOMAIN);
}
