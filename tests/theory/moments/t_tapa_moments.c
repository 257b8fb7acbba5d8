/* TAPA's moments against golden values, a long double reference by powers, quadrature for the
 * crossed law, and differences. */
#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/tapa.h"
#include "tests/tools/check_tools.h"
#include "theory/moments/tapa_decay.h"
#include "theory/moments/tapa_moments.h"

struct tally {
    struct worst mean, variance;
};

/* The complex number of two parts; CMPLXL is missing under clang. */
static long double complex complex_of(long double re, long double im)
{
    long double part[2] = {re, im};
    long double complex z;
    memcpy(&z, part, sizeof z);
    return z;
}

/* ln F(t) by the formulas of theory/README.md#tapa-characteristic, one factor at a time, in long
 * double. */
static long double complex log_f(const struct tapa_shape *shape, const struct qk_law *law,
                                 long double s)
{
    long double d = (long double)shape->dim_phase, mu = law->mu, sigma = law->sigma, rho = law->rho,
                t = s / sqrtl(d);
    if (shape->linear)
        return law->kind == QK_GAUSS ? complex_of(-s * s * sigma * sigma, 2.0L * s * sqrtl(d) * mu)
                                     : complex_of(-s * s * (1.0L + rho), 0.0L);
    if (law->kind == QK_GAUSS)
        return d * (-0.5L * logl(1.0L + t * t * sigma * sigma * sigma * sigma) +
                    complex_of(-t * t * sigma * sigma * mu * mu, t * mu * mu) /
                        (1.0L + t * t * sigma * sigma * sigma * sigma));
    return -0.5L * d * clogl(complex_of(1.0L + t * t * (1.0L - rho * rho), -2.0L * t * rho));
}

static double amplitude_of(const struct tapa_shape *shape, const struct qk_law *law)
{
    return sqrt((double)shape->dim_amplitude) *
           (law->kind == QK_GAUSS ? law->mu * law->mu : law->rho);
}

/* What decimals that are no doubles cost: mu, sigma, rho and alpha each move by half a unit, so
 * mu^2/sigma^2 by 4 units, t sigma^2 by 2 + alpha ln r (rho acts like at most 1.6 of t there), and
 * ln F by as much of its derivatives. Relative to |F|. */
static double decimals(const struct tapa_shape *shape, const struct qk_law *law, long double s,
                       double r)
{
    double complex value = (double complex)log_f(shape, law, s),
                   slope = (double complex)(
                       1e6L * (log_f(shape, law, s * (1.0L + 1e-6L)) - log_f(shape, law, s)));
    return UNIT_ROUNDING *
           (cabs(slope) * (3.0 + shape->alpha * log(r + 1.0)) + 4.0 * cabs(value) + 4.0);
}

/* The reported error is the tolerance, and what decimals cost. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    if (strncmp(cell[0], "tapa_", 5) != 0)
        return;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct estimate got;
    double log10_abs, want = atof(cell[4]), r = atof(cell[3]),
                      first = amplitude_of(encoding_tapa_shape(e), &law);
    bool dyadic = strstr(cell[1], "alpha=0.5") && law.kind == QK_GAUSS &&
                  (law.mu == 0.0 || law.mu == 0.5);
    long double s = 6.283185307179586476925L * powl(r, encoding_tapa_shape(e)->alpha);
    double size = fabs(first) * (double)expl(creall(log_f(encoding_tapa_shape(e), &law, s)));
    double once = dyadic ? 0.0 : size * decimals(encoding_tapa_shape(e), &law, s, r);
    if (strcmp(cell[0], "tapa_mean") == 0) {
        ck_assert_int_eq(tapa_mean(encoding_tapa_shape(e), &law, r, &got, &log10_abs), STATUS_OK);
        worst_take(&t->mean, fabs(got.val - want), got.err + once, "%s %s r %s", cell[1], cell[2],
                   cell[3]);
        /* its digits: the relative error of the mean, over ln 10, and a logarithm's rounding */
        if (want != 0.0) {
            double log_error = (got.err + once) / fabs(want) / log(10.0) +
                               4.0 * UNIT_ROUNDING * (1.0 + fabs(log10_abs));
            worst_take(&t->mean, fabs(log10_abs - log10(fabs(want))), log_error, "log10 %s %s r %s",
                       cell[1], cell[2], cell[3]);
        }
    } else { /* the second moment itself moves by 4 units of parameters, 8 of its size */
        double second = 2.0 * (want + size * size),
               f = (double)expl(creall(log_f(encoding_tapa_shape(e), &law, 2.0L * s)));
        double twice = dyadic ? 0.0
                              : second * (8.0 * UNIT_ROUNDING +
                                          f * decimals(encoding_tapa_shape(e), &law, 2.0L * s, r));
        ck_assert_int_eq(tapa_variance(encoding_tapa_shape(e), &law, r, &got), STATUS_OK);
        worst_take(&t->variance, fabs(got.val - want), got.err + twice + 2.0 * size * once,
                   "%s %s r %s", cell[1], cell[2], cell[3]);
    }
    encoding_free(e);
}

TEST(moments_are_the_golden_values)
{
    struct tally t = {.mean = {0}};
    golden_each("moments.csv", &t, take_golden);
    ck_assert_uint_ge(t.mean.count, 180);
    ck_assert_uint_eq(t.variance.count, 180);
    worst_check(&t.mean);
    worst_check(&t.variance);
}

/* A random shape and law (gauss or aligned) with exactly known parameters. */
static void draw_case(uint64_t *state, struct tapa_shape *shape, struct qk_law *law, double *r)
{
    *shape = (struct tapa_shape){
        1 + (size_t)(70.0 * tools_uniform(state)), 1 + (size_t)(70.0 * tools_uniform(state)),
        0.02 + tools_uniform(state), tools_uniform(state) < 0.3, 0.25 + 2.0 * tools_uniform(state)};
    *law = (struct qk_law){.kind = tools_uniform(state) < 0.5 ? QK_GAUSS : QK_ALIGNED};
    law->mu = 2.0 * tools_uniform(state) - 1.0, law->sigma = 0.05 + tools_uniform(state);
    law->rho = 2.0 * tools_uniform(state) - 1.0;
    *r = floor(exp(14.0 * tools_uniform(state)));
}

/* The reported errors hold at random parameters (below the normal doubles nothing has an error),
 * and are not idle. */
TEST(reported_errors_hold_and_are_not_idle)
{
    uint64_t state = 11;
    struct worst mean = {0}, variance = {0};
    for (int i = 0; i < 20000; i++) {
        struct tapa_shape shape;
        struct qk_law law;
        struct estimate got;
        double r, log10_abs;
        draw_case(&state, &shape, &law, &r);
        long double s = 6.283185307179586476925L * (long double)shape.scale * powl(r, shape.alpha),
                    d = (long double)shape.dim_amplitude;
        long double once = creall(cexpl(log_f(&shape, &law, s)));
        long double twice = creall(cexpl(log_f(&shape, &law, 2.0L * s))),
                    m2 = (long double)law.mu * law.mu, s2 = (long double)law.sigma * law.sigma;
        /* its square is subtracted */
        long double first = sqrtl(d) * (law.kind == QK_GAUSS ? m2 : (long double)law.rho);
        long double second = law.kind == QK_GAUSS ? s2 * s2 + 2.0L * s2 * m2 + d * m2 * m2
                                                  : 1.0L + (1.0L + d) * law.rho * law.rho;
        ck_assert(tapa_mean(&shape, &law, r, &got, &log10_abs) == STATUS_OK);
        worst_take(&mean, (double)fabsl(got.val - first * once), got.err + DBL_MIN,
                   "D_A %zu D_P %zu alpha %.17g linear %d law %d mu %.17g sigma %.17g rho %.17g r "
                   "%.0f",
                   shape.dim_amplitude, shape.dim_phase, shape.alpha, shape.linear, (int)law.kind,
                   law.mu, law.sigma, law.rho, r);
        ck_assert(tapa_variance(&shape, &law, r, &got) == STATUS_OK);
        worst_take(
            &variance,
            (double)fabsl(got.val - (0.5L * second * (1.0L + twice) - first * once * first * once)),
            got.err,
            "D_A %zu D_P %zu alpha %.17g linear %d law %d mu %.17g sigma %.17g rho %.17g r %.0f",
            shape.dim_amplitude, shape.dim_phase, shape.alpha, shape.linear, (int)law.kind, law.mu,
            law.sigma, law.rho, r);
        worst_take(&variance, got.err, 1e-10 * (double)second, "idle bound %.3g", got.err);
    }
    worst_check(&mean);
    worst_check(&variance);
}

/* ln |first Re F| as a function of ln r. */
static long double log_mean(const struct tapa_shape *shape, const struct qk_law *law,
                            long double log_r)
{
    long double complex f = log_f(shape, law,
                                  6.283185307179586476925L * (long double)shape->scale *
                                      expl(shape->alpha * log_r));
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
        draw_case(&state, &shape, &law, &r);
        long double x = logl(r), h = 2e-4L;
        long double complex f = log_f(&shape, &law,
                                      6.283185307179586476925L * (long double)shape.scale *
                                          expl(shape.alpha * x));
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

/* E exp(i t (q0 k0 + q1 k1)) for one crossed pair: k integrated exactly, q by the trapezoid rule
 * over the plane, which errs by exp(-2 pi^2 (width/step)^2) < 1e-17 when the step is 2/3 of the
 * narrowest width. */
static long double crossed_pair(long double c, long double t)
{
    long double across = sqrtl(1.0L - c * c), step = 1.0L / (1.5L * sqrtl(1.0L + t * t * 4.0L)),
                sum = 0.0L;
    for (int i = (int)(-10.0L / step); i * step < 10.0L; i++)
        for (int j = (int)(-10.0L / step); j * step < 10.0L; j++) {
            long double z0 = i * step, z1 = j * step, q0 = z0, q1 = c * z0 + across * z1;
            long double spread = q0 * q0 - 2.0L * c * q0 * q1 + q1 * q1;
            sum += expl(-0.5L * (z0 * z0 + z1 * z1 + t * t * spread));
        }
    return sum * step * step / 6.283185307179586476925L;
}

/* Var T = (1 - c^2)/2 (1 + F(2t)), E T = 0, with F from the plane; E (q0 k0 + q1 k1)^2 = tr(Sigma_q
 * Sigma_k) = 2 - 2 c^2. */
TEST(crossed_moments_are_their_quadrature)
{
    struct worst w = {0};
    for (double c = -0.75; c < 1.0; c += 0.25)
        for (size_t half = 4; half <= 16; half *= 4)
            for (double r = 0.0; r < 30.0; r = 5.0 * r + 1.0) {
                struct tapa_shape shape = {4, 2 * half, 0.25, false, 1.0};
                struct qk_law law = {.kind = QK_CROSSED, .c = c};
                struct estimate mean, variance;
                double log10_abs, exponent;
                long double t = 12.566370614359172953850L * powl(r, 0.25L) /
                                sqrtl((long double)shape.dim_phase);
                long double want = 0.5L * (1.0L - (long double)c * c) *
                                   (1.0L + powl(crossed_pair(c, t), (long double)half));
                ck_assert_int_eq(tapa_mean(&shape, &law, r, &mean, &log10_abs), STATUS_OK);
                ck_assert(mean.val == 0.0 && mean.err == 0.0 && log10_abs == -HUGE_VAL);
                ck_assert_int_eq(tapa_variance(&shape, &law, r, &variance), STATUS_OK);
                worst_take(&w, fabs((double)(variance.val - want)), variance.err,
                           "c %.2f D_P %zu r %.0f", c, 2 * half, r);
                ck_assert_int_eq(tapa_exponent(&shape, &law, r, &exponent), STATUS_UNDEFINED);
            }
    worst_check(&w);
    struct tapa_shape odd = {3, 4, 0.1, false, 1.0}, odd_phase = {4, 3, 0.1, false, 1.0};
    struct qk_law law = {.kind = QK_CROSSED, .c = 0.5}, unit = {.kind = QK_UNIT};
    struct estimate out;
    ck_assert_int_eq(tapa_variance(&odd, &law, 1.0, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_variance(&odd_phase, &law, 1.0, &out), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_variance(&odd, &unit, 1.0, &out), STATUS_UNDEFINED);
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
                               creall(log_f(&shape, &law, expl(x[k]) * root));
                if (value[0] > value[1])
                    hi = x[1];
                else
                    lo = x[0];
                best = value[0];
            }
            double got, want = (double)((best + logl(amplitude_of(&shape, &law))) / logl(10.0L));
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
