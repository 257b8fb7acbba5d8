/* The moments a pair inherits from each law, by exact enumeration: a three-node Gauss-Hermite rule
 * per standard normal integrates every polynomial of degree 5 in it exactly, and no score squared
 * exceeds degree 4 in one. */
#include <math.h>

#include "tests/tools/check_tools.h"

/* Average of visit over all (q, k) of one pair made from four standard normals; worst is the
 * average of its size. */
struct average {
    long double value, size;
};

static struct average enumerate(const struct qk_law *law, long double x, long double shift,
                                int power)
{
    static const long double node[3] = {0.0L, 1.73205080756887729353L, -1.73205080756887729353L},
                             weight[3] = {4, 1, 1};
    struct average sum = {0.0L, 0.0L};
    for (int i = 0; i < 81; i++) {
        int digit[4] = {i % 3, i / 3 % 3, i / 9 % 3, i / 27};
        long double z[4], w = 1.0L, q[2], k[2];
        for (int j = 0; j < 4; j++)
            z[j] = node[digit[j]], w *= weight[digit[j]] / 6.0L;
        long double rho = law->rho, c = law->c, rest = sqrtl(1.0L - rho * rho),
                    across = sqrtl(1.0L - c * c);
        for (int j = 0; j < 2; j++) {
            q[j] = law->kind == QK_GAUSS ? law->mu + (long double)law->sigma * z[j] : z[j];
            k[j] = law->kind == QK_GAUSS     ? law->mu + (long double)law->sigma * z[2 + j]
                   : law->kind == QK_ALIGNED ? rho * z[j] + rest * z[2 + j]
                                             : z[2 + j];
        }
        if (law->kind == QK_CROSSED)
            q[1] = c * z[0] + across * z[1], k[1] = -c * z[2] + across * z[3];
        long double a = q[0] * k[0] + q[1] * k[1], b = q[0] * k[1] - q[1] * k[0];
        long double score = power == 4 ? q[0] * k[0] * q[0] * k[0]
                                       : a * cosl(x) + b * sinl(x) - shift;
        score = power == 2 ? score * score : score;
        sum.value += w * score, sum.size += w * fabsl(score);
    }
    return sum;
}

TEST(pair_moments_are_the_enumerated_ones)
{
    struct worst w = {0};
    static const char *const laws[] = {
        "gauss:mu=0,sigma=1", "gauss:mu=0.5,sigma=2", "gauss:mu=-1.25,sigma=0.5",
        "aligned:rho=0.5",    "aligned:rho=-0.75",    "aligned:rho=1",
        "aligned:rho=0",      "crossed:c=0.5",        "crossed:c=-0.9375"};
    for (size_t i = 0; i < TOOLS_COUNT(laws); i++) {
        struct qk_law law = tools_law(laws[i]);
        struct pair_moments m = qk_pair_moments(&law);
        ck_assert(m.has_variance);
        for (long double x = 0.0L; x < 7.0L; x += 0.37L) {
            struct average mean = enumerate(&law, x, 0.0L, 1),
                           square = enumerate(&law, x, mean.value, 2);
            double cosine = (double)cosl(x), sine = (double)sinl(x);
            /* dyadic parameters: 6 roundings on this side, of sizes up to that of the variance's
             * parts */
            worst_take(&w, fabs((double)(m.mean_a * cosine + m.mean_b * sine - mean.value)),
                       6.0 * UNIT_ROUNDING * (double)mean.size, "mean %s x %.2Lf", laws[i], x);
            worst_take(&w, fabs((double)(m.var_flat + m.var_cos2 * cosine * cosine - square.value)),
                       8.0 * UNIT_ROUNDING * (fabs(m.var_flat) + fabs(m.var_cos2)),
                       "variance %s x %.2Lf", laws[i], x);
        }
        double product;
        ck_assert_int_eq(qk_product_square(&law, &product), STATUS_OK);
        worst_take(&w, fabs((double)(product - enumerate(&law, 0.0L, 0.0L, 4).value)),
                   6.0 * UNIT_ROUNDING * product, "square %s", laws[i]);
    }
    worst_check(&w);
}

/* Phase: averages over 8 equally spaced phases are exact for degree 2. Unit and moments by their
 * definitions. */
TEST(phase_and_unit_are_their_definitions)
{
    struct qk_law phase = tools_law("phase"), unit = tools_law("unit"),
                  moments = tools_law("moments:mu0=1.5,nu0=-0.25");
    struct pair_moments p = qk_pair_moments(&phase), u = qk_pair_moments(&unit),
                        m = qk_pair_moments(&moments);
    double square = 0.0, out;
    for (int i = 0; i < 8; i++)
        square += pow(cos(0.3 + 0.25 * M_PI * i), 2.0) / 8.0;
    ck_assert(p.has_variance && p.mean_a == 0.0 && p.mean_b == 0.0 && p.var_cos2 == 0.0);
    check_le(fabs(p.var_flat - square), 16.0 * UNIT_ROUNDING);
    ck_assert(u.has_variance && u.mean_a == 1.0 && u.mean_b == 0.0 && u.var_flat == 0.0 &&
              u.var_cos2 == 0.0);
    ck_assert(!m.has_variance && m.mean_a == 1.5 && m.mean_b == -0.25);
    ck_assert_int_eq(qk_product_square(&phase, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(qk_product_square(&unit, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(qk_product_square(&moments, &out), STATUS_UNDEFINED);
}
