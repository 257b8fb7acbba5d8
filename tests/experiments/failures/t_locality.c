/* Position inversion against counting pair by pair, where it is known, and where its limits meet.
 * */
#include "experiments/locality/judges.h"
#include "experiments/locality/measure.h"
#include "experiments/share.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/counts/inversion_stream.h"
#include "tests/tools/cli_tools.h"

static const struct random_stream STREAM = {31, 32};

TEST(windows_are_the_halves_and_the_next_two)
{
    struct curve_window w[2];
    locality_window(LOCALITY_HALF, 10.0, w); /* 0..4 and 5..9 */
    ck_assert(w[0].first == 0.0 && w[0].count == 5 && w[1].first == 5.0 && w[1].count == 5);
    locality_window(LOCALITY_FOLLOW, 10.0, w); /* 11..20 and 21..30 */
    ck_assert(w[0].first == 11.0 && w[0].count == 10 && w[1].first == 21.0 && w[1].count == 10);
    locality_window(LOCALITY_FOLLOW, 1.0, w);
    ck_assert(w[0].first == 2.0 && w[0].count == 1 && w[1].first == 3.0 && w[1].count == 1);
    locality_window(LOCALITY_HALF, INVERSION_LIMIT, w);
    ck_assert(w[1].first == 2147483648.0 && w[0].count == w[1].count &&
              w[1].count == (size_t)2147483648);
}

/* Every pair of the curve of the same draw, scored apart. Pairs nearer than a tie, if any, may be
 * on either side. */
TEST(drawn_counts_are_those_of_every_pair)
{
    static const char *const specs[] = {"rope:base=1e4,dim=8", "tapa:dim=8",
                                        "alibi:dim=8,slope=0.03", "rope:base=16,dim=8,unit=turn"};
    enum { DRAWS = 40, CONTEXT = 250 };
    struct qk_law law = tools_law("gauss:mu=0.3");
    for (size_t c = 0; c < 2 * TOOLS_COUNT(specs); c++) {
        struct encoding *e = tools_encoding(specs[c / 2]);
        struct curve_window w[2];
        struct locality_fraction got[DRAWS];
        locality_window(c % 2 ? LOCALITY_FOLLOW : LOCALITY_HALF, CONTEXT, w);
        run_threads(2);
        ck_assert_int_eq(locality_fractions(e, &law, &STREAM, w, DRAWS, got), STATUS_OK);
        for (size_t d = 0; d < DRAWS; d++) {
            double q[8], k[8], work[16], r[2 * CONTEXT], less = 0.0, ties = 0.0;
            size_t near = w[0].count, all = near + w[1].count;
            for (size_t i = 0; i < all; i++)
                r[i] = i < near ? w[0].first + (double)i : w[1].first + (double)(i - near);
            qk_draw(&law, &STREAM, d, 8, work, q, k);
            double *score = tools_scores(e, all, r, 1, q, k),
                   tie = 2.0 * curve_error(e, q, k, r[all - 1]);
            for (size_t i = 0; i < near; i++)
                for (size_t j = near; j < all; j++) {
                    bool same = fabs(score[i] - score[j]) <= tie;
                    ties += same;
                    less += !same && score[i] < score[j];
                }
            double pairs = (double)near * (double)(all - near);
            ck_assert_msg(got[d].less_lo == less / pairs && got[d].less_hi == less / pairs &&
                              got[d].tie_lo == ties / pairs && got[d].tie_hi == ties / pairs,
                          "%s draw %zu: %.17g and %.17g, not %.17g and %.17g", specs[c / 2], d,
                          got[d].less_lo, got[d].tie_lo, less / pairs, ties / pairs);
            free(score);
        }
        encoding_free(e);
    }
}

/* The expectation is there for banks without a table of their own and for TAPA's split phase: near
 * the mean of 2^12 draws, whose standard deviation is at most 1/2, and exact where no draw matters:
 * a slope orders every pair by distance, and without positions all scores tie. TAPA's general phase
 * has no closed order, and a law without vectors no expectation. */
TEST(exact_expectation_is_that_of_draws_where_there_is_one)
{
    enum { DRAWS = 1 << 12 };
    static const struct {
        const char *spec, *qk;
        enum status status;
        /* of near pairs first and of far ones first; NAN: as drawn */
        double p[2];
    } cases[] = {
        {"rope:base=1e4,dim=8", "gauss:mu=0.3", STATUS_OK, {NAN, NAN}},
        {"tapa:dim=8", "gauss:mu=0.3", STATUS_OK, {NAN, NAN}},
        {"alibi:dim=8,slope=0.5", "gauss:mu=0.3", STATUS_OK, {0.0, 1.0}},
        {"nope:dim=8", "gauss:mu=0.3", STATUS_OK, {0.0, 0.0}},
        {"rope:base=1e4,dim=8", "unit", STATUS_UNDEFINED, {NAN, NAN}},
        {"tapa:dim=2,phase=general,m=@/m.npy,n=@/m.npy",
         "gauss:mu=0.3",
         STATUS_UNDEFINED,
         {NAN, NAN}},
    };
    static const struct curve_window near = {0.0, 5}, far = {5.0, 5};
    static const double matrix[] = {1.0, 0.5, -0.25, 2.0};
    static struct locality_fraction drawn[DRAWS];
    struct folder f;
    folder_make(&f);
    cli_npy(&f, "m.npy", "<f8", "(2, 2)", 4, matrix, 0);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++)
        for (size_t way = 0; way < 2; way++) {
            char spec[512] = "";
            for (const char *at = cases[i].spec; *at; at++)
                snprintf(spec + strlen(spec), 128, *at == '@' ? "%s" : "%.1s",
                         *at == '@' ? f.path : at);
            struct encoding *e = tools_encoding(spec);
            struct qk_law law = tools_law(cases[i].qk);
            struct curve_window w[2] = {way ? far : near, way ? near : far};
            struct estimate p = {NAN, NAN};
            ck_assert_msg(locality_exact(e, &law, w, 64, &p) == cases[i].status, "%s %s", spec,
                          cases[i].qk);
            double want = cases[i].p[way], tolerance = 0.0;
            if (cases[i].status == STATUS_OK && isnan(want)) {
                ck_assert_int_eq(locality_fractions(e, &law, &STREAM, w, DRAWS, drawn), STATUS_OK);
                want = 0.0;
                for (size_t d = 0; d < DRAWS; d++)
                    want += drawn[d].less_lo / DRAWS;
                tolerance = DEVIATIONS * 0.5 / sqrt(DRAWS);
            }
            if (cases[i].status == STATUS_OK)
                ck_assert_msg(fabs(p.val - want) <= tolerance, "%s way %zu: %.17g, not %.17g", spec,
                              way, p.val, want);
            encoding_free(e);
        }
    folder_remove(&f);
}

/* Curves one pair of scores too long to be held are streamed: the shares hardly change, the ties
 * are the same. */
TEST(streamed_curves_count_as_held_ones)
{
    enum { DRAWS = 3, HELD = 1 << 20 };
    /* eight scores: shares known from one period */
    struct encoding *e = tools_encoding("rope:base=16,dim=8,unit=turn");
    struct qk_law law = tools_law("gauss");
    struct locality_fraction got[2][DRAWS];
    struct curve_window w[2];
    run_threads(2);
    for (size_t i = 0; i < 2; i++) {
        locality_window(LOCALITY_HALF, HELD + 16.0 * (double)i, w);
        ck_assert_int_eq(locality_fractions(e, &law, &STREAM, w, DRAWS, got[i]), STATUS_OK);
    }
    ck_assert_mem_eq(got[0], got[1], sizeof got[0]);
    for (size_t d = 0; d < DRAWS; d++)
        ck_assert(got[0][d].tie_lo == 0.125 && got[0][d].tie_hi == 0.125 &&
                  got[0][d].less_lo == 7.0 / 16.0);
    encoding_free(e);
}

/* Limits of the mean over draws; of a deterministic law the count's own; ties and the bracket of
 * long curves widen them. */
TEST(limits_follow_from_counts_and_brackets)
{
    static const struct locality_fraction exact[] = {{0.5, 0.5, 0.125, 0.125},
                                                     {0.25, 0.25, 0.0, 0.0}},
                                          wide[] = {{0.5, 0.75, 0.0, 0.25}, {0.25, 0.5, 0.0, 0.0}};
    struct locality_estimate p;
    ck_assert_int_eq(locality_estimate(true, 1, exact, 0.95, &p), STATUS_OK);
    ck_assert(p.p_inv == 0.5 && p.p_inv_lo == 0.5 && p.p_inv_hi == 0.625 && p.p_tie == 0.125);
    ck_assert_int_eq(locality_estimate(true, 1, wide, 0.95, &p), STATUS_OK);
    ck_assert(p.p_inv == 0.625 && p.p_inv_lo == 0.5 && p.p_inv_hi == 1.0 && p.p_tie == 0.125);
    static const struct locality_fraction tight[] = {{0.5, 0.5, 0, 0}, {0.52, 0.52, 0, 0}},
                                          apart[] = {{0.5, 0.55, 0, 0}, {0.52, 0.57, 0, 0.25}};
    double lower[] = {0.5, 0.52}, upper[] = {0.55, 0.82}, mean, lo, hi, ignored;
    ck_assert_int_eq(interval_fraction(2, lower, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert_int_eq(locality_estimate(false, 2, tight, 0.95, &p), STATUS_OK);
    check_le(fabs(p.p_inv - 0.51) + fabs(p.p_inv_lo - lo) + fabs(p.p_inv_hi - hi), 1e-10);
    ck_assert_int_eq(interval_fraction(2, upper, 0.95, &mean, &ignored, &hi), STATUS_OK);
    ck_assert_int_eq(locality_estimate(false, 2, apart, 0.95, &p), STATUS_OK);
    check_le(fabs(p.p_inv - 0.535) + fabs(p.p_inv_lo - lo) + fabs(p.p_inv_hi - hi), 1e-10);
    check_le(fabs(p.p_tie - 0.0625), 1e-15);
}

/* A law that is the same for k and -k has share 1/2 but for ties: the 95 % limits hold it in 95 of
 * 100 runs or more, here 300 of them within 5 deviations. And all draws together. */
TEST(even_law_has_share_one_half)
{
    static const char *const laws[] = {"gauss", "phase", "aligned:rho=0"},
                             *const specs[] = {"rope:base=1e4,dim=16", "tapa:dim=16"};
    enum { RUNS = 300, DRAWS = 24 };
    for (size_t c = 0; c < TOOLS_COUNT(laws) * TOOLS_COUNT(specs); c++) {
        struct encoding *e = tools_encoding(specs[c % 2]);
        struct qk_law law = tools_law(laws[c / 2]);
        struct curve_window w[2];
        double held = 0.0, sum = 0.0, square = 0.0;
        if (c % 2 && law.kind == QK_PHASE) {
            encoding_free(e);
            continue;
        }
        locality_window(LOCALITY_HALF, 64.0, w);
        run_threads(2);
        for (uint64_t i = 0; i < RUNS; i++) {
            struct random_stream stream = {100 + i, 5};
            struct locality_fraction f[DRAWS];
            struct locality_estimate p;
            ck_assert_int_eq(locality_fractions(e, &law, &stream, w, DRAWS, f), STATUS_OK);
            ck_assert_int_eq(locality_estimate(false, DRAWS, f, 0.95, &p), STATUS_OK);
            ck_assert(p.p_inv_lo <= p.p_inv && p.p_inv <= p.p_inv_hi);
            held += p.p_inv_lo <= 0.5 && 0.5 <= p.p_inv_hi;
            sum += p.p_inv, square += (p.p_inv - 0.5) * (p.p_inv - 0.5);
        }
        check_le(0.95 - 5.0 * sqrt(0.95 * 0.05 / RUNS), held / RUNS);
        check_le(fabs(sum / RUNS - 0.5), DEVIATIONS * sqrt(square) / RUNS);
        encoding_free(e);
    }
}

/* Limits by hand: ties of either encoding widen both ends, and an exchange of the two turns the
 * sign. */
TEST(a_difference_is_taken_draw_by_draw_and_ties_widen_it)
{
    static const struct locality_fraction a[] = {{0.5, 0.5, 0.25, 0.25}, {0.75, 0.875, 0.0, 0.125}},
                                          b[] = {{0.25, 0.25, 0.0, 0.0}, {0.5, 0.5, 0.125, 0.25}};
    static const double least[] = {0.625, 0.5}, most[] = {0.75, 0.75};
    struct share one[] = {locality_share(&a[0]), locality_share(&a[1])},
                 two[] = {locality_share(&b[0]), locality_share(&b[1])};
    struct share_difference p, turned;
    double mean, lo, hi;
    ck_assert_int_eq(share_compare(false, 2, one, two, 0.95, &p), STATUS_OK);
    ck_assert_int_eq(share_compare(false, 2, two, one, 0.95, &turned), STATUS_OK);
    ck_assert_int_eq(interval_between(2, least, most, 0.95, &mean, &lo, &hi), STATUS_OK);
    ck_assert(p.difference == 0.28125 && p.mean == p.versus + 0.28125 && p.lo == 2.0 * lo - 1.0 &&
              p.hi == 2.0 * hi - 1.0);
    ck_assert(turned.difference == -p.difference && fabs(turned.lo + p.hi) < 1e-9 &&
              fabs(turned.hi + p.lo) < 1e-9);
    ck_assert_int_eq(share_compare(true, 1, one, two, 0.95, &p), STATUS_OK);
    ck_assert(p.difference == 0.25 && p.lo == 0.25 && p.hi == 0.5);
}

/* The sampled distances leave an error, within which the limit decides nothing. */
TEST(half_within_its_error_is_undecided)
{
    static const struct grid grid = {
        .command = "locality",
        .encoding = "rope:base=1e4,dim=32",
        .axes = {{"qk", {"aligned:rho=0.5"}}, {"context", {"256"}}, {"points", {"256"}}},
    };
    static const struct question half = {.judge = locality_judge_half};
    struct locality_half at = {0.0, {0.0}};
    struct claim claim = {.question = &half, .grid = &grid, .subject = &at};
    struct judgement j;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED); /* further from 1/2 than its error */
    at.limit = j.value - 1e-9;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    ck_assert_int_eq(j.verdict, VERDICT_INCONCLUSIVE);
    at.limit = j.value + 1e-9;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
}
