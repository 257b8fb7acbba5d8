/* Draws of laws as tokens: what is said of their drawn pairs against the laws' closed moments. */
#include <gsl/gsl_sf_hyperg.h>
#include <math.h>

#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/pair_moments.h"
#include "tests/experiments/models/statistics/statistics_tools.h"
#include "tests/tools/coverage_tools.h"

enum { DIM = 8, PAIRS = DIM / 2, TOKENS = 4096 };

static const char *const laws[] = {"aligned:rho=0.6",
                                   "aligned:rho=-0.9",
                                   "gauss",
                                   "gauss:mu=0.5,sigma=1.5",
                                   "crossed:c=0.8",
                                   "phase",
                                   "unit"};

/* E |q_n| |k_n| of one draw: of two normal pairs whose coordinates have the correlation rho. */
static double usage_of(const struct qk_law *law)
{
    return law->kind == QK_ALIGNED
               ? 0.5 * PI * gsl_sf_hyperg_2F1(-0.5, -0.5, 1.0, law->rho * law->rho)
           : law->kind == QK_GAUSS && law->mu == 0.0       ? 0.5 * PI * law->sigma * law->sigma
           : law->kind == QK_UNIT || law->kind == QK_PHASE ? 1.0
                                                           : NAN;
}

/* Off by no more than chance; by nothing but rounding where nothing is drawn. */
static void near(struct worst *w, double got, double want, double error, const char *what,
                 const char *law, size_t n)
{
    if (isfinite(want))
        worst_take(w, got - want, isfinite(error) ? DEVIATIONS * error + 1e-14 : 1e-14,
                   "%s of %s, pair %zu", what, law, n);
}

/* That an error is the deviation of a mean of TOKENS draws: a sample's is off by sqrt((k - 1)/(4
 * TOKENS)), k the kurtosis, under 9 of a product of normals. */
static void deviation(struct worst *w, double got, double variance, const char *law, size_t n)
{
    double want = sqrt(variance / TOKENS);
    worst_take(w, got - want, DEVIATIONS * sqrt(8.0 / (4.0 * TOKENS)) * want + 1e-16,
               "error of %s, pair %zu", law, n);
}

TEST_EACH(drawn_pairs_have_the_moments_of_their_law, TOOLS_COUNT(laws))
{
    struct qk_law law = tools_law(laws[_i]);
    struct random_stream stream = random_draws(19);
    struct head_source source;
    struct token_rows rows = head_rows(&law, &stream, DIM, TOKENS, &source);
    struct pair_moments_of_tokens got[PAIRS];
    struct pair_moments want = qk_pair_moments(&law);
    struct worst w = {0};
    double square;
    if (qk_product_square(&law, &square) != STATUS_OK)
        square = NAN;
    ck_assert(rows.coupled && want.has_mean && want.has_variance);
    ck_assert(rows.tokens[TOKEN_QUERY] == (qk_deterministic(&law) ? 1 : TOKENS));
    ck_assert_int_eq(pair_moments_take(&rows, got), STATUS_OK);
    for (size_t n = 0; n < PAIRS; n++) {
        near(&w, got[n].mean_a, want.mean_a, got[n].mean_a_error, "E A", laws[_i], n);
        near(&w, got[n].mean_b, want.mean_b, got[n].mean_b_error, "E B", laws[_i], n);
        near(&w, got[n].product_square.value, square, got[n].product_square.error, "square",
             laws[_i], n);
        near(&w, got[n].usage, usage_of(&law), got[n].usage_error, "usage", laws[_i], n);
        ck_assert(got[n].angle.value == atan2(got[n].mean_b, got[n].mean_a));
        if (qk_deterministic(&law))
            continue;
        deviation(&w, got[n].mean_a_error, want.var_flat + want.var_cos2, laws[_i], n);
        deviation(&w, got[n].mean_b_error, want.var_flat, laws[_i], n);
    }
    worst_check(&w);
}

/* Aligned pairs are alike however strongly a query and its key go together. */
TEST(laws_whose_pairs_are_alike_pass_the_tests_as_often_as_stated)
{
    enum { FEW = 120 };
    size_t runs = coverage_amount(500, 10000);
    struct qk_law law = tools_law("aligned:rho=0.8");
    double under[EQUALITY_COUNT] = {0.0}, chance = DEVIATIONS * sqrt(0.05 * 0.95 / (double)runs);
    struct worst w = {0};
    for (size_t r = 0; r < runs; r++) {
        struct random_stream stream = random_draws(r);
        struct head_source source;
        struct token_rows rows = head_rows(&law, &stream, DIM, FEW, &source);
        struct token_pairs view = {&rows, PAIR_COEFFICIENTS};
        struct token_rows paired = token_rows_paired(&view);
        struct token_sums *sums = sums_of(&paired, NULL, true);
        for (int e = 0; e < EQUALITY_COUNT; e++) {
            struct equality_test got;
            ck_assert_int_eq(equality_test(sums, (enum equality)e, PAIRS, &got), STATUS_OK);
            under[e] += got.p < 0.05;
            if (e == EQUALITY_A) /* least to most are about 2 rho, not about 0 */
                ck_assert(got.least > 0.8 && got.most < 2.4);
        }
        token_sums_free(sums);
    }
    for (int e = 0; e < EQUALITY_COUNT; e++)
        worst_take(&w, under[e] / (double)runs - 0.05, chance, "%s", equality_names[e]);
    worst_check(&w);
}

/* Rows that are not coupled are their own pairs. */
TEST(rows_of_files_stay_what_they_are)
{
    struct array_rows a;
    array_rows_make(&a, DIM, 5, 7, 2);
    struct token_pairs view = {&a.rows, PAIR_COEFFICIENTS};
    struct token_rows paired = token_rows_paired(&view);
    ck_assert(paired.self == a.rows.self && paired.read == a.rows.read);
    ck_assert(paired.tokens[TOKEN_QUERY] == 5 && paired.tokens[TOKEN_KEY] == 7);
    array_rows_free(&a);
}
