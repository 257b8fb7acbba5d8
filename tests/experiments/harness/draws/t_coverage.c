/* How often limits that say 95 % hold what they are limits of: exact values, or the mean over all
 * draws of all runs. POSBIAS_SLOW=1 takes more runs of more encodings. */
#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/measure.h"
#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/locality/measure.h"
#include "tests/tools/coverage_tools.h"

SUITE_SECONDS(3600);

/* Runs that together have the shares x: the limits of each against the mean of all. */
static void check_shares(struct worst *w, size_t runs, size_t draws, size_t stride, const double *x,
                         double *share, const char *what)
{
    double truth = 0.0, mean, lo, hi;
    struct misses missed = {0};
    for (size_t i = 0; i < runs * draws; i++)
        truth += x[i * stride] / (double)(runs * draws);
    for (size_t r = 0; r < runs; r++) {
        for (size_t d = 0; d < draws; d++)
            share[d] = x[(r * draws + d) * stride];
        ck_assert_int_eq(interval_fraction(draws, share, 0.95, &mean, &lo, &hi), STATUS_OK);
        misses_take(&missed, truth, lo, hi);
    }
    misses_check(w, &missed, (double)runs, 0.95, 0.025, what);
}

static const char *const quantities[] = {"alias pairs",           "positions aliased",
                                         "threshold pairs",       "invariance pairs",
                                         "token-alias positions", "token-threshold positions"};

/* The first rows are the quick ones: TAPA's few draws with a small phase carry the mean. */
static const struct {
    const char *encoding, *law;
} drawn[] = {{"tapa:dim=128,alpha=0.1,split=0.5", "gauss"},
             {"rope:base=5e5,dim=128", "gauss"},
             {"tapa:dim=128,alpha=0.5,split=0.5", "gauss:mu=0.1,sigma=0.2"},
             {"tapa:dim=128,alpha=0.1,split=0.5,scale=0.03", "gauss"},
             {"tapa:dim=128,alpha=0.1,split=0.5", "aligned:rho=0.5"},
             {"rope:base=5e5,dim=128", "aligned:rho=0.5"},
             {"rope:base=1e8,dim=8", "gauss"},
             {"alibi:dim=128,slope=0.0039", "gauss"},
             {"xpos:base=1e4,dim=128", "gauss"}};
static const struct random_stream STREAM = {71, 9};

TEST(aliasing_holds_at_its_own_draws)
{
    if (tools_spared("aliasing_holds_at_its_own_draws",
                     "a law is sampled, by code that smaller tests run"))
        return;
    size_t rows = coverage_amount(1, TOOLS_COUNT(drawn)), runs = coverage_amount(400, 1600),
           context = coverage_amount(256, 1024), sizes = coverage_amount(1, 2);
    const size_t formats[] = {0, 1}, draws[] = {64, 16};
    struct worst w = {0};
    for (size_t i = 0; i < rows * sizes; i++) {
        struct encoding *e = tools_encoding(drawn[i % rows].encoding);
        struct qk_law law = tools_law(drawn[i % rows].law);
        size_t n = draws[i / rows];
        struct alias_plan plan = {.encoding = e,
                                  .law = &law,
                                  .stream = &STREAM,
                                  .tokens = true,
                                  .draws = runs * n,
                                  .context = context,
                                  .format_count = 2,
                                  .formats = formats};
        double *count = malloc(plan.draws * 2 * ALIAS_QUANTITIES * sizeof *count), share[64];
        ck_assert_ptr_nonnull(count);
        ck_assert_int_eq(alias_draw(&plan, count), STATUS_OK);
        for (size_t d = 0; d < plan.draws * 2 * ALIAS_QUANTITIES; d++)
            count[d] /= alias_most((enum alias_quantity)(d % ALIAS_QUANTITIES), context);
        for (size_t f = 0; f < 2; f++)
            for (size_t q = 0; q < TOOLS_COUNT(quantities); q++) {
                struct message what;
                message_set(&what, "%s of %s %s, %zu draws, %s", quantities[q],
                            drawn[i % rows].encoding, drawn[i % rows].law, n, f ? "fp16" : "bf16");
                check_shares(&w, runs, n, 2 * ALIAS_QUANTITIES, count + f * ALIAS_QUANTITIES + q,
                             share, what.text);
            }
        free(count);
        encoding_free(e);
    }
    worst_check(&w);
}

TEST(inversions_hold_at_few_draws)
{
    static const struct {
        const char *encoding, *law;
        double context;
    } rows[] = {{"rope:base=1e4,dim=4", "gauss:mu=1,sigma=1", 64},
                {"tapa:dim=128,alpha=0.1,split=0.5,scale=0.01", "aligned:rho=0.5", 64},
                {"rope:base=5e5,dim=128", "aligned:rho=0.5", 1024},
                {"rope:base=1e8,dim=16", "aligned:rho=0.9", 1024},
                {"tapa:dim=128,alpha=0.1,split=0.5", "aligned:rho=0.5", 64}};
    enum { DRAWS = 30 };
    size_t count = coverage_amount(2, TOOLS_COUNT(rows)), runs = coverage_amount(300, 2000);
    struct worst w = {0};
    for (size_t i = 0; i < count; i++) {
        struct encoding *e = tools_encoding(rows[i].encoding);
        struct qk_law law = tools_law(rows[i].law);
        struct curve_window window[2];
        struct locality_fraction *f = malloc(runs * DRAWS * sizeof *f);
        double *flips = malloc(2 * runs * DRAWS * sizeof *flips), share[DRAWS];
        ck_assert(f && flips);
        locality_window(LOCALITY_HALF, rows[i].context, window);
        ck_assert_int_eq(locality_fractions(e, &law, &STREAM, window, runs * DRAWS, f), STATUS_OK);
        check_shares(&w, runs, DRAWS, sizeof *f / sizeof(double), &f->less_lo, share,
                     rows[i].encoding);
        ck_assert_int_eq(token_order_fractions(e, &law, &STREAM, SECOND_INDEPENDENT,
                                               rows[i].context, runs * DRAWS, flips,
                                               flips + runs * DRAWS),
                         STATUS_OK);
        check_shares(&w, runs, DRAWS, 1, flips, share, rows[i].encoding);
        free(f);
        free(flips);
        encoding_free(e);
    }
    worst_check(&w);
}

/* A mean of 1e6 leaves the margins few digits, so that a twelfth of them are ties: counted as no
 * flips alone, the limits held the exact probability in 3 of 100 runs. */
TEST(ties_that_rounding_cannot_decide_widen_the_limits)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    const struct encoding *const group[] = {e};
    struct qk_law law = tools_law("gauss:mu=1e6,sigma=1e-6");
    const double distance = 3.0, draws = 2000.0;
    struct misses missed = {0};
    double runs = (double)coverage_amount(100, 400), ties = 0.0;
    struct estimate exact;
    struct worst w = {0};
    ck_assert_int_eq(token_order_exact(e, &law, SECOND_INDEPENDENT, distance, &exact), STATUS_OK);
    for (double seed = 0.0; seed < runs; seed++) {
        struct random_stream stream = {(uint64_t)seed, 4};
        struct token_count count, *out[] = {&count};
        double lo, hi;
        ck_assert_int_eq(token_order_counts(1, group, &law, &stream, SECOND_INDEPENDENT,
                                            (size_t)draws, 1, &distance, out),
                         STATUS_OK);
        ck_assert_int_eq(token_order_limits(&count, draws, 0.95, &lo, &hi), STATUS_OK);
        misses_take(&missed, exact.val, lo, hi);
        ties += count.ties / draws / runs;
    }
    ck_assert(ties > 0.05 && ties < 0.1);
    misses_check(&w, &missed, runs, 0.95, 0.025, "p_exact among ties");
    worst_check(&w);
    encoding_free(e);
}

/* Every share of a context is a share of it with its ties, and what is all ties is between 0 and
 * 1. */
TEST(ties_alone_leave_everything_open)
{
    static const double flips[] = {0.0, 0.0, 0.0}, ties[] = {1.0, 1.0, 1.0},
                        some[] = {0.25, 0.5, 0.75}, few[] = {0.125, 0.0, 0.25};
    struct token_average p;
    ck_assert_int_eq(token_order_average(3, flips, ties, 0.95, &p), STATUS_OK);
    ck_assert(p.mean == 0.0 && p.lo == 0.0 && p.hi == 1.0 && p.tie >= 1.0 - 1e-15);
    double mean, lo, hi, ignored;
    ck_assert_int_eq(token_order_average(3, some, few, 0.95, &p), STATUS_OK);
    ck_assert_int_eq(interval_fraction(3, some, 0.95, &mean, &lo, &ignored), STATUS_OK);
    ck_assert_int_eq(
        interval_fraction(3, (const double[]){0.375, 0.5, 1.0}, 0.95, &ignored, &ignored, &hi),
        STATUS_OK);
    ck_assert(p.mean == mean && p.lo == lo && p.hi == hi && p.tie == 0.125);
}
