/* How TAPA's mean falls with distance, against differences of its logarithm, the phase's variance
 * and a search for the supremum. */
#include "theory/moments/tapa_decay.h"

#include <complex.h>
#include <math.h>

#include "tests/tools/tapa_reference.h"
#include "theory/moments/tapa_moments.h"

/* ln |first Re F| as a function of ln r. */
static long double log_mean(const struct tapa_shape *shape, const struct qk_law *law,
                            long double log_r)
{
    long double complex f = tapa_reference_log(
        shape, law,
        6.283185307179586476925L * (long double)shape->scale * expl(shape->alpha * log_r));
    return creall(f) + logl(fabsl(cosl(cimagl(f))));
}

/* Fourth-order central difference. */
static long double difference(const struct tapa_shape *shape, const struct qk_law *law,
                              long double x, long double h)
{
    return (8.0L * (log_mean(shape, law, x + h) - log_mean(shape, law, x - h)) -
            (log_mean(shape, law, x + 2.0L * h) - log_mean(shape, law, x - 2.0L * h))) /
           (12.0L * h);
}

/* Halving the step shrinks the difference's error 16 times, so what halving changes bounds what is
 * left; rounding besides. */
TEST(exponents_are_difference_quotients)
{
    uint64_t state = 12;
    struct worst w = {0};
    for (int i = 0; i < 4000; i++) {
        struct tapa_shape shape;
        struct qk_law law;
        double r, got;
        tapa_reference_draw(&state, &shape, &law, &r);
        long double x = logl(r), h = 2e-4L;
        long double complex f = tapa_reference_log(
            &shape, &law,
            6.283185307179586476925L * (long double)shape.scale * expl(shape.alpha * x));
        long double coarse = difference(&shape, &law, x, h),
                    fine = difference(&shape, &law, x, 0.5L * h);
        if (fabsl(cosl(cimagl(f))) < 0.2L || fabsl(cimagl(f)) * h > 0.01L ||
            !(fabsl(coarse - fine) <= 1e-6L * (1.0L + fabsl(fine))))
            /* near a pole, or the phase turns within a step: the difference says nothing there */
            continue;
        ck_assert(tapa_exponent(&shape, &law, r, &got) == STATUS_OK);
        double tolerance = (double)fabsl(coarse - fine) + 1e-19 * (double)(1.0L + cabsl(f)) / 1e-4 +
                           1e-13 * (1.0 + (double)cabsl(f)) * (1.0 + (double)cabsl(f));
        worst_take(&w, fabs((double)(got - fine)), tolerance,
                   "D_P %zu alpha %.17g linear %d law %d mu %.17g sigma %.17g rho %.17g r %.0f",
                   shape.dim_phase, shape.alpha, shape.linear, (int)law.kind, law.mu, law.sigma,
                   law.rho, r);
    }
    ck_assert_uint_gt(w.count, 1000);
    worst_check(&w);
}

/* The crossed linear phase: sum q + sum k has variance D_P (1 + c) + D_P (1 - c) = 2 D_P, so Var
 * phi = 2 and Re F(2s) = exp(-4 s^2), down to nothing for r >= 1; aligned and gauss as their
 * variances. */
TEST(crossed_phase_decays_as_derived)
{
    struct tapa_shape quadratic = {4, 6, 0.25, false, 1.0}, linear = {4, 6, 0.25, true, 1.0};
    struct qk_law gauss = tools_law("gauss:mu=0.5,sigma=0.75"),
                  aligned = tools_law("aligned:rho=0.5"), crossed = tools_law("crossed:c=0.5"),
                  unit = tools_law("unit");
    const struct qk_law *const laws[] = {&gauss, &aligned, &crossed};
    static const double variance[] = {2.0 * 0.5625, 3.0, 2.0};
    struct worst w = {0};
    double got;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(tapa_exponent_theory(&quadratic, laws[i], 100.0, &got), STATUS_OK);
        ck_assert(got == -1.5);
        for (double r = 1.0; r < 1e5; r *= 10.0) { /* -2 alpha (2 pi r^alpha)^2 Var/2 */
            double want = -0.25 * 4.0 * M_PI * M_PI * sqrt(r) * variance[i];
            ck_assert_int_eq(tapa_exponent_theory(&linear, laws[i], r, &got), STATUS_OK);
            worst_take(&w, fabs(got - want), 16.0 * UNIT_ROUNDING * fabs(want), "law %zu r %.0f", i,
                       r);
        }
    }
    worst_check(&w);
    ck_assert_int_eq(tapa_exponent_theory(&quadratic, &unit, 1.0, &got), STATUS_UNDEFINED);
    /* far out the local exponent is the theory's, to O(1/t) */
    struct tapa_shape far = {4, 6, 1.0, false, 1.0};
    ck_assert_int_eq(tapa_exponent(&far, &gauss, 1e9, &got), STATUS_OK);
    check_le(fabs(got + 6.0), 1e-6);
}

/* C = sup over t of sqrt(D_A) mu^2 (t sqrt(D_P)/(2 pi))^D_P |F(t)|: golden section in ln t, whose
 * maximum is flat, so the value is found to rounding; for mu^2 <= sigma^2/2 the supremum is the
 * limit, here at t = 1e12. */
TEST(decay_constant_is_the_supremum)
{
    struct worst w = {0};
    static const double laws[][2] = {{0.5, 1.0},   {0.7, 1.0}, {1.0, 1.0},
                                     {-2.0, 0.75}, {3.0, 0.5}, {0.75, 1.0}};
    for (size_t i = 0; i < TOOLS_COUNT(laws); i++)
        for (size_t d = 1; d <= 64; d *= 4) {
            struct tapa_shape shape = {8, d, 0.1, false, 1.0};
            struct qk_law law = {.kind = QK_GAUSS, .mu = laws[i][0], .sigma = laws[i][1]};
            long double lo = -10.0L, hi = 28.0L, root = sqrtl((long double)d),
                        shrink = 0.61803398874989484820L, best = 0.0L;
            for (int step = 0; step < 120; step++) {
                long double x[2] = {hi - shrink * (hi - lo), lo + shrink * (hi - lo)}, value[2];
                for (int k = 0; k < 2; k++)
                    value[k] = (long double)d * (x[k] + logl(root / 6.283185307179586476925L)) +
                               creall(tapa_reference_log(&shape, &law, expl(x[k]) * root));
                if (value[0] > value[1])
                    hi = x[1];
                else
                    lo = x[0];
                best = value[0];
            }
            double got, want = (double)((best + logl(tapa_reference_amplitude(&shape, &law))) /
                                        logl(10.0L));
            ck_assert_int_eq(tapa_decay_constant(&shape, &law, &got), STATUS_OK);
            /* each of D_P terms of size up to 10 + mu^2/sigma^2 carries a few roundings; the golden
             * section's own is 1e-17 D_P */
            double ratio = law.mu * law.mu / (law.sigma * law.sigma);
            worst_take(&w, fabs(got - want), 8.0 * UNIT_ROUNDING * (double)d * (10.0 + ratio),
                       "mu %.2f sigma %.2f D_P %zu", law.mu, law.sigma, d);
        }
    worst_check(&w);
    struct tapa_shape shape = {8, 4, 0.1, false, 1.0}, linear = {8, 4, 0.1, true, 1.0};
    struct qk_law gauss = tools_law("gauss:mu=1,sigma=1"),
                  centred = tools_law("gauss:mu=0,sigma=1"), aligned = tools_law("aligned:rho=0.5");
    double out;
    ck_assert_int_eq(tapa_decay_constant(&shape, &centred, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_decay_constant(&shape, &aligned, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_decay_constant(&linear, &gauss, &out), STATUS_UNDEFINED);
}
