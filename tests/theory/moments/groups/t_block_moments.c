/* Moments of groups by blocks: against whole sums over C_q, A and C_k, and where there are none. */
#include "theory/moments/groups/block_moments.h"

#include <math.h>

#include "tests/tools/check_tools.h"

enum { DIM = 8, SIDE = 4 };

/* Any matrix: no law of the moments asks for a group. */
static void matrix(const void *shape, size_t block, double distance, double *out)
{
    uint64_t state = 5 + block + 100 * (uint64_t)distance;
    (void)shape;
    for (size_t i = 0; i < SIDE * SIDE; i++)
        out[i] = 2.0 * tools_uniform(&state) - 1.0;
}

static const struct block_form form = {DIM, SIDE, 0.5, NULL, matrix};

/* The whole matrix. */
static void whole(double distance, double a[DIM][DIM])
{
    double block[SIDE * SIDE];
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            matrix(NULL, i / SIDE, distance, block);
            a[i][j] = i / SIDE == j / SIDE ? block[i % SIDE * SIDE + j % SIDE] : 0.0;
        }
}

/* tr(C_q A C_k A') + m_q' A C_k A' m_q + m_k' A' C_q A m_k and m_q' A m_k. */
static void direct(double a[DIM][DIM], const struct qk_measured *m, double *mean, double *variance)
{
    *mean = *variance = 0.0;
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            *mean += m->mean[0][i] * a[i][j] * m->mean[1][j];
            for (size_t k = 0; k < DIM; k++)
                for (size_t l = 0; l < DIM; l++) {
                    double cq = m->covariance[0][i * DIM + k], ck = m->covariance[1][j * DIM + l],
                           aa = a[i][j] * a[k][l];
                    *variance += aa * (cq * ck + m->mean[0][i] * m->mean[0][k] * ck +
                                       m->mean[1][j] * m->mean[1][l] * cq);
                }
        }
    *mean *= form.norm;
    *variance *= form.norm * form.norm;
}

static void moments_agree(const struct qk_law *law, const struct qk_measured *m)
{
    static const double r[] = {0, 3, 1000};
    double mean[TOOLS_COUNT(r)], variance[TOOLS_COUNT(r)], a[DIM][DIM], want_mean, want;
    ck_assert_int_eq(block_mean(&form, law, TOOLS_COUNT(r), r, mean), STATUS_OK);
    ck_assert_int_eq(block_variance(&form, law, TOOLS_COUNT(r), r, variance), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(r); i++) {
        whole(r[i], a);
        direct(a, m, &want_mean, &want);
        /* at most 8^4 terms under 4 */
        check_le(fabs(mean[i] - want_mean), 4096.0 * 4.0 * UNIT_ROUNDING);
        check_le(fabs(variance[i] - want), 4096.0 * 64.0 * UNIT_ROUNDING);
    }
}

/* Each law as the moments it stands for. */
TEST(laws_are_their_moments)
{
    double mq[DIM], mk[DIM], cq[DIM * DIM], ck[DIM * DIM];
    const struct qk_measured m = {DIM, {mq, mk}, {cq, ck}};
    const struct qk_law gauss = {.kind = QK_GAUSS, .mu = -0.75, .sigma = 0.5},
                        crossed = {.kind = QK_CROSSED, .c = 0.75},
                        sampled = {.kind = QK_SAMPLED, .measured = &m};
    uint64_t state = 77;
    for (size_t i = 0; i < DIM * DIM; i++) {
        mq[i % DIM] = mk[i % DIM] = gauss.mu;
        cq[i] = ck[i] = i / DIM == i % DIM ? gauss.sigma * gauss.sigma : 0.0;
    }
    moments_agree(&gauss, &m);
    for (size_t i = 0; i < DIM * DIM; i++) {
        bool beside = i / DIM == (i % DIM ^ 1);
        mq[i % DIM] = mk[i % DIM] = 0.0;
        cq[i] = i / DIM == i % DIM ? 1.0 : beside ? crossed.c : 0.0;
        ck[i] = beside ? -crossed.c : cq[i];
    }
    moments_agree(&crossed, &m);
    for (size_t i = 0; i < DIM * DIM; i++) {
        mq[i % DIM] = tools_uniform(&state), mk[i % DIM] = tools_uniform(&state);
        cq[i] = tools_uniform(&state), ck[i] = tools_uniform(&state);
    }
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < i; j++)
            cq[i * DIM + j] = cq[j * DIM + i], ck[i * DIM + j] = ck[j * DIM + i];
    moments_agree(&sampled, &m);
}

/* rho tr A and |A|^2 + rho^2 tr(A^2), of which q'Aq's by Isserlis. */
TEST(aligned_is_isserlis)
{
    const struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.6};
    double r = 7.0, mean, variance, a[DIM][DIM], want = 0.0, trace = 0.0;
    whole(r, a);
    /* E q_i k_j q_k k_l = d_ij d_kl rho^2 + d_ik d_jl + rho^2 d_il d_jk */
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++)
            for (size_t k = 0; k < DIM; k++)
                for (size_t l = 0; l < DIM; l++)
                    want += a[i][j] * a[k][l] * ((i == k && j == l) + 0.36 * (i == l && j == k));
    for (size_t i = 0; i < DIM; i++)
        trace += a[i][i];
    ck_assert_int_eq(block_mean(&form, &law, 1, &r, &mean), STATUS_OK);
    ck_assert_int_eq(block_variance(&form, &law, 1, &r, &variance), STATUS_OK);
    check_le(fabs(mean - 0.5 * 0.6 * trace), 64.0 * UNIT_ROUNDING);
    check_le(fabs(variance - 0.25 * want), 256.0 * UNIT_ROUNDING);
}

TEST(what_has_no_moments_is_refused)
{
    double mean[DIM] = {0}, out;
    const struct qk_measured means = {DIM, {mean, mean}, {NULL, NULL}},
                             other = {DIM + 2, {mean, mean}, {NULL, NULL}};
    const struct qk_law none[] = {{.kind = QK_UNIT},
                                  {.kind = QK_PHASE},
                                  {.kind = QK_MOMENTS, .mu0 = 1.0},
                                  {.kind = QK_SAMPLED},
                                  {.kind = QK_SAMPLED, .measured = &other}},
                        half = {.kind = QK_SAMPLED, .measured = &means},
                        gauss = {.kind = QK_GAUSS, .sigma = 1.0};
    const double r = 3.0, bad[] = {-1.0, 0.5, NAN, 0x1p54};
    for (size_t i = 0; i < TOOLS_COUNT(none); i++) {
        ck_assert_int_eq(block_mean(&form, &none[i], 1, &r, &out), STATUS_UNDEFINED);
        ck_assert_int_eq(block_variance(&form, &none[i], 1, &r, &out), STATUS_UNDEFINED);
    }
    ck_assert_int_eq(block_mean(&form, &half, 1, &r, &out), STATUS_OK);
    ck_assert_int_eq(block_variance(&form, &half, 1, &r, &out), STATUS_UNDEFINED);
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(block_mean(&form, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
        ck_assert_int_eq(block_variance(&form, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
    }
}
