/* The variance of measured moments against an expectation taken coordinate by coordinate. */
#include "theory/moments/measured_moments.h"

#include <math.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { PAIRS = 3, DIM = 2 * PAIRS };

/* E (q'Ak)^2 - (E q'Ak)^2 with E q_i q_j and E k_i k_j, all DIM^4 terms in long double. */
static long double by_terms(const double *cq, const double *ck, const double *mq, const double *mk,
                            const double *c, const double *s)
{
    long double a[DIM][DIM] = {{0.0L}}, square = 0.0L, mean = 0.0L;
    for (size_t n = 0; n < PAIRS; n++) {
        a[2 * n][2 * n] = a[2 * n + 1][2 * n + 1] = c[n];
        a[2 * n][2 * n + 1] = s[n];
        a[2 * n + 1][2 * n] = -(long double)s[n];
    }
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            mean += mq[i] * a[i][j] * mk[j];
            for (size_t k = 0; k < DIM; k++)
                for (size_t l = 0; l < DIM; l++)
                    square += (cq[i * DIM + k] + (long double)mq[i] * mq[k]) * a[i][j] * a[k][l] *
                              (ck[j * DIM + l] + (long double)mk[j] * mk[l]);
        }
    return square - mean * mean;
}

/* Covariances of a few random vectors: symmetric, and no one coordinate like another. */
static void random_covariance(uint64_t *state, double *out)
{
    memset(out, 0, DIM * DIM * sizeof *out);
    for (size_t t = 0; t < 4; t++) {
        double x[DIM];
        for (size_t i = 0; i < DIM; i++)
            x[i] = tools_uniform(state) - 0.5;
        for (size_t i = 0; i < DIM; i++)
            for (size_t j = 0; j < DIM; j++)
                out[i * DIM + j] += x[i] * x[j];
    }
}

TEST(variance_is_that_of_all_terms)
{
    struct worst w = {0};
    uint64_t state = 5;
    for (size_t run = 0; run < 50; run++) {
        double cq[DIM * DIM], ck[DIM * DIM], mq[DIM], mk[DIM], c[PAIRS], s[PAIRS], got;
        random_covariance(&state, cq);
        random_covariance(&state, ck);
        for (size_t i = 0; i < DIM; i++)
            mq[i] = tools_uniform(&state) - 0.5, mk[i] = tools_uniform(&state) - 0.5;
        for (size_t n = 0; n < PAIRS; n++)
            c[n] = tools_uniform(&state) - 0.5, s[n] = tools_uniform(&state) - 0.5;
        struct qk_measured m = {DIM, {mq, mk}, {cq, ck}};
        struct qk_law law = {.kind = QK_SAMPLED, .measured = &m};
        ck_assert_int_eq(measured_variance(&law, PAIRS, c, s, &got), STATUS_OK);
        /* DIM^2 sums of a few terms of size 1 each */
        worst_take(&w, (double)fabsl(got - by_terms(cq, ck, mq, mk, c, s)), 0x1p-53 * 100.0,
                   "run %zu", run);
    }
    worst_check(&w);
}

TEST(moments_that_are_not_there_are_undefined)
{
    double mean[DIM] = {0.0}, square[DIM * DIM] = {0.0}, c[PAIRS] = {1.0}, s[PAIRS] = {0.0}, a[4],
           b[4], out;
    struct qk_measured none = {.dim = DIM}, means = {DIM, {mean, mean}, {NULL, NULL}},
                       all = {DIM, {mean, mean}, {square, square}};
    struct qk_law law = {.kind = QK_SAMPLED}, gauss = {.kind = QK_GAUSS, .measured = &all};
    ck_assert_int_eq(measured_variance(&law, PAIRS, c, s, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(measured_variance(&gauss, PAIRS, c, s, &out), STATUS_UNDEFINED);
    law.measured = &none;
    ck_assert_int_eq(measured_variance(&law, PAIRS, c, s, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(qk_pair_means(&law, PAIRS, a, b), STATUS_UNDEFINED);
    law.measured = &means;
    ck_assert_int_eq(measured_variance(&law, PAIRS, c, s, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(qk_pair_means(&law, PAIRS, a, b), STATUS_OK);
    ck_assert_int_eq(qk_pair_means(&law, PAIRS + 1, a, b), STATUS_UNDEFINED);
    law.measured = &all;
    ck_assert_int_eq(measured_variance(&law, PAIRS, c, s, &out), STATUS_OK);
    ck_assert_int_eq(measured_variance(&law, PAIRS - 1, c, s, &out), STATUS_UNDEFINED);
}
