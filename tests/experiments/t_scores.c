/* Printed scores are those that every other command measures: counted here by hand, they give its
 * numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/random.h"
#include "tests/tools/score_tools.h"

enum { DRAWS = SCORE_DRAWS, LENGTH = SCORE_LENGTH };
#define SPEC     "--encoding=rope:base=1e2,dim=8"
#define MODEL    "--qk=gauss:mu=0.3,sigma=1"
#define SEED     "--seed=7"
#define RELATIVE 1e-13

static void read_scores(struct folder *f, const char *reference, struct printed *out)
{
    scores_read(f, out, SPEC, MODEL, SEED, reference);
}

/* The mean and the variance of bias. */
TEST(they_have_the_moments_of_bias)
{
    struct folder f;
    struct printed p;
    folder_make(&f);
    read_scores(&f, "none", &p);
    struct csv csv = scores_run(&f, "bias", SPEC, MODEL, SEED, "--distances=0:23");
    for (size_t i = 0; i < LENGTH; i++) {
        double mean = 0.0, square = 0.0;
        for (size_t d = 0; d < DRAWS; d++)
            mean += p.score[0][d][i] / DRAWS;
        for (size_t d = 0; d < DRAWS; d++)
            square += pow(p.score[0][d][i] - mean, 2.0);
        ck_assert_double_eq_tol(csv_number(&csv, i, "mean_mc"), mean, 10.0 * RELATIVE);
        ck_assert_double_eq_tol(csv_number(&csv, i, "var_mc"), square / (DRAWS - 1),
                                100.0 * RELATIVE);
    }
    csv_free(&csv);
    folder_remove(&f);
}

/* Position inversions of locality: near in [0, M/2), far in [M/2, M). */
TEST(they_have_the_inversions_of_locality)
{
    struct folder f;
    struct printed p;
    folder_make(&f);
    read_scores(&f, "none", &p);
    double count = 0.0;
    for (size_t d = 0; d < DRAWS; d++)
        for (size_t near = 0; near < LENGTH / 2; near++)
            for (size_t far = LENGTH / 2; far < LENGTH; far++)
                count += p.score[0][d][near] < p.score[0][d][far];
    struct csv csv = scores_run(&f, "locality", SPEC, MODEL, SEED, "--context=24");
    ck_assert_double_eq_tol(csv_number(&csv, 0, "p_inv"), count / (DRAWS * LENGTH * LENGTH / 4.0),
                            RELATIVE);
    csv_free(&csv);
    folder_remove(&f);
}

/* Token inversions of consistency, with either second key. */
TEST_EACH(they_have_the_inversions_of_consistency, 2)
{
    static const char *const reference[] = {"independent", "aligned"};
    struct folder f;
    struct printed p;
    folder_make(&f);
    read_scores(&f, reference[_i], &p);
    struct csv csv = scores_run(&f, "consistency", SPEC, MODEL, SEED, "--distances=1:23",
                                "--reference", reference[_i]);
    for (size_t i = 1; i < LENGTH; i++) {
        double flips = 0.0;
        for (size_t d = 0; d < DRAWS; d++)
            flips += (p.score[0][d][0] < p.score[1][d][0]) != (p.score[0][d][i] < p.score[1][d][i]);
        ck_assert_double_eq(csv_number(&csv, i - 1, "p_inv"), flips / DRAWS);
    }
    csv_free(&csv);
    folder_remove(&f);
}

/* The score of drawn vectors by its definition, in long doubles; *size, the sizes of its parts. */
static long double score_of(const double *q, const double *k, size_t distance, long double *size)
{
    long double sum = 0.0L;
    *size = 0.0L;
    for (size_t n = 0; n < 4; n++) {
        long double x = (long double)distance * powl(1e2L, -(long double)n / 4.0L),
                    part[] = {
                        (long double)q[2 * n] * k[2 * n], (long double)q[2 * n + 1] * k[2 * n + 1],
                        (long double)q[2 * n] * k[2 * n + 1], (long double)q[2 * n + 1] * k[2 * n]};
        sum += (part[0] + part[1]) * cosl(x) + (part[2] - part[3]) * sinl(x);
        for (size_t i = 0; i < 4; i++)
            *size += fabsl(part[i]);
    }
    *size /= sqrtl(8.0L);
    return sum / sqrtl(8.0L);
}

/* Bounds hold, and are those of kernels/curves/bank.h: (2 pairs + 24) 2^-53 of the parts' sizes,
 * each rounded a few times on the way. */
TEST(bounds_hold_and_are_the_stated_ones)
{
    struct folder f;
    struct printed p;
    struct qk_law law = tools_law(&MODEL[strlen("--qk=")]);
    struct random_stream stream = random_draws(7);
    double work[64], query[8], key[8];
    ck_assert_uint_le(qk_work_size(8), TOOLS_COUNT(work));
    folder_make(&f);
    read_scores(&f, "none", &p);
    for (size_t d = 0; d < DRAWS; d++) {
        qk_draw(&law, &stream, d, 8, work, query, key);
        for (size_t i = 0; i < LENGTH; i++) {
            long double size, exact = score_of(query, key, i, &size),
                              bound = 32.0L * 0x1p-53L * size;
            ck_assert(fabsl(p.score[0][d][i] - exact) <= p.error[0][d][i]);
            ck_assert(fabsl(p.error[0][d][i] - bound) <= 0x1p-45L * bound);
        }
    }
    folder_remove(&f);
}

TEST(a_deterministic_model_is_drawn_once)
{
    struct folder f;
    folder_make(&f);
    struct csv csv = scores_run(&f, "scores", SPEC, "--qk=unit", "--distances=0,1");
    ck_assert_uint_eq(csv.row_count, 2);
    csv_free(&csv);
    folder_remove(&f);
}
