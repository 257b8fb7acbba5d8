/* Limits of the report card's ratios over draws against variances and covariances of loops. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/reportcard/drawn.h"
#include "tests/tools/cli_tools.h"

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

/* What has no closed form is a ratio over the draws: both cells of it, by loops. The aligned mean
 * is compared where the score at 0 is told from 0; the others have a reason. */
TEST_EACH(ratios_have_the_limits_of_two_means, 3)
{
    static const char *const specs[] = {"rope:base=50,dim=8", "xpos:base=50,dim=8", "tapa:dim=8"};
    struct encoding *e = tools_encoding(specs[_i]);
    struct qk_law law = tools_law("gauss:mu=2");
    struct card_plan plan = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct card_cell cell[CARD_CRITERIA];
    double r[FULL], q[DIM], k[DIM], work[4 * DIM], score[DRAWS][FULL], zero[DRAWS], start[DRAWS];
    double far[DRAWS] = {0.0}, spread[DRAWS] = {0.0};
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
    for (int i = -1; i < 16; i++) { /* the start, then the middles of 16 parts of the far half */
        size_t at = i < 0 ? 0 : CONTEXT / 2 + (size_t)floor((i + 0.5) * (CONTEXT / 2) / 16.0);
        double mean = 0.0;
        for (size_t d = 0; d < DRAWS; d++)
            mean += score[d][at] / DRAWS;
        for (size_t d = 0; d < DRAWS; d++) {
            double square = (score[d][at] - mean) * (score[d][at] - mean);
            if (i < 0)
                start[d] = square;
            else
                spread[d] += square / 16.0;
        }
    }
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    check_ratio(&cell[CARD_VARIANCE], spread, start);
    if (_i < 2)
        ck_assert(!isnan(cell[CARD_ALIGNED_MEAN].value));
    if (!isnan(cell[CARD_ALIGNED_MEAN].value))
        check_ratio(&cell[CARD_ALIGNED_MEAN], far, zero);
    encoding_free(e);
}
