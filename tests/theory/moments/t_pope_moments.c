/* Moments of a softplus against quadrature in 30 digits, and PoPE's against drawn scores. */
#include <math.h>

#include "experiments/harness/draws/montecarlo.h"
#include "kernels/encodings/relative/pope.h"
#include "tests/tools/check_tools.h"
#include "theory/moments/pope_moments.h"

/* The sums have 61, or 640, terms of one sign but for the variance of the wide ones, which is a
 * difference of numbers twice its size at most here: under 100 roundings. */
TEST(softplus_moments_are_the_integrals)
{
    static const struct {
        double mu, sigma, mean, variance;
    } cases[] = {
        {0, 1, 0.80605918334743978453, 0.27151450180055873184},
        {0.5, 1, 1.0817256983752091297, 0.38251950794343021619},
        {-2, 0.5, 0.14032820577609968352, 0.0045487574711284517649},
        {0.25, 3, 1.5226651552726975581, 3.0793632268856976718},
        {-3, 30, 10.549797821242623917, 271.30409000868754601},
        {1, 1.0009765625, 1.4070301241357758752, 0.50273799692850900544},
        {0.5, 0.0009765625, 0.97407709623859801977, 3.6950646511780279847e-7},
        {0.5, 0, 0.97407698418010668087, 0.0},
    };
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct softplus_moments m = softplus_moments(cases[i].mu, cases[i].sigma);
        double both = cases[i].sigma > 1.0 ? cases[i].variance + m.mean * m.mean
                                           : cases[i].variance;
        worst_take(&w, fabs(m.mean - cases[i].mean), 100.0 * UNIT_ROUNDING * cases[i].mean,
                   "mean, case %zu", i);
        /* a small sigma carries the rounding of its points, of the size of the mean */
        worst_take(&w, fabs(m.variance - cases[i].variance),
                   100.0 * UNIT_ROUNDING * (both + m.mean * sqrt(cases[i].variance) + 1e-16),
                   "variance, case %zu", i);
    }
    worst_check(&w);
}

/* By a trapezoid rule of another step in 20 digits; correlation 1 is one variable, 0 two. */
TEST(softplus_products_are_the_integrals)
{
    static const struct {
        double rho, mean, variance;
    } cases[] = {{0.75, 0.84929098664725609, 1.1497569036425364},
                 {-0.5, 0.53007816520694352, 0.15121575329205445},
                 {1.0, 0.92124590885930028, 1.4890581292419582}};
    struct softplus_moments one = softplus_moments(0.0, 1.0), none = softplus_product(0.0);
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct softplus_moments m = softplus_product(cases[i].rho);
        worst_take(&w, fabs(m.mean - cases[i].mean), 100.0 * UNIT_ROUNDING, "mean %zu", i);
        worst_take(&w, fabs(m.variance - cases[i].variance), 400.0 * UNIT_ROUNDING, "variance %zu",
                   i);
    }
    worst_take(&w, fabs(none.mean - one.mean * one.mean), 100.0 * UNIT_ROUNDING, "independent");
    worst_take(&w, fabs(none.variance - one.variance * (one.variance + 2.0 * none.mean)),
               400.0 * UNIT_ROUNDING, "independent");
    worst_check(&w);
}

/* 20,000 draws per law, 8 numbers each: within 6.5 standard errors once in 1e10. */
TEST(pope_moments_are_drawn)
{
    static const struct qk_law laws[] = {{.kind = QK_GAUSS, .mu = -0.5, .sigma = 2.0},
                                         {.kind = QK_ALIGNED, .rho = 0.75},
                                         {.kind = QK_ALIGNED, .rho = -1.0},
                                         {.kind = QK_CROSSED, .c = 0.9}};
    static const double r[2] = {3.0, 1000.0};
    const struct random_stream stream = {11, 3};
    struct worst w = {0};
    for (size_t i = 0; i < 2 * TOOLS_COUNT(laws); i++) {
        struct encoding *e = tools_encoding(i % 2 ? "pope:dim=8,base=100,delta=-1" : "pope:dim=8");
        const struct encoding *list[] = {e};
        const struct pope_shape *shape = encoding_pope_shape(e);
        const struct qk_law *law = &laws[i / 2];
        struct sample sample[2], *out[] = {sample};
        double mean[2], variance[2];
        ck_assert_int_eq(pope_mean(shape, law, 2, r, mean), STATUS_OK);
        ck_assert_int_eq(pope_variance(shape, law, 2, r, variance), STATUS_OK);
        ck_assert_int_eq(montecarlo_scores(1, list, law, &stream, 20000, 2, r, out), STATUS_OK);
        for (size_t j = 0; j < 2; j++) {
            worst_take(&w, fabs(sample[j].mean - mean[j]),
                       DEVIATIONS * sample_mean_error(&sample[j]), "mean, law %zu", i / 2);
            worst_take(&w, fabs(sample_variance(&sample[j]) - variance[j]),
                       DEVIATIONS * sample_variance_error(&sample[j]), "variance, law %zu", i / 2);
        }
        encoding_free(e);
    }
    worst_check(&w);
}

TEST(laws_without_a_formula_are_undefined)
{
    static const double bad[] = {-1.0, 0.5, NAN}, one = 1.0;
    const struct qk_law phase = {.kind = QK_PHASE}, gauss = {.kind = QK_GAUSS, .sigma = 1.0};
    struct encoding *e = tools_encoding("pope:dim=8");
    const struct pope_shape *shape = encoding_pope_shape(e);
    double out;
    ck_assert_int_eq(pope_mean(shape, &phase, 1, &one, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(pope_variance(shape, &phase, 1, &one, &out), STATUS_UNDEFINED);
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(pope_mean(shape, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
        ck_assert_int_eq(pope_variance(shape, &gauss, 1, &bad[i], &out), STATUS_DOMAIN);
    }
    encoding_free(e);
}
