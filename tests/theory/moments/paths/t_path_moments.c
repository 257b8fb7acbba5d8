/* PaTH's moments: the closed sum against the recurrence, and known values. */
#include "theory/moments/paths/gate_law.h"
#include "theory/moments/paths/path_moments.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/moments/paths/path_products.h"

static const struct token_law SPHERE = {.kind = TOKEN_SPHERE};

/* X and Y step by step in long double; each step of the closed form's logarithm adds a few units to
 * its exponent. */
TEST(the_closed_sum_is_the_recurrence)
{
    static const double betas[] = {0.0, 0.3, 1.0, 1.9, 2.0};
    static const size_t dims[] = {2, 8, 64, 128};
    struct worst worst = {0};
    for (size_t i = 0; i < TOOLS_COUNT(betas) * TOOLS_COUNT(dims); i++) {
        size_t dim = dims[i / TOOLS_COUNT(betas)];
        long double beta = betas[i % TOOLS_COUNT(betas)], d = (long double)dim,
                    a = 1.0L - 2.0L * beta / d + 2.0L * beta * beta / (d * (d + 2.0L)),
                    b = beta * beta / (d * (d + 2.0L)), c = 1.0L - beta * (2.0L - beta) / d;
        struct path_shape shape = {.dim = dim, .norm = 0.5, .law = &SPHERE, .beta = (double)beta};
        struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.5};
        double product, spread, lengths;
        ck_assert_int_eq(path_products(&law, dim, &product, &spread, &lengths), STATUS_OK);
        long double x = (long double)spread + (long double)product * product, y = lengths,
                    m = product;
        for (double r = 0.0; r < 400.0; r += 1.0) {
            double mean, variance;
            ck_assert_int_eq(path_mean(&shape, &law, 1, &r, &mean), STATUS_OK);
            ck_assert_int_eq(path_variance(&shape, &law, 1, &r, &variance), STATUS_OK);
            double unit = (40.0 + 8.0 * r) * UNIT_ROUNDING;
            worst_take(&worst, (double)fabsl(mean - 0.5L * m), unit * fabs((double)m) + 1e-300,
                       "mean, dim %zu beta %g r %g", dim, (double)beta, r);
            worst_take(&worst, (double)fabsl(variance - 0.25L * (x - m * m)),
                       unit * (double)(x + y / d) + 1e-300, "variance, dim %zu beta %g r %g", dim,
                       (double)beta, r);
            x = a * x + b * y;
            y *= c;
            m *= 1.0L - beta / d;
        }
    }
    worst_check(&worst);
}

/* E |q|^2 |k|^2 of normal vectors coordinate by coordinate: two of them give 1, one and itself
 * E q^2 k^2 = 1 + 2 rho^2. */
TEST(lengths_are_those_of_their_coordinates)
{
    for (size_t dim = 2; dim <= 8; dim *= 2) {
        struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.6};
        double product, spread, lengths, d = (double)dim;
        ck_assert_int_eq(path_products(&law, dim, &product, &spread, &lengths), STATUS_OK);
        check_le(fabs(lengths - (d * (d - 1.0) + d * (1.0 + 2.0 * 0.36))), 1e-13 * d * d);
        check_le(fabs(product - 0.6 * d), 1e-15 * d);
    }
}

/* D = 64, beta = 1: what is left of the mean. */
TEST(known_shares)
{
    struct path_shape shape = {.dim = 64, .norm = 1.0 / 64.0, .law = &SPHERE, .beta = 1.0};
    struct qk_law law = {.kind = QK_GAUSS, .mu = 1.0, .sigma = 1.0};
    const double r[3] = {0.0, 16.0, 256.0};
    double mean[3];
    ck_assert_int_eq(path_mean(&shape, &law, 3, r, mean), STATUS_OK);
    check_le(fabs(mean[0] - 1.0), 1e-15);
    check_le(fabs(mean[1] - 0.77726517), 1e-8);
    check_le(fabs(mean[2] - 0.01774628), 1e-8);
}

TEST(what_is_no_number_of_tokens_is_refused)
{
    struct path_shape shape = {.dim = 8, .norm = 1.0, .law = &SPHERE, .beta = 1.0};
    struct qk_law law = {.kind = QK_GAUSS, .sigma = 1.0}, none = {.kind = QK_SAMPLED},
                  unit = {.kind = QK_UNIT};
    const double bad = 0.5, r = 1.0;
    double x;
    ck_assert_int_eq(path_mean(&shape, &law, 1, &bad, &x), STATUS_DOMAIN);
    ck_assert_int_eq(path_variance(&shape, &law, 1, &bad, &x), STATUS_DOMAIN);
    ck_assert_int_eq(path_mean(&shape, &none, 1, &r, &x), STATUS_UNDEFINED);
    ck_assert_int_eq(path_variance(&shape, &unit, 1, &r, &x), STATUS_UNDEFINED);
}

/* ---- Gates' logarithms ----------------------------------------------------------------------- */

static void check_logs(struct token_law law, double mean, double variance, double share)
{
    double m, v;
    ck_assert_int_eq(gate_log_moments(&law, &m, &v), STATUS_OK);
    check_le(fabs(m - mean), share * fabs(mean));
    check_le(fabs(v - variance), share * variance);
}

/* Uniform about c over a width w: ln c - (w/c)^2/24 and (w/c)^2/12, and a logit's by its slope
 * s = 1/(1 + e^mu): sigma^2 s^2, each within a share of (w/c)^2 and sigma^2; from 0 to hi,
 * ln hi - 1 and 1. */
TEST(narrow_laws_of_gates_keep_their_digits)
{
    static const double centres[] = {1e-200, 0.3, 1.0 - 0x1p-21};
    for (size_t i = 0; i < TOOLS_COUNT(centres); i++) {
        double c = centres[i], w = c * 0x1p-20;
        struct token_law law = {.kind = TOKEN_UNIFORM, .lo = c - 0.5 * w, .hi = c + 0.5 * w};
        /* the ends are rounded: w and ln c are off by 2^-53 c */
        check_logs(law, log(c) - 0x1p-40 / 24.0, 0x1p-40 / 12.0, 0x1p-31);
    }
    for (double mu = -40.0; mu <= 40.0; mu += 20.0) {
        struct token_law law = {.kind = TOKEN_LOGIT, .mu = mu, .sigma = 0x1p-20};
        double s = 1.0 / (1.0 + exp(mu));
        check_logs(law, -log1p(exp(-mu)), 0x1p-40 * s * s, 0x1p-30);
    }
    check_logs((struct token_law){.kind = TOKEN_UNIFORM, .hi = 1e-200}, log(1e-200) - 1.0, 1.0,
               1e-14);
}

/* On both sides of the ratio at which the way to them changes, with w = hi - lo:
 * E ln f = (hi ln hi - lo ln lo)/w - 1, Var ln f = 1 - lo hi (ln hi/lo)^2/w^2. */
TEST(wide_laws_of_gates_have_their_integrals)
{
    for (double lo = 0.05; lo < 0.9; lo += 0.1) {
        double hi = 0.9, w = hi - lo, ratio = log(hi / lo) / w;
        check_logs((struct token_law){.kind = TOKEN_UNIFORM, .lo = lo, .hi = hi},
                   (hi * log(hi) - lo * log(lo)) / w - 1.0, 1.0 - lo * hi * ratio * ratio, 1e-11);
    }
}
