/* Inversions of one curve by their definition, and either side of what is held. */
#include "kernels/counts/inversion_curve.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

enum { DIM = 4, MOST = 400 };
static const double query[DIM] = {1.0, -0.5, 0.25, 2.0}, key[DIM] = {0.75, 1.5, -1.0, 0.5};
static const struct score_input input = {.draws = 1, .query = query, .key = key};

/* Windows of unequal lengths, the far one nearer, overlapping ones, one distance each; of alibi
 * without a slope every score is a tie. */
TEST(counts_are_those_of_all_pairs)
{
    static const char *const encodings[] = {"rope:dim=4", "alibi:dim=4,slope=0.1",
                                            "alibi:dim=4,slope=0", "tapa:dim=4"};
    static const struct curve_window windows[][2] = {
        {{0, 100}, {100, 300}}, {{200, 7}, {0, 200}}, {{5, 50}, {20, 90}}, {{3, 1}, {9, 1}}};
    for (size_t i = 0; i < TOOLS_COUNT(encodings) * TOOLS_COUNT(windows); i++) {
        struct encoding *e = tools_encoding(encodings[i % TOOLS_COUNT(encodings)]);
        const struct curve_window *at = windows[i / TOOLS_COUNT(encodings)];
        double r[MOST], *score, tie;
        struct inversion_bounds got;
        uint64_t less = 0, ties = 0;
        for (size_t n = 0; n < MOST; n++)
            r[n] = (double)n;
        score = tools_scores(e, MOST, r, 1, query, key);
        tie = 2.0 *
              curve_error(
                  e, query, key,
                  fmax(at[0].first + (double)at[0].count, at[1].first + (double)at[1].count) - 1.0);
        for (size_t n = 0; n < at[0].count; n++)
            for (size_t f = 0; f < at[1].count; f++) {
                double margin = score[(size_t)at[1].first + f] - score[(size_t)at[0].first + n];
                less += margin > tie;
                ties += fabs(margin) <= tie;
            }
        ck_assert_int_eq(inversion_curve(e, &input, at[0], at[1], &got), STATUS_OK);
        ck_assert_uint_eq(got.less_lo, less);
        ck_assert_uint_eq(got.less_hi, less);
        ck_assert_uint_eq(got.ties_lo, ties);
        ck_assert_uint_eq(got.ties_hi, ties);
        free(score);
        encoding_free(e);
    }
}

/* The longest curve that is held and the next, which is streamed: each as the stream counts it. */
TEST(held_and_streamed_curves_count_alike)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=4");
    size_t half = (size_t)(0.5 * INVERSION_HELD_LIMIT);
    for (size_t more = 0; more < 2; more++) {
        struct curve_window near = {0.0, half}, far = {(double)half, half + more};
        struct inversion_bounds one, two;
        double tie = 2.0 * curve_error(e, query, key, (double)(2 * half + more - 1));
        ck_assert_int_eq(inversion_curve(e, &input, near, far, &one), STATUS_OK);
        ck_assert_int_eq(inversion_stream(e, &input, near, far, tie, &two), STATUS_OK);
        ck_assert(one.less_lo == two.less_lo && one.less_hi == two.less_hi);
        ck_assert(one.ties_lo == two.ties_lo && one.ties_hi == two.ties_hi);
    }
    encoding_free(e);
}

TEST(empty_windows_and_scores_that_overflow_are_refused)
{
    static const double huge[DIM] = {1e200, 1e200, 1e200, 1e200};
    struct encoding *e = tools_encoding("rope:dim=4");
    struct score_input far_too_large = {.draws = 1, .query = huge, .key = huge};
    struct curve_window some = {0.0, 4}, none = {0.0, 0};
    struct inversion_bounds out;
    ck_assert_int_eq(inversion_curve(e, &input, none, some, &out), STATUS_DOMAIN);
    ck_assert_int_eq(inversion_curve(e, &input, some, none, &out), STATUS_DOMAIN);
    ck_assert_int_eq(inversion_curve(e, &far_too_large, some, some, &out), STATUS_DOMAIN);
    encoding_free(e);
}
