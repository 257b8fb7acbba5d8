/* PaTH's moments: the closed sum against the recurrence, and known values. */
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
