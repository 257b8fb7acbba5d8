/* TAPA's moments against golden values, a long double reference by powers, quadrature for the crossed law, and differences. */
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check_tools.h"

Suite *suite_tapa_moments(void);

struct tally {
    struct worst mean, variance;
};

/* The reported error is the tolerance. Decimals that are no doubles (all but alpha = 0.5 with mu and sigma dyadic) move mu,
 * sigma, rho and alpha ln r by half a unit: ln F by at most twice what the reported error allows for its rounding. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    if (strncmp(cell[0], "tapa_", 5) != 0)
        return;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct estimate got;
    double log10_abs, want = atof(cell[4]), r = atof(cell[3]);
    bool dyadic = strstr(cell[1], "alpha=0.5") && law.kind == QK_GAUSS && (law.mu == 0.0 || law.mu == 0.5);
    if (strcmp(cell[0], "tapa_mean") == 0) {
        ck_assert_int_eq(tapa_mean(&e->tapa, &law, r, &got, &log10_abs), STATUS_OK);
        worst_take(&t->mean, fabs(got.val - want), got.err * (dyadic ? 1.0 : 3.0), "%s %s r %s", cell[1], cell[2], cell[3]);
        if (want != 0.0 && r > 0.0) { /* its digits: the relative error of the mean, over ln 10, and a logarithm's rounding */
            double log_error = 3.0 * got.err / fabs(want) / log(10.0) + 4.0 * UNIT_ROUNDING * (1.0 + fabs(log10_abs));
            worst_take(&t->mean, fabs(log10_abs - log10(fabs(want))), log_error, "log10 %s %s r %s", cell[1], cell[2], cell[3]);
        }
    } else {
        ck_assert_int_eq(tapa_variance(&e->tapa, &law, r, &got), STATUS_OK);
        /* a variance of decimals besides: the second moment itself moves by 4 units */
        worst_take(&t->variance, fabs(got.val - want), got.err * (dyadic ? 1.0 : 3.0) + 8.0 * UNIT_ROUNDING * fabs(want),
                   "%s %s r %s", cell[1], cell[2], cell[3]);
    }
    encoding_free(e);
}

START_TEST(golden)
{
    struct tally t = {.mean = {0}};
    golden_each("moments.csv", &t, take_golden);
    ck_assert_uint_ge(t.mean.count, 180);
    ck_assert_uint_eq(t.variance.count, 180);
    worst_check(&t.mean);
    worst_check(&t.variance);
}
END_TEST

/* ln F(t) by the formulas of math.md section 4, one factor at a time, in long double. */
static long double complex log_f(const struct tapa_shape *shape, const struct qk_law *law, long double s)
{
    long double d = (long double)shape->dim_phase, mu = law->mu, sigma = law->sigma, rho = law->rho, t = s / sqrtl(d);
    if (shape->linear)
        return law->kind == QK_GAUSS ? CMPLXL(-s * s * sigma * sigma, 2.0L * s * sqrtl(d) * mu) : CMPLXL(-s * s * (1.0L + rho), 0.0L);
    if (law->kind == QK_GAUSS)
        return d * (-0.5L * logl(1.0L + t * t * sigma * sigma * sigma * sigma) +
                    CMPLXL(-t * t * sigma * sigma * mu * mu, t * mu * mu) / (1.0L + t * t * sigma * sigma * sigma * sigma));
    return -0.5L * d * clogl(CMPLXL(1.0L + t * t * (1.0L - rho * rho), -2.0L * t * rho));
}

static double amplitude_of(const struct tapa_shape *shape, const struct qk_law *law)
{
    return sqrt((double)shape->dim_amplitude) * (law->kind == QK_GAUSS ? law->mu * law->mu : law->rho);
}

/* A random shape and law (gauss or aligned) with exactly known parameters. */
static void draw_case(uint64_t *state, struct tapa_shape *shape, struct qk_law *law, double *r)
{
    *shape = (struct tapa_shape){1 + (size_t)(70.0 * tools_uniform(state)), 1 + (size_t)(70.0 * tools_uniform(state)),
                                 0.02 + tools_uniform(state), tools_uniform(state) < 0.3};
    *law = (struct qk_law){.kind = tools_uniform(state) < 0.5 ? QK_GAUSS : QK_ALIGNED};
    law->mu = 2.0 * tools_uniform(state) - 1.0, law->sigma = 0.05 + tools_uniform(state);
    law->rho = 2.0 * tools_uniform(state) - 1.0;
    *r = floor(exp(14.0 * tools_uniform(state)));
}

/* The reported errors hold at random parameters, and are not idle: small against the amplitude. */
START_TEST(reported_errors)
{
    uint64_t state = 11;
    struct worst mean = {0}, variance = {0};
    for (int i = 0; i < 20000; i++) {
        struct tapa_shape shape;
        struct qk_law law;
        struct estimate got;
        double r, log10_abs;
        draw_case(&state, &shape, &law, &r);
        long double s = 6.283185307179586476925L * powl(r, shape.alpha), d = (long double)shape.dim_amplitude;
        long double first = amplitude_of(&shape, &law), once = creall(cexpl(log_f(&shape, &law, s)));
        long double twice = creall(cexpl(log_f(&shape, &law, 2.0L * s))), m2 = (long double)law.mu * law.mu, s2 = (long double)law.sigma * law.sigma;
        long double second = law.kind == QK_GAUSS ? s2 * s2 + 2.0L * s2 * m2 + d * m2 * m2 : 1.0L + (1.0L + d) * law.rho * law.rho;
        ck_assert(tapa_mean(&shape, &law, r, &got, &log10_abs) == STATUS_OK);
        worst_take(&mean, (double)fabsl(got.val - first * once), got.err, "D_A %zu D_P %zu alpha %.17g linear %d law %d mu %.17g sigma "
                   "%.17g rho %.17g r %.0f", shape.dim_amplitude, shape.dim_phase, shape.alpha, shape.linear, (int)law.kind, law.mu,
                   law.sigma, law.rho, r);
        ck_assert(tapa_variance(&shape, &law, r, &got) == STATUS_OK);
        worst_take(&variance, (double)fabsl(got.val - (0.5L * second * (1.0L + twice) - first * once * first * once)), got.err,
                   "D_A %zu D_P %zu alpha %.17g linear %d law %d mu %.17g sigma %.17g rho %.17g r %.0f", shape.dim_amplitude,
                   shape.dim_phase, shape.alpha, shape.linear, (int)law.kind, law.mu, law.sigma, law.rho, r);
        worst_take(&variance, got.err, 1e-10 * (double)second, "idle bound %.3g", got.err);
    }
    worst_check(&mean);
    worst_check(&variance);
}
END_TEST

/* ln |first Re F| as a function of ln r. */
static long double log_mean(const struct tapa_shape *shape, const struct qk_law *law, long double log_r)
{
    long double complex f = log_f(shape, law, 6.283185307179586476925L * expl(shape->alpha * log_r));
    return creall(f) + logl(fabsl(cosl(cimagl(f))));
}

/* Fourth-order central difference. */
static long double difference(const struct tapa_shape *shape, const struct qk_law *law, long double x, long double h)
{
    return (8.0L * (log_mean(shape, law, x + h) - log_mean(shape, law, x - h)) -
            (log_mean(shape, law, x + 2.0L * h) - log_mean(shape, law, x - 2.0L * h))) / (12.0L * h);
}

/* Halving the step shrinks the difference's error 16 times, so what halving changes bounds what is left; rounding besides. */
START_TEST(exponents_by_differences)
{
    uint64_t state = 12;
    struct worst w = {0}, idle = {0};
    for (int i = 0; i < 4000; i++) {
        struct tapa_shape shape;
        struct qk_law law;
        double r, got;
        draw_case(&state, &shape, &law, &r);
        long double x = logl(r), h = 2e-4L;
        long double complex f = log_f(&shape, &law, 6.283185307179586476925L * expl(shape.alpha * x));
        if (fabsl(cosl(cimagl(f))) < 0.2L || cabsl(f) > 1000.0L) /* poles, and where the phase turns within a step */
            continue;
        long double coarse = difference(&shape, &law, x, h), fine = difference(&shape, &law, x, 0.5L * h);
        ck_assert(tapa_exponent(&shape, &law, r, &got) == STATUS_OK);
        double tolerance = (double)fabsl(coarse - fine) + 1e-19 * (double)(1.0L + cabsl(f)) / 1e-4 + 1e-13 * (1.0 + (double)cabsl(f)) * (1.0 + (double)cabsl(f));
        worst_take(&w, fabs((double)(got - fine)), tolerance, "D_P %zu alpha %.17g linear %d law %d mu %.17g sigma %.17g rho %.17g r %.0f",
                   shape.dim_phase, shape.alpha, shape.linear, (int)law.kind, law.mu, law.sigma, law.rho, r);
        worst_take(&idle, tolerance, 1e-5 * (1.0 + (double)cabsl(f)) * (1.0 + (double)cabsl(f)), "tolerance at r %.0f", r);
    }
    ck_assert_uint_gt(w.count, 1000);
    worst_check(&w);
    worst_check(&idle);
}
END_TEST

Suite *suite_tapa_moments(void)
{
    const TTest *const tests[] = {golden, reported_errors, exponents_by_differences};
    return tools_suite("tapa_moments", TOOLS_COUNT(tests), tests);
}
