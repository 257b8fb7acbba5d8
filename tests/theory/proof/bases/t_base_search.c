/* A sweep over the bases: what it takes, and in which order. */
#include "theory/proof/bases/base_search.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* A base limit leaves the sweep open, and a shorter length cannot follow a longer one. */
TEST(lengths_only_grow)
{
    struct base_sweep *sweep;
    struct base_bracket least;
    ck_assert_int_eq(base_sweep_new(32, 0.5, &sweep), STATUS_DOMAIN);
    ck_assert_int_eq(base_sweep_new(32, 1.0, &sweep), STATUS_OK);
    ck_assert_int_eq(base_sweep_run(sweep, 64, 3.0, 1e-9, NULL, &least), STATUS_OK);
    ck_assert(!least.closed && least.lo >= 3.0);
    ck_assert_int_eq(base_sweep_run(sweep, 63, 3.0, 1e-9, NULL, &least), STATUS_DOMAIN);
    base_sweep_free(sweep);
}

struct ranges {
    struct base_below below[4096];
    size_t count;
};

static enum status keep(void *context, const struct base_below *below)
{
    struct ranges *r = context;
    ck_assert_uint_lt(r->count, TOOLS_COUNT(r->below));
    r->below[r->count++] = *below;
    return STATUS_OK;
}

static double plain_sum(size_t h, double base, double r)
{
    double sum = 0.0;
    for (size_t n = 0; n < h; n++)
        sum += cos(r * pow(base, -(double)n / (double)h));
    return sum;
}

/* The first base of a fine grid at which no plain sum is negative: the search is not beyond it, and
 * comes as near as the grid is fine. */
TEST(infima_are_those_of_a_plain_search)
{
    static const struct {
        size_t dim, length;
        double start;
    } cases[] = {{4, 12, 1.0},   {6, 40, 1.0},   {8, 33, 1.0},    {10, 64, 7.5},
                 {32, 128, 1.0}, {64, 100, 1.0}, {128, 200, 50.0}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        size_t h = cases[i].dim / 2, worst = 3;
        struct base_sweep *sweep;
        struct base_bracket least;
        ck_assert_int_eq(base_sweep_new(cases[i].dim, cases[i].start, &sweep), STATUS_OK);
        ck_assert_int_eq(base_sweep_run(sweep, cases[i].length, 1e100, 1e-9, NULL, &least),
                         STATUS_OK);
        ck_assert(least.closed && least.lo <= least.hi && least.hi <= least.lo * (1.0 + 1e-9));
        double base = cases[i].start, step = 1.0 + 2e-5;
        for (;; base *= step) {
            bool fails = plain_sum(h, base, (double)worst) < 0.0;
            for (size_t r = 1; !fails && r < cases[i].length; r++)
                if (plain_sum(h, base, (double)r) < 0.0)
                    fails = true, worst = r;
            if (!fails)
                break;
        }
        ck_assert_msg(least.hi <= base && least.hi * step >= base,
                      "dim %zu length %zu: %.12g, plain %.12g", cases[i].dim, cases[i].length,
                      least.hi, base);
        base_sweep_free(sweep);
    }
}

/* The ranges of a search, and of one that stops on the way and goes on, meet; where the first one
 * stops does not change what is found. */
TEST(a_search_goes_on)
{
    static struct ranges whole, parts;
    struct base_sweep *a, *b;
    struct base_bracket one, two;
    whole.count = parts.count = 0;
    ck_assert_int_eq(base_sweep_new(64, 1.0, &a), STATUS_OK);
    ck_assert_int_eq(base_sweep_new(64, 1.0, &b), STATUS_OK);
    ck_assert_int_eq(base_sweep_run(a, 512, 1e100, 1e-9, &(struct base_belows){keep, &whole}, &one),
                     STATUS_OK);
    for (double until = 2.0; until < 1e100; until *= 1e3)
        ck_assert_int_eq(
            base_sweep_run(b, 512, until, 1e-9, &(struct base_belows){keep, &parts}, &two),
            STATUS_OK);
    ck_assert(one.closed && two.closed && one.lo == two.lo && one.hi == two.hi);
    ck_assert_uint_eq(whole.count, parts.count);
    for (size_t i = 0; i < whole.count; i++)
        ck_assert(whole.below[i].from == (i ? whole.below[i - 1].to : 1.0) &&
                  whole.below[i].to == parts.below[i].to &&
                  whole.below[i].distance == parts.below[i].distance);
    ck_assert(base_sweep_effort(a).ranges == (double)whole.count);
    base_sweep_free(a);
    base_sweep_free(b);
}

/* One pair does not feel the base. */
TEST(one_pair_fails_at_every_base)
{
    struct base_sweep *sweep;
    struct base_bracket least;
    ck_assert_int_eq(base_sweep_new(2, 1.0, &sweep), STATUS_OK);
    ck_assert_int_eq(base_sweep_run(sweep, 3, BASE_BANK_BASE, 1e-9, NULL, &least), STATUS_OK);
    ck_assert(!least.closed && least.lo >= 0.9 * BASE_BANK_BASE && least.hi == 0.0);
    base_sweep_free(sweep);
}

/* Handed from sweep to sweep at every pause, over two lengths: the same ranges, end and effort. */
TEST(a_sweep_set_to_anothers_state_goes_on_as_that_one)
{
    static const size_t lengths[] = {300, 1024};
    static struct ranges whole, parts;
    struct base_sweep *a, *b;
    size_t pauses = 0;
    ck_assert_int_eq(base_sweep_new(64, 1.0, &a), STATUS_OK);
    struct base_state state = base_sweep_state(a);
    for (size_t i = 0; i < TOOLS_COUNT(lengths); i++) {
        struct base_bracket one, two = {.paused = true};
        ck_assert_int_eq(
            base_sweep_run(a, lengths[i], 1e100, 1e-9, &(struct base_belows){keep, &whole}, &one),
            STATUS_OK);
        ck_assert(!one.paused && one.closed);
        while (two.paused) {
            ck_assert_int_eq(base_sweep_new(64, 1.0, &b), STATUS_OK);
            base_sweep_set(b, &state);
            base_sweep_pause(b, 1.0);
            ck_assert_int_eq(base_sweep_run(b, lengths[i], 1e100, 1e-9,
                                            &(struct base_belows){keep, &parts}, &two),
                             STATUS_OK);
            state = base_sweep_state(b);
            base_sweep_free(b);
            pauses += two.paused;
        }
        ck_assert(one.closed == two.closed && one.lo == two.lo && one.hi == two.hi &&
                  one.distance == two.distance && one.margin == two.margin);
    }
    ck_assert_uint_gt(pauses, 20);
    ck_assert_uint_eq(parts.count, whole.count);
    for (size_t i = 0; i < whole.count; i++)
        ck_assert(parts.below[i].from == whole.below[i].from &&
                  parts.below[i].to == whole.below[i].to &&
                  parts.below[i].distance == whole.below[i].distance);
    struct base_effort x = base_sweep_effort(a), y = state.effort;
    ck_assert(x.ranges == y.ranges && x.sieves == y.sieves &&
              x.sums.evaluations == y.sums.evaluations && x.sums.balls == y.sums.balls);
    base_sweep_free(a);
}
