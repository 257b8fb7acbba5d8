/* bias --versus against means and limits that are counted here from printed scores, and against
 * closed forms. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "tests/tools/score_tools.h"

#define BANK  "rope:base=1e2,dim=8"
#define SLOPE "alibi:dim=8,slope=0.5" /* an offset, which is added apart from the score */
#define MODEL "--qk=gauss:mu=0.3,sigma=1"
#define SEED  "--seed=7"

static struct printed scores[2];

static void check_near(const struct csv *csv, size_t row, const char *column, double want)
{
    double cell = csv_number(csv, row, column);
    ck_assert_msg(fabs(cell - want) <= 1e-12 * (1.0 + fabs(want)),
                  "%s of row %zu: %.17g, not %.17g", column, row, cell, want);
}

static double mean_of(const double *x)
{
    double sum = 0.0;
    for (size_t d = 0; d < SCORE_DRAWS; d++)
        sum += x[d] / SCORE_DRAWS;
    return sum;
}

/* The row at distance r: encoding and versus as read into scores. */
static void check_row(const struct csv *csv, size_t row, size_t r)
{
    double one[SCORE_DRAWS], other[SCORE_DRAWS], difference[SCORE_DRAWS], square = 0.0;
    for (size_t d = 0; d < SCORE_DRAWS; d++) {
        one[d] = scores[0].score[0][d][r];
        other[d] = scores[1].score[0][d][r];
        difference[d] = one[d] - other[d];
    }
    double mean = mean_of(difference);
    for (size_t d = 0; d < SCORE_DRAWS; d++)
        square += pow(difference[d] - mean, 2.0) / (SCORE_DRAWS - 1.0);
    double half = gsl_cdf_tdist_Pinv(0.975, SCORE_DRAWS - 1.0) * sqrt(square / SCORE_DRAWS);
    check_near(csv, row, "mean_mc", mean_of(one));
    check_near(csv, row, "mean_mc_versus", mean_of(other));
    check_near(csv, row, "difference", mean);
    check_near(csv, row, "difference_lo", mean - half);
    check_near(csv, row, "difference_hi", mean + half);
    ck_assert(csv_number(csv, row, "distance_tok") == (double)r);
}

/* Either way round, and behind another encoding and beside another model, which change nothing. */
TEST(printed_scores_give_the_differences_of_their_means)
{
    static const size_t at[] = {0, 5, 23};
    for (int turned = 0; turned < 2; turned++) {
        struct folder f;
        folder_make(&f);
        scores_read(&f, &scores[turned], "--encoding=" BANK, MODEL, SEED, "none");
        scores_read(&f, &scores[1 - turned], "--encoding=" SLOPE, MODEL, SEED, "none");
        struct csv csv = scores_run(
            &f, "bias", turned ? "--encoding=nope:dim=8;" SLOPE : "--encoding=nope:dim=8;" BANK,
            MODEL ";gauss", SEED, "--distances=0,5,23",
            turned ? "--versus=" BANK : "--versus=" SLOPE);
        ck_assert_uint_eq(csv.row_count, 2 * 2 * 3);
        for (size_t i = 0; i < 3; i++)
            check_row(&csv, 6 + i, at[i]);
        csv_free(&csv);
        folder_remove(&f);
    }
}

/* Of a model that is not drawn the closed difference alone, that of the means bias prints. */
TEST(closed_differences_are_those_of_the_means)
{
    struct folder f;
    folder_make(&f);
    struct csv difference = scores_run(&f, "bias", "--encoding=" BANK, "--qk=unit;moments:mu0=2",
                                       "--distances=0:9", "--versus=rope:base=1e4,dim=8"),
               one = scores_run(&f, "bias", "--encoding=" BANK, "--qk=unit;moments:mu0=2",
                                "--distances=0:9"),
               other = scores_run(&f, "bias", "--encoding=rope:base=1e4,dim=8",
                                  "--qk=unit;moments:mu0=2", "--distances=0:9");
    ck_assert_uint_eq(difference.row_count, 20);
    for (size_t i = 0; i < 20; i++) {
        check_near(&difference, i, "difference_closed",
                   csv_number(&one, i, "mean_closed") - csv_number(&other, i, "mean_closed"));
        ck_assert(isnan(csv_number(&difference, i, "difference")));
        ck_assert(isnan(csv_number(&difference, i, "difference_lo")));
        ck_assert(csv_number(&difference, i, "draws") == 0.0);
    }
    csv_free(&difference);
    csv_free(&one);
    csv_free(&other);
    folder_remove(&f);
}

static const struct cli_row refused[] = {
    {{"bias", "--encoding=" BANK, "--versus=rope:dim=16"}, 2, {"--versus", "has dim 16 and"}},
    {{"bias", "--encoding=tapa:dim=8", "--versus=" BANK, "--qk=unit"}, 2, {"\"unit\""}},
    {{"bias", "--encoding=" BANK, "--versus=tapa:dim=8", "--qk=unit"}, 2, {"\"unit\""}},
};

TEST_EACH(bad_comparisons_are_refused, TOOLS_COUNT(refused)) { cli_refuses_alone(&refused[_i]); }
