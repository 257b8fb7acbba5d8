/* Limits of the report card's ratios over draws against variances and covariances of loops. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/reportcard/drawn.h"
#include "experiments/reportcard/drift.h"
#include "experiments/reportcard/means.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/coverage_tools.h"

SUITE_SECONDS(3600);

static const struct random_stream STREAM = {5, 6};

enum { DRAWS = 12, CONTEXT = 96, DIM = 8, FULL = CONTEXT };

static double mean_of(const double *x)
{
    double sum = 0.0;
    for (size_t d = 0; d < DRAWS; d++)
        sum += x[d] / DRAWS;
    return sum;
}

/* The ratio of two means and Student's limits, from variances and the covariance in place of
 * residuals. Sums of DRAWS numbers in another order; the difference of terms as large as ratio^2
 * loses no more than the tolerance leaves. */
static void check_ratio(const struct card_cell *cell, const double *above, const double *below)
{
    double u = mean_of(above), v = mean_of(below), ratio = u / v, uu = 0.0, uv = 0.0, vv = 0.0;
    for (size_t d = 0; d < DRAWS; d++) {
        uu += (above[d] - u) * (above[d] - u) / (DRAWS - 1);
        uv += (above[d] - u) * (below[d] - v) / (DRAWS - 1);
        vv += (below[d] - v) * (below[d] - v) / (DRAWS - 1);
    }
    double half = gsl_cdf_tdist_Pinv(0.975, DRAWS - 1) *
                  sqrt((uu - 2.0 * ratio * uv + ratio * ratio * vv) / DRAWS) / fabs(v),
           slack = 1e-10 * fmax(1.0, fabs(ratio));
    check_le(fabs(cell->value - ratio), slack);
    check_le(fabs(cell->lo - (ratio - half)), slack);
    check_le(fabs(cell->hi - (ratio + half)), slack);
    check_le(1e-3, half);
}

/* The ratio of variances, and limits from the variances of all draws but one in turn, by loops over
 * the scores. */
static double variance_without(const double (*score)[FULL], size_t at, size_t without)
{
    double mean = 0.0, sum = 0.0, count = without < DRAWS ? DRAWS - 1.0 : DRAWS;
    for (size_t d = 0; d < DRAWS; d++)
        mean += d == without ? 0.0 : score[d][at] / count;
    for (size_t d = 0; d < DRAWS; d++)
        sum += d == without ? 0.0 : pow(score[d][at] - mean, 2.0);
    return sum;
}

static double variances_ratio(const double (*score)[FULL], size_t without)
{
    double far = 0.0;
    for (size_t i = 0; i < 16; i++)
        far += variance_without(
            score, CONTEXT / 2 + (size_t)floor(((double)i + 0.5) * (CONTEXT / 2) / 16.0), without);
    return far / 16.0 / variance_without(score, 0, without);
}

static void check_variance(const struct card_cell *cell, const double (*score)[FULL])
{
    double ratio = variances_ratio(score, DRAWS), x[DRAWS], square = 0.0, slack = 1e-10 * ratio;
    for (size_t d = 0; d < DRAWS; d++)
        x[d] = log(variances_ratio(score, d));
    for (size_t d = 0; d < DRAWS; d++)
        square += pow(x[d] - mean_of(x), 2.0);
    double reach = gsl_cdf_tdist_Pinv(0.975, DRAWS - 1) * sqrt(square * (DRAWS - 1.0) / DRAWS);
    check_le(fabs(cell->value - ratio), slack);
    check_le(fabs(cell->lo - ratio * exp(-reach)), slack);
    check_le(fabs(cell->hi - ratio * exp(reach)), slack * exp(reach));
    check_le(1e-3, reach);
}

/* What has no closed form is a ratio over the draws: both cells of it, by loops. The aligned mean
 * is compared where the score at 0 is told from 0; the others have a reason. */
TEST_EACH(ratios_have_the_limits_of_two_means, 3)
{
    static const char *const specs[] = {"rope:base=50,dim=8", "xpos:base=50,dim=8", "tapa:dim=8"};
    struct encoding *e = tools_encoding(specs[_i]);
    struct qk_law law = tools_law("gauss:mu=2");
    struct card_plan plan = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct card_cell cell[CARD_CRITERIA];
    double r[FULL], q[DIM], k[DIM], work[4 * DIM], score[DRAWS][FULL], zero[DRAWS];
    double far[DRAWS] = {0.0};
    for (size_t i = 0; i < FULL; i++)
        r[i] = (double)i;
    for (size_t d = 0; d < DRAWS; d++) {
        qk_draw(&law, &STREAM, d, DIM, work, q, k);
        double *one = tools_scores(e, FULL, r, 1, q, k);
        memcpy(score[d], one, sizeof score[d]);
        free(one);
        zero[d] = score[d][0];
        for (size_t i = CONTEXT / 2; i < CONTEXT; i++)
            far[d] += score[d][i] / (CONTEXT - CONTEXT / 2);
    }
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    check_variance(&cell[CARD_VARIANCE], (const double(*)[FULL])score);
    if (_i < 2)
        ck_assert(!isnan(cell[CARD_ALIGNED_MEAN].value));
    if (!isnan(cell[CARD_ALIGNED_MEAN].value))
        check_ratio(&cell[CARD_ALIGNED_MEAN], far, zero);
    encoding_free(e);
}

/* How often limits hold at the draws of scale smoke: closed values for the ratios, the mean square
 * of all runs for drift. Student's limits of a ratio of means held 0.91 to 0.92 of variances, of
 * the mean square 0.88 to 0.90 of drifts, of a single pair, whose scores have the longest tails,
 * 0.84 and 0.81. */
TEST(ratios_hold_at_few_draws)
{
    if (tools_spared("ratios_hold_at_few_draws",
                     "a law is sampled, by code that smaller tests run"))
        return;
    static const struct {
        const char *encoding, *law;
        double variance, drift;
    } rows[] = {{"rope:base=50,dim=8", "gauss", 0.93, 0.915},
                {"rope:base=1e4,dim=128", "aligned:rho=0.5", 0.94, 0.92},
                {"rope:base=50,dim=8", "gauss:mu=1", 0.94, 0.92},
                {"rope:base=1e4,dim=8", "aligned:rho=0.9", 0.93, 0.91},
                {"rope:base=100,dim=2", "gauss", 0.9, 0.88}};
    enum { FEW = 16, M = 64 };
    size_t count = coverage_amount(3, TOOLS_COUNT(rows)), runs = coverage_amount(1000, 10000);
    struct worst w = {0};
    struct card_cell *drift = malloc(runs * sizeof *drift);
    ck_assert_ptr_nonnull(drift);
    for (size_t i = 0; i < count; i++) {
        struct encoding *e = tools_encoding(rows[i].encoding);
        struct qk_law law = tools_law(rows[i].law);
        struct misses moved = {0};
        double square = 0.0;
        struct misses aligned = {0}, variance = {0};
        struct card_cell truth[CARD_CRITERIA], cell[CARD_CRITERIA];
        double ratios = 0.0;
        for (size_t c = 0; c < CARD_CRITERIA; c++)
            truth[c] = card_without(NULL);
        ck_assert_int_eq(card_means(e, &law, M, truth), STATUS_OK);
        for (size_t r = 0; r < runs; r++) {
            struct random_stream stream = {r, 6};
            struct card_plan plan = {e, &law, &stream, FEW, M};
            for (size_t c = 0; c < CARD_CRITERIA; c++)
                cell[c] = card_without(NULL);
            ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
            ck_assert_int_eq(card_drift(&plan, &drift[r]), STATUS_OK);
            square += drift[r].value * drift[r].value / (double)runs;
            misses_take(&variance, truth[CARD_VARIANCE].value, cell[CARD_VARIANCE].lo,
                        cell[CARD_VARIANCE].hi);
            if (isnan(cell[CARD_ALIGNED_MEAN].value) || isnan(truth[CARD_ALIGNED_MEAN].value))
                continue;
            ratios += 1.0;
            misses_take(&aligned, truth[CARD_ALIGNED_MEAN].value, cell[CARD_ALIGNED_MEAN].lo,
                        cell[CARD_ALIGNED_MEAN].hi);
        }
        for (size_t r = 0; r < runs; r++)
            misses_take(&moved, sqrt(square), drift[r].lo, drift[r].hi);
        struct message what;
        message_set(&what, "%s %s", rows[i].encoding, rows[i].law);
        misses_check(&w, &moved, (double)runs, rows[i].drift, 0.11, what.text);
        misses_check(&w, &variance, (double)runs, rows[i].variance, 0.08, what.text);
        if (ratios > 0.5 * (double)runs)
            misses_check(&w, &aligned, ratios, 0.94, 0.035, what.text);
        encoding_free(e);
    }
    free(drift);
    worst_check(&w);
}

/* An encoding whose score no distance changes keeps all of it, and of its variance, to the last
 * digit: in closed form and of one curve. */
TEST_EACH(what_no_distance_changes_is_one, 3)
{
    static const char *const specs[] = {"nope:dim=10", "alibi:dim=10,slope=0",
                                        "cope-ctx:dim=10,slope=0"},
                             *const laws[] = {"gauss:mu=0.3,sigma=0.7", "aligned:rho=0.3", "unit"};
    struct encoding *e = tools_encoding(specs[_i]);
    for (size_t l = 0; l < TOOLS_COUNT(laws); l++)
        for (size_t context = 66; context < 600; context = 2 * context - 6) {
            struct qk_law law = tools_law(laws[l]);
            struct card_cell cell[CARD_CRITERIA];
            struct card_plan plan = {e, &law, &STREAM, qk_alike(&law, e) ? 1 : DRAWS, context};
            for (size_t c = 0; c < CARD_CRITERIA; c++)
                cell[c] = card_without(NULL);
            ck_assert_int_eq(card_means(e, &law, context, cell), STATUS_OK);
            ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
            ck_assert_msg(cell[CARD_ALIGNED_MEAN].value == 1.0, "%s under %s, M = %zu: %.17g",
                          specs[_i], laws[l], context, cell[CARD_ALIGNED_MEAN].value);
            ck_assert(plan.draws == 1 || cell[CARD_VARIANCE].value == 1.0);
        }
    encoding_free(e);
}
