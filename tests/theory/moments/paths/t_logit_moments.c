/* Gates of products of normal vectors: against double sums, and in their limits. */
#include "theory/moments/paths/logit_moments.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/ground/constants.h"

static double gate(double x) { return 0.5 * (1.0 + tanh(0.5 * x)); }

/* x = scale (a + b u)(c + d w + e u), u and w standard normals: a term of gauss at e = 0, of
 * aligned at a = c = 0. Trapezoids over 9 deviations. */
static struct logit_moments summed(double scale, double a, double b, double c, double d, double e)
{
    static const double STEP = 0.05;
    struct logit_moments m = {0.0, 0.0, 0.0, 0.0};
    for (int i = -180; i <= 180; i++) {
        struct logit_moments row = {0.0, 0.0, 0.0, 0.0};
        for (int j = -180; j <= 180; j++) {
            double u = STEP * i, w = STEP * j, x = scale * (a + b * u) * (c + d * w + e * u),
                   weight = STEP * STEP * exp(-0.5 * (u * u + w * w)) / TWO_PI;
            row.mean += weight * x;
            row.gate += weight * gate(x);
            row.slope += weight * gate(x) * gate(-x);
            row.product += weight * x * gate(x);
        }
        m.mean += row.mean, m.gate += row.gate;
        m.slope += row.slope, m.product += row.product;
    }
    return m;
}

static void same(const struct logit_moments *a, const struct logit_moments *b, double bound,
                 const char *what)
{
    const double *x = &a->mean, *y = &b->mean;
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(fabs(x[i] - y[i]) <= bound, "%s %zu: %.17g %.17g", what, i, x[i], y[i]);
}

/* One coordinate. The sums' step leaves e^(-2 pi d/step), d the least distance of a pole, pi over
 * the other factor's 7 deviations: e^-50; their roundings are 361 of rows and 361 in each. The
 * bound is the header's with a deviation of 4. */
TEST(one_coordinates_gate_is_a_double_sum)
{
    static const double scales[] = {1e-6, 0.1, 0.5, 1.0};
    for (size_t i = 0; i < TOOLS_COUNT(scales); i++) {
        double s = scales[i];
        struct path_shape shape = {.dim = 1, .norm = s};
        struct logit x;
        struct logit_moments got, want;
        struct qk_law gauss = {.kind = QK_GAUSS, .mu = -1.5, .sigma = 0.75},
                      aligned = {.kind = QK_ALIGNED, .rho = -0.6};
        struct token_law token = {.kind = TOKEN_NORMAL, .mu = 0.5, .sigma = 1.25};
        shape.law = &token;
        ck_assert_int_eq(logit_of_key(&shape, &gauss, &x), STATUS_OK);
        ck_assert_int_eq(logit_moments(&x, &got), STATUS_OK);
        want = summed(s, -1.5, 0.75, -1.5, 0.75, 0.0);
        same(&got, &want, 5e-14, "gauss");
        ck_assert_int_eq(logit_of_key(&shape, &aligned, &x), STATUS_OK);
        ck_assert_int_eq(logit_moments(&x, &got), STATUS_OK);
        want = summed(s, 0.0, 1.0, 0.0, 0.8, -0.6);
        same(&got, &want, 5e-14, "aligned");
        ck_assert_int_eq(logit_of_token(&shape, &gauss, &x), STATUS_OK);
        ck_assert_int_eq(logit_moments(&x, &got), STATUS_OK);
        want = summed(s, -1.5, 0.75, 0.5, 1.25, 0.0);
        same(&got, &want, 5e-14, "token");
    }
}

/* Far stretched gates say the sign: of D = 2, whose products q.k are aligned, the sign is positive
 * with probability (1 + rho)/2 (q.k = (1 + rho)/2 X - (1 - rho)/2 Y, X and Y chi-square of 2); and
 * E x g(x) is E max(x, 0). The density at 0, 1/2 over the scale, sets what is left. */
TEST(stretched_gates_say_the_sign)
{
    static const double norms[] = {1e3, 1e6, 1e12};
    for (size_t i = 0; i < TOOLS_COUNT(norms); i++) {
        struct path_shape shape = {.dim = 2, .norm = norms[i]};
        struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.25};
        struct logit x;
        struct logit_moments m;
        ck_assert_int_eq(logit_of_key(&shape, &law, &x), STATUS_OK);
        ck_assert_int_eq(logit_moments(&x, &m), STATUS_OK);
        check_le(fabs(m.gate - 0.625), 1.0 / norms[i] + 1e-13);
        check_le(fabs(m.product / norms[i] - 0.625 * 1.25), 4.0 / norms[i] + 1e-13);
        check_le(fabs(m.slope * norms[i] - 0.5), 1.0 / norms[i] + 1e-13 * norms[i]);
    }
}

/* Of many coordinates and no variation a gate is that of the mean; crossed is symmetric. */
TEST(fixed_and_symmetric_gates)
{
    struct path_shape shape = {.dim = 128, .norm = 0.0883};
    struct qk_law fixed = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 0.0},
                  narrow = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1e-9},
                  crossed = {.kind = QK_CROSSED, .c = 0.9}, unit = {.kind = QK_UNIT};
    struct logit x;
    struct logit_moments m, n;
    ck_assert_int_eq(logit_of_key(&shape, &fixed, &x), STATUS_OK);
    ck_assert_int_eq(logit_moments(&x, &m), STATUS_OK);
    check_le(fabs(m.gate - gate(0.0883 * 32.0)), 1e-15);
    ck_assert_int_eq(logit_of_key(&shape, &narrow, &x), STATUS_OK);
    ck_assert_int_eq(logit_moments(&x, &n), STATUS_OK);
    same(&m, &n, 1e-13, "narrow");
    ck_assert_int_eq(logit_of_key(&shape, &crossed, &x), STATUS_OK);
    ck_assert_int_eq(logit_moments(&x, &m), STATUS_OK);
    check_le(fabs(m.gate - 0.5), 0.0);
    ck_assert_int_eq(logit_of_key(&shape, &unit, &x), STATUS_UNDEFINED);
}
