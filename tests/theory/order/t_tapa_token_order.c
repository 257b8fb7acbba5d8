/* The order of two tokens under TAPA against integrals over the plane of phases. */
#include "theory/order/tapa_token_order.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* P(flip) given the cosines, both margins' amplitudes N(kappa, 1): over A1 by the trapezoid rule,
 * A2 beyond A1 on one side of c1 A1/c2 only. */
static double flip_given(double c1, double c2, double kappa)
{
    double sum = 0.0, step = 0.1;
    for (double z = -8.0; z <= 8.0; z += step) {
        double a = kappa + z, border = c1 * a / c2 - kappa;
        double between = fabs(0.5 * erfc(-z / sqrt(2.0)) - 0.5 * erfc(-border / sqrt(2.0)));
        sum += exp(-0.5 * z * z) / sqrt(2.0 * M_PI) * step * (c2 > 0.0 ? between : 1.0 - between);
    }
    return sum;
}

/* The linear phase makes both phases normal in the plane: common part C, own parts O. Midpoint
 * rule, N cells each way over 7 deviations; the integrand is bounded by 1 with kinks, so the rule
 * errs by about (width/N)^2 of its slope: checked by halving N. */
static double plane(double turn, double mean, double common, double own, double kappa, int n)
{
    double su = sqrt(common + 0.5 * own), sv = sqrt(0.5 * own), cell = 14.0 / n, sum = 0.0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double x = -7.0 + (i + 0.5) * cell, y = -7.0 + (j + 0.5) * cell;
            double c1 = cos(turn * (mean + su * x + sv * y)),
                   c2 = cos(turn * (mean + su * x - sv * y));
            double flip = kappa == 0.0
                              ? acos(fmax(-1.0,
                                          fmin(1.0, (c1 + c2) / sqrt(2.0 * (c1 * c1 + c2 * c2))))) /
                                    M_PI
                              : flip_given(c1, c2, kappa);
            sum += exp(-0.5 * (x * x + y * y)) / (2.0 * M_PI) * cell * cell * flip;
        }
    return sum;
}

TEST(token_order_in_the_plane)
{
    struct worst w = {0};
    static const struct {
        struct qk_law law;
        double common, own, kappa;
        size_t dim_amplitude;
    } cases[] = {
        {{.kind = QK_GAUSS, .mu = 0.0, .sigma = 0.5}, 0.25, 0.25, 0.0, 4},
        {{.kind = QK_ALIGNED, .rho = 0.0}, 1.0, 1.0, 0.0, 3},
        {{.kind = QK_CROSSED, .c = 0.5}, 1.5, 0.5, 0.0, 2},
        {{.kind = QK_CROSSED, .c = -0.75}, 0.25, 1.75, 0.0, 2},
        {{.kind = QK_GAUSS, .mu = 0.25, .sigma = 0.5}, 0.25, 0.25, 0.5, 1},
        {{.kind = QK_GAUSS, .mu = -0.5, .sigma = 0.25}, 0.0625, 0.0625, 2.0, 1},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++)
        for (double scale = 0.03125; scale < 1.0; scale *= 4.0) {
            struct tapa_shape shape = {cases[i].dim_amplitude, 4, 0.5, true, scale};
            struct estimate got;
            ck_assert_int_eq(tapa_token_order(&shape, &cases[i].law, 4.0, &got), STATUS_OK);
            /* 2 sqrt(4) mu, 4^0.5 = 2 */
            double turn = 2.0 * M_PI * scale * 2.0, mean = 4.0 * cases[i].law.mu;
            int n = cases[i].kappa == 0.0 ? 600 : 200;
            double half = plane(turn, mean, cases[i].common, cases[i].own, cases[i].kappa, n / 2),
                   want = plane(turn, mean, cases[i].common, cases[i].own, cases[i].kappa, n);
            worst_take(&w, fabs(got.val - want), got.err + fabs(want - half) + 2e-5,
                       "case %zu scale %g: %.9f, plane %.9f", i, scale, got.val, want);
            worst_take(&w, fabs(want - half), 2e-3, "idle plane, case %zu scale %g", i, scale);
        }
    worst_check(&w);
}
