/* The degree of b^(1/h) against brute force over all small integer bases, and at the ends of the
 * range. */
#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/limits/independence.h"

/* The largest g with base = m^g, trying every m. */
static unsigned power_of(uint64_t base)
{
    unsigned best = 1;
    for (uint64_t m = 2; m * m <= base; m++) {
        uint64_t product = m;
        unsigned g = 1;
        while (product < base)
            product *= m, g++;
        if (product == base && g > best)
            best = g;
    }
    return best;
}

/* The least n >= 1 for which b^(n/h) is an integer: h n / gcd reasoning replaced by trying. b^(n/h)
 * = m^(g n/h). */
static size_t degree_of(unsigned g, size_t pairs)
{
    for (size_t n = 1;; n++)
        if (g * n % pairs == 0)
            return n;
}

TEST(small_bases_are_dependent_where_powers)
{
    unsigned wrong = 0;
    for (uint64_t base = 2; base <= 20000; base++) {
        unsigned want = power_of(base), power = 0;
        for (size_t pairs = 1; pairs <= 64; pairs++) {
            size_t degree = 0;
            wrong += independence_degree((double)base, pairs, &power, &degree) != STATUS_OK ||
                     power != want || degree != degree_of(want, pairs);
        }
    }
    ck_assert_uint_eq(wrong, 0);
}

/* Perfect powers up to 2^53 and their neighbours, which are none (Mihailescu: only 8 and 9 are
 * adjacent). */
TEST(large_powers_are_seen_and_neighbours_are_none)
{
    unsigned wrong = 0, tried = 0;
    for (uint64_t m = 2; m < 3000; m++) {
        uint64_t product = m;
        for (unsigned g = 2; product <= (UINT64_C(1) << 53) / m; g++) {
            unsigned power = 0, own = power_of(m);
            size_t degree;
            product *= m;
            tried++;
            wrong += independence_degree((double)product, 64, &power, &degree) != STATUS_OK ||
                     power != g * own;
            if (product > 9 && product < UINT64_C(1) << 53) {
                wrong += independence_degree((double)(product + 1), 64, &power, &degree) ==
                             STATUS_OK &&
                         (power != 1 || degree != 64);
                wrong += independence_degree((double)(product - 1), 64, &power, &degree) !=
                             STATUS_OK ||
                         power != 1 || degree != 64;
            }
        }
    }
    ck_assert_uint_gt(tried, 5000);
    ck_assert_uint_eq(wrong, 0);
}

/* The table of theory/limits/README.md#independence, and what is refused. */
TEST(printed_table_is_right)
{
    static const struct {
        double base;
        unsigned power;
        size_t pairs, degree;
    } rows[] = {
        {1e4, 4, 64, 16},   {1e4, 4, 12, 3},    {1e6, 6, 64, 32},
        {1e6, 6, 48, 8},    {1e7, 7, 64, 64},   {5e5, 1, 64, 64},
        {2.5e5, 2, 48, 24}, {1.5e5, 1, 32, 32}, {0x1p53, 53, 53, 1},
    };
    unsigned power;
    size_t degree;
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        ck_assert_int_eq(independence_degree(rows[i].base, rows[i].pairs, &power, &degree),
                         STATUS_OK);
        ck_assert_uint_eq(power, rows[i].power);
        ck_assert_uint_eq(degree, rows[i].degree);
    }
    static const double bad[] = {1.0, 0.0, -4.0, 10.5, 0x1p54, NAN, INFINITY};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(independence_degree(bad[i], 4, &power, &degree), STATUS_UNDEFINED);
    ck_assert_int_eq(independence_degree(10.0, 0, &power, &degree), STATUS_UNDEFINED);
}
