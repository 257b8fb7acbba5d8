/* What is sought without proof misses nothing that it says it finds. */
#include "theory/proof/bases/base_sieve.h"

#include <omp.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/bases/base_arcs.h"
#include "theory/proof/bases/base_scan.h"

TEST(cosines_of_turns)
{
    for (float x = -3.0f; x < 3.0f; x += 0.001f)
        check_le(fabs((double)base_sieve_cosine(x) - cos(6.283185307179586 * (double)x)), 6e-5);
}

/* Every distance whose sum is under the limit less 1 is found, none over it by more; in order,
 * on any number of threads, in one piece or in two. */
TEST(small_sums_are_found)
{
    static const struct {
        size_t dim, length;
        double base, limit;
    } cases[] = {{2, 70, 10.0, 0.0},       {8, 3000, 100.0, 1.0},    {64, 5000, 1.0, 2.0},
                 {128, 5000, 50.0, 3.0},   {128, 40000, 1e5, 3.0},   {128, 300000, 1e7, 3.0},
                 {256, 100000, 3e6, 10.0}, {1024, 20000, 1e4, 10.0}, {128, 17, 1e7, 60.0}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct base_bank *bank;
        struct base_sieve sieve = {0}, other = {0};
        struct base_scan scan = {0};
        size_t length = cases[i].length, at = 0;
        ck_assert_int_eq(base_bank_new(cases[i].dim, &bank), STATUS_OK);
        ck_assert_int_eq(base_bank_set(bank, cases[i].base), STATUS_OK);
        const struct schedule *s = base_bank_schedule(bank);
        ck_assert_int_eq(base_sieve_append(&sieve, s, 1, length, cases[i].limit), STATUS_OK);
        int threads = omp_get_max_threads();
        omp_set_num_threads(threads == 1 ? 3 : 1);
        ck_assert_int_eq(base_sieve_append(&other, s, 1, length, cases[i].limit), STATUS_OK);
        omp_set_num_threads(threads);
        ck_assert_uint_eq(sieve.count, other.count);
        ck_assert(sieve.count == 0 || memcmp(sieve.distance, other.distance,
                                             sieve.count * sizeof *sieve.distance) == 0);
        ck_assert_int_eq(base_scan_values(&scan, bank, length), STATUS_OK);
        for (size_t r = 1; r < length; r++) {
            bool found = at < sieve.count && sieve.distance[at] == r;
            at += found;
            ck_assert_msg(found ? scan.value[r] < cases[i].limit + 1.0
                                : scan.value[r] > cases[i].limit - 1.0,
                          "dim %zu r %zu: %g", cases[i].dim, r, scan.value[r]);
        }
        ck_assert_uint_eq(at, sieve.count);
        other.count = 0;
        ck_assert_int_eq(base_sieve_append(&other, s, 1, length / 3, cases[i].limit), STATUS_OK);
        ck_assert_int_eq(base_sieve_append(&other, s, length / 3, length, cases[i].limit),
                         STATUS_OK);
        ck_assert_int_eq(base_sieve_append(&other, s, length, length, cases[i].limit), STATUS_OK);
        for (size_t k = 1; k < other.count; k++)
            ck_assert_uint_gt(other.distance[k], other.distance[k - 1]);
        base_scan_free(&scan);
        base_sieve_free(&sieve);
        base_sieve_free(&other);
        base_bank_free(bank);
    }
}

/* Arcs lie where sums are negative: in their middle they are, and where an arc ends and the window
 * does not, the sum crosses zero. */
TEST(arcs_are_negative)
{
    struct base_bank *bank, *other;
    struct base_arcs arcs = {0};
    uint32_t distance[400];
    for (uint32_t i = 0; i < 400; i++)
        distance[i] = i + 1;
    ck_assert_int_eq(base_bank_new(64, &bank), STATUS_OK);
    ck_assert_int_eq(base_bank_new(64, &other), STATUS_OK);
    ck_assert_int_eq(base_bank_set(bank, 30.0), STATUS_OK);
    ck_assert_int_eq(base_arcs_find(&arcs, bank, 400, distance), STATUS_OK);
    ck_assert_uint_gt(arcs.count, 100);
    for (size_t i = 0; i < arcs.count; i++) {
        const struct base_arc *arc = &arcs.arc[i];
        ck_assert(arc->from < arc->to || arc->open || arc->to == arc->last);
        ck_assert(arc->last <= arc->to && (arc->open || arc->to <= arc->last + arc->step));
        ck_assert_int_eq(base_bank_set(other, arc->last), STATUS_OK);
        check_lt(base_bank_value(other, arc->distance), 4e-3);
        if (arc->open)
            continue;
        ck_assert_int_eq(base_bank_set(other, arc->last + arc->step), STATUS_OK);
        check_lt(-4e-3, base_bank_value(other, arc->distance));
    }
    base_arcs_free(&arcs);
    base_bank_free(bank);
    base_bank_free(other);
}
