/* Streamed inversions against the same curve held, and against what is known of curves too long to
 * hold. */
#include "kernels/counts/inversion_stream.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/counts/inversions.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {11, 12};
enum { DIM_MAX = 16 };

/* One draw's coordinates. */
struct pair {
    double q[DIM_MAX], k[DIM_MAX];
};

static struct pair drawn(const char *qk, const struct encoding *e, uint64_t draw)
{
    struct qk_law law = tools_law(qk);
    struct pair p;
    double work[2 * DIM_MAX];
    ck_assert_uint_le(e->dim, DIM_MAX);
    qk_draw(&law, &STREAM, draw, e->dim, work, p.q, p.k);
    return p;
}

static double *held(const struct encoding *e, const struct pair *p, struct curve_window at)
{
    double *window = malloc(curve_window_size(e, at.count) * sizeof *window),
           *work = malloc(curve_work_size(e, 1, at.count) * sizeof *work),
           *score = malloc(at.count * sizeof *score);
    struct score_input input = {.draws = 1, .query = p->q, .key = p->k};
    ck_assert(window && work && score);
    ck_assert_int_eq(curve_window_fill(e, at.first, at.count, window), STATUS_OK);
    ck_assert_int_eq(curve_scores(e, at.count, window, &input, work, score), STATUS_OK);
    free(window);
    free(work);
    return score;
}

static struct inversion_bounds streamed(const struct encoding *e, const struct pair *p,
                                        struct curve_window near, struct curve_window far,
                                        double tie)
{
    struct score_input input = {.draws = 1, .query = p->q, .key = p->k};
    struct inversion_bounds out;
    ck_assert_int_eq(inversion_stream(e, &input, near, far, tie, &out), STATUS_OK);
    return out;
}

static double tie_of(const struct encoding *e, const struct pair *p, struct curve_window near,
                     struct curve_window far)
{
    return 2.0 * curve_error(e, p->q, p->k,
                             fmax(near.first + (double)near.count, far.first + (double)far.count));
}

/* Windows below, at and over the 2^21 scores of a slab and the 131,072 of a stretch; near, between
 * and far from the query. */
TEST(streamed_counts_are_those_of_the_held_curve)
{
    static const struct {
        const char *encoding, *qk;
        struct curve_window near, far;
    } cases[] = {
        {"rope:base=1e4,dim=16", "unit", {0, 1 << 17}, {1 << 17, 1 << 17}},
        {"rope:base=5e5,dim=8", "gauss", {0, 1 << 20}, {1 << 20, 1 << 20}},
        {"rope:base=5e5,dim=8", "gauss:mu=1", {0, (1 << 20) + 1}, {(1 << 20) + 1, 1 << 20}},
        {"rope:base=1e4,dim=16,rotary=4", "aligned:rho=0.5", {0, 1250000}, {1250000, 1250000}},
        {"rope:base=1e4,dim=2", "unit", {1000001, 131073}, {2000001, 131071}},
        /* eight values */
        {"rope:base=16,dim=8,unit=turn", "gauss", {0, 1 << 18}, {1 << 18, 1 << 18}},
        {"rope:base=16,dim=8,unit=turn", "unit", {0, 1100000}, {1100000, 1100000}},
        {"alibi:dim=4,slope=0.001", "gauss", {0, 1 << 18}, {1 << 18, 1 << 18}},
        /* far ones nearer, and overlapping */
        {"alibi:dim=4,slope=0.001", "gauss", {1 << 20, 1 << 20}, {0, 1200000}},
        /* falls by a few ties in all */
        {"alibi:dim=4,slope=1e-18", "gauss:mu=1", {0, 1100000}, {0, 1100000}},
        {"nope:dim=4", "gauss", {0, 300000}, {300000, 300000}},
        {"tapa:dim=8", "aligned:rho=0.5", {0, 1 << 18}, {1 << 18, 1 << 18}},
        {"tapa:dim=8,alpha=0.9", "gauss", {0, 1 << 19}, {1 << 19, 3}},
    };
    run_threads(2);
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct encoding *e = tools_encoding(cases[c].encoding);
        struct pair p = drawn(cases[c].qk, e, c);
        struct curve_window near = cases[c].near, far = cases[c].far;
        double tie = tie_of(e, &p, near, far), *n = held(e, &p, near), *f = held(e, &p, far),
               *work = malloc(inversions_work_size(near.count, far.count) * sizeof *work);
        struct inversions want;
        inversions_count(near.count, n, far.count, f, tie, work, &want);
        struct inversion_bounds got = streamed(e, &p, near, far, tie);
        ck_assert_msg(got.less_lo == want.less && got.less_hi == want.less &&
                          got.ties_lo == want.ties && got.ties_hi == want.ties,
                      "%s with %s: %" PRIu64 " to %" PRIu64 " less, %" PRIu64 " to %" PRIu64
                      " ties, not %" PRIu64 " and %" PRIu64,
                      cases[c].encoding, cases[c].qk, got.less_lo, got.less_hi, got.ties_lo,
                      got.ties_hi, want.less, want.ties);
        free(n);
        free(f);
        free(work);
        encoding_free(e);
    }
}

/* Elements of a sorted few under x. */
static size_t under(size_t count, const double *sorted, double x)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        *(sorted[middle] < x ? &lo : &hi) = sorted[middle] < x ? middle + 1 : middle;
    }
    return lo;
}

/* Pairs with near < far, one side short. No two scores of these curves are equal. */
static uint64_t less_of(size_t near_count, double *near, size_t far_count, double *far)
{
    bool few_near = near_count < far_count;
    size_t few = few_near ? near_count : far_count, many = few_near ? far_count : near_count;
    double *sorted = few_near ? near : far;
    const double *other = few_near ? far : near;
    uint64_t less = 0;
    qsort(sorted, few, sizeof *sorted, tools_ascending);
    for (size_t i = 0; i < many; i++)
        less += few_near ? under(few, sorted, other[i]) : few - under(few, sorted, other[i]);
    return less;
}

static void check_bracket(const struct inversion_bounds *got, uint64_t want,
                          struct curve_window near, struct curve_window far, const char *name)
{
    ck_assert_msg(got->less_lo <= want && want <= got->less_hi,
                  "%s: %" PRIu64 " is not in %" PRIu64 " to %" PRIu64, name, want, got->less_lo,
                  got->less_hi);
    check_le((double)(got->less_hi - got->less_lo), 1e-6 * (double)near.count * (double)far.count);
    ck_assert(got->ties_lo == 0 && got->ties_hi <= got->less_hi - got->less_lo);
}

/* One score over the limit the count is a bracket, narrow, that holds the exact one. */
TEST(brackets_hold_the_count)
{
    static const struct {
        const char *encoding, *qk;
        struct curve_window near, far;
    } cases[] = {
        {"rope:base=5e5,dim=4", "gauss", {0, 1 << 24}, {1 << 24, 1000}},
        {"rope:base=1e4,dim=4", "aligned:rho=0.5", {(1 << 24) + 1, 333}, {0, (1 << 24) - 332}},
    };
    run_threads(2);
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct encoding *e = tools_encoding(cases[c].encoding);
        struct pair p = drawn(cases[c].qk, e, c);
        struct curve_window near = cases[c].near, far = cases[c].far;
        double *n = held(e, &p, near), *f = held(e, &p, far);
        struct inversion_bounds got = streamed(e, &p, near, far, tie_of(e, &p, near, far));
        check_bracket(&got, less_of(near.count, n, far.count, f), near, far, cases[c].encoding);
        ck_assert(got.less_lo < got.less_hi);
        free(n);
        free(f);
        encoding_free(e);
    }
}

/* A falling score has no inversions, and nothing else once the sides are swapped. */
TEST(falling_curve_has_no_inversion)
{
    struct encoding *e = tools_encoding("alibi:dim=2,slope=1e-4");
    struct pair p = drawn("gauss", e, 1);
    struct curve_window near = {0, 12000000}, far = {12000000, 7000001};
    double pairs = (double)near.count * (double)far.count;
    run_threads(2);
    struct inversion_bounds got = streamed(e, &p, near, far, tie_of(e, &p, near, far));
    check_bracket(&got, 0, near, far, "falling");
    got = streamed(e, &p, far, near, tie_of(e, &p, near, far));
    check_bracket(&got, (uint64_t)pairs, far, near, "swapped");
    encoding_free(e);
}

/* Each pair is less one way, or the other, or a tie: both ways together, limits that hold each must
 * hold all pairs. */
TEST(both_ways_and_ties_are_all_pairs)
{
    struct encoding *e = tools_encoding("rope:base=5e5,dim=4");
    struct pair p = drawn("gauss:mu=1", e, 5);
    struct curve_window near = {0, 1 << 23}, far = {1 << 23, (1 << 23) + 1};
    double tie = tie_of(e, &p, near, far);
    uint64_t pairs = (uint64_t)near.count * far.count;
    run_threads(2);
    struct inversion_bounds there = streamed(e, &p, near, far, tie),
                            back = streamed(e, &p, far, near, tie);
    ck_assert(there.less_lo + back.less_lo + there.ties_lo <= pairs &&
              pairs <= there.less_hi + back.less_hi);
    check_le((double)(there.less_hi - there.less_lo + back.less_hi - back.less_lo),
             2e-6 * (double)pairs);
    ck_assert(there.less_lo > pairs / 4 && back.less_lo > pairs / 4);
    encoding_free(e);
}

/* The counts do not depend on the threads. */
TEST(counts_do_not_depend_on_threads)
{
    static const struct {
        const char *encoding, *qk;
        struct curve_window near, far;
    } cases[] = {
        {"rope:base=5e5,dim=4", "gauss", {0, 1100000}, {1100000, 1100000}},
        {"alibi:dim=2,slope=1e-4", "gauss:mu=1", {0, 1 << 23}, {1 << 22, (1 << 23) + 200000}},
    };
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct encoding *e = tools_encoding(cases[c].encoding);
        struct pair p = drawn(cases[c].qk, e, c);
        double tie = tie_of(e, &p, cases[c].near, cases[c].far);
        run_threads(1);
        struct inversion_bounds one = streamed(e, &p, cases[c].near, cases[c].far, tie);
        for (int n = 2; n <= 5; n += n < 3 ? 1 : 2) {
            run_threads(n);
            struct inversion_bounds more = streamed(e, &p, cases[c].near, cases[c].far, tie);
            ck_assert_msg(memcmp(&one, &more, sizeof one) == 0, "%s on %d threads",
                          cases[c].encoding, n);
        }
        encoding_free(e);
    }
}

TEST(bad_curves_are_refused)
{
    struct encoding *e = tools_encoding("rope:base=4,dim=4,unit=turn");
    struct pair p = drawn("gauss", e, 1);
    struct score_input input = {.draws = 1, .query = p.q, .key = p.k};
    struct inversion_bounds out;
    const size_t limit = (size_t)INVERSION_LIMIT;
    static const struct curve_window some = {0, 1000};
    run_threads(2);
    ck_assert_int_eq(inversion_stream(e, &input, (struct curve_window){0, 0}, some, 0, &out),
                     STATUS_DOMAIN);
    ck_assert_int_eq(inversion_stream(e, &input, some, (struct curve_window){0, 0}, 0, &out),
                     STATUS_DOMAIN);
    ck_assert_int_eq(
        inversion_stream(e, &input, some, (struct curve_window){0, limit - 999}, 0, &out),
        STATUS_DOMAIN);
    ck_assert_int_eq(inversion_stream(e, &input, some,
                                      (struct curve_window){DISTANCE_LIMIT - 998.0, 1000}, 0, &out),
                     STATUS_DOMAIN);
    ck_assert_int_eq(inversion_stream(e, &input, some,
                                      (struct curve_window){DISTANCE_LIMIT - 999.0, 1000}, 0, &out),
                     STATUS_OK);
    /* two values: half of the pairs share bins, which a second look finds to be ties; unless
     * nothing counts as one */
    ck_assert_int_eq(inversion_stream(e, &input, some, (struct curve_window){1000, (1 << 24) - 999},
                                      1e-12, &out),
                     STATUS_OK);
    ck_assert(out.less_lo == out.less_hi && out.ties_lo == out.ties_hi);
    ck_assert_uint_eq(out.ties_lo, UINT64_C(500) * ((1 << 24) - 999));
    ck_assert_int_eq(
        inversion_stream(e, &input, some, (struct curve_window){1000, (1 << 24) - 999}, -1.0, &out),
        STATUS_CONVERGENCE);
    ck_assert_int_eq(inversion_stream(e, &input, some,
                                      (struct curve_window){1000, (1 << 24) - 1000}, 1e-12, &out),
                     STATUS_OK);
    ck_assert(out.less_lo == out.less_hi && out.ties_lo == out.ties_hi);
    ck_assert_uint_eq(out.ties_lo, UINT64_C(1000) * ((1 << 24) - 1000) / 2);
    ck_assert_uint_eq(out.less_lo, UINT64_C(1000) * ((1 << 24) - 1000) / 4);
    encoding_free(e);
}
