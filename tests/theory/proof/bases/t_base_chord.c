/* The chord lemma against functions that reach its bound, and what it proves against plain sums. */
#include "theory/proof/bases/base_chord.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/bases/base_end.h"

/* -first and -last are the ends of a parabola of second derivative -bend: it is the largest one
 * with them, and touches zero where the lemma turns. */
TEST(the_lemma_is_sharp)
{
    uint64_t state = 3;
    for (int i = 0; i < 1000; i++) {
        double bend = exp(8.0 * tools_uniform(&state) - 4.0),
               width = exp(4.0 * tools_uniform(&state) - 2.0), x = tools_uniform(&state),
               first = 0.5 * bend * width * width * x * x,
               last = 0.5 * bend * width * width * (1.0 - x) * (1.0 - x);
        ck_assert(base_chord_holds(first * (1.0 + 1e-12), last * (1.0 + 1e-12), bend, width));
        ck_assert(!base_chord_holds(first * (1.0 - 1e-12), last * (1.0 - 1e-12), bend, width));
        ck_assert(!base_chord_holds(first, last, bend, width * (1.0 + 1e-12)));
    }
    ck_assert(base_chord_holds(1e-300, 1e-300, 0.0, 1e100)); /* one pair: no bend */
}

static long double plain_sum(size_t h, long double base, double r)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < h; n++)
        sum += cosl((long double)r * powl(base, -(long double)n / (long double)h));
    return sum;
}

/* From a negative sum on: everything up to the base reached is negative, and with the true zero as
 * target nearly all of the way is reached. */
TEST(what_is_proved_is_negative)
{
    static const size_t dims[] = {2, 4, 6, 16, 64, 128};
    uint64_t state = 11;
    int arcs = 0;
    for (size_t d = 0; d < TOOLS_COUNT(dims); d++) {
        struct base_bank *bank;
        size_t h = dims[d] / 2;
        ck_assert_int_eq(base_bank_new(dims[d], &bank), STATUS_OK);
        for (int i = 0; i < 60; i++) {
            double from = exp(8.0 * tools_uniform(&state)),
                   r = floor(1.0 + 60.0 * tools_uniform(&state)), to, reached, margin;
            long double at = plain_sum(h, from, r);
            if (at >= -1e-3L)
                continue;
            long double step = 1.0L + 1e-3L, base = from;
            while (base < 20.0L * from && plain_sum(h, base, r) < 0.0L)
                base *= step;
            to = (double)base;
            ck_assert_int_eq(base_chord_prove(bank, r, from, to, &reached, &margin), STATUS_OK);
            ck_assert(reached >= from && reached <= to && margin > 0.0);
            ck_assert(-plain_sum(h, reached, r) >= margin - 1e-15L);
            for (int k = 0; k <= 20; k++) {
                long double part = (long double)k / 20.0L;
                ck_assert(plain_sum(h, from + part * (reached - from), r) < 0.0L);
            }
            ck_assert_msg(reached - from >= 0.4 * (to - from) || to - from < 1e-2 * from,
                          "dim %zu r %.0f from %.17g: %.17g of %.17g", dims[d], r, from, reached,
                          to);
            arcs++;
        }
        base_bank_free(bank);
    }
    ck_assert_int_gt(arcs, 60);
}

/* Nothing is proved from a base at which the sum is not negative. */
TEST(nothing_follows_from_a_sum_that_is_not_negative)
{
    struct base_bank *bank;
    double reached, margin;
    ck_assert_int_eq(base_bank_new(8, &bank), STATUS_OK);
    ck_assert_int_eq(base_chord_prove(bank, 1.0, 5.0, 6.0, &reached, &margin), STATUS_OK);
    ck_assert(reached == 5.0 && margin == 0.0);
    ck_assert_int_eq(base_chord_prove(bank, 1.0, 0.5, 6.0, &reached, &margin), STATUS_DOMAIN);
    base_bank_free(bank);
}

/* The bound on the second derivative is one, and tight where all pairs bend the same way. */
TEST(the_bend_is_a_bound)
{
    uint64_t state = 5;
    struct base_bank *bank;
    ck_assert_int_eq(base_bank_new(32, &bank), STATUS_OK);
    for (int i = 0; i < 300; i++) {
        double base = exp(10.0 * tools_uniform(&state)),
               r = floor(1.0 + 300.0 * tools_uniform(&state));
        long double step = 1e-3L / (long double)r, up = expl(step),
                    bend = (plain_sum(16, base * up, r) + plain_sum(16, base / up, r) -
                            2.0L * plain_sum(16, base, r)) /
                           (step * step);
        ck_assert_int_eq(base_bank_set(bank, base), STATUS_OK);
        check_le(fabsl(bend), (long double)base_bank_bend(bank, r) * (1.0L + 1e-3L) + 1e-3L);
        long double square = 0.0L, plain = 0.0L;
        for (int n = 0; n < 16; n++) {
            long double share = (long double)n / 16.0L, theta = powl(base, -share);
            square += share * share * theta * theta;
            plain += share * share * theta;
        }
        long double want = (long double)r * ((long double)r * square + plain);
        ck_assert(base_bank_bend(bank, r) >= want &&
                  base_bank_bend(bank, r) <= want * (1.0L + 1e-13L));
    }
    base_bank_free(bank);
}

TEST(ends_are_short_and_inside)
{
    ck_assert(base_end_short(1234.4, 1235.6) == 1235.0);
    ck_assert(base_end_short(0.95, 1.05) == 1.0);
    ck_assert(base_end_short(1.0, 1.0) == 1.0);
    double low = 1.0 + 0x1p-52, high = 1.0 + 0x1.8p-51, x = base_end_short(low, high);
    ck_assert(x >= low && x <= high);
}
