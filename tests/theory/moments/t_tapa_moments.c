/* TAPA's moments against golden values, a long double reference by powers, and quadrature for the
 * crossed law. */
#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/relative/tapa.h"
#include "tests/tools/tapa_reference.h"
#include "theory/moments/tapa_decay.h"
#include "theory/moments/tapa_moments.h"

struct tally {
    struct worst mean, variance;
};

/* What decimals that are no doubles cost: mu, sigma, rho and alpha each move by half a unit, so
 * mu^2/sigma^2 by 4 units, t sigma^2 by 2 + alpha ln r (rho acts like at most 1.6 of t there), and
 * ln F by as much of its derivatives. Relative to |F|. */
static double decimals(const struct tapa_shape *shape, const struct qk_law *law, long double s,
                       double r)
{
    double complex value = (double complex)tapa_reference_log(shape, law, s),
                   slope = (double complex)(1e6L *
                                            (tapa_reference_log(shape, law, s * (1.0L + 1e-6L)) -
                                             tapa_reference_log(shape, law, s)));
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
                      first = tapa_reference_amplitude(encoding_tapa_shape(e), &law);
    bool dyadic = strstr(cell[1], "alpha=0.5") && law.kind == QK_GAUSS &&
                  (law.mu == 0.0 || law.mu == 0.5);
    long double s = 6.283185307179586476925L * powl(r, encoding_tapa_shape(e)->alpha);
    double size = fabs(first) *
                  (double)expl(creall(tapa_reference_log(encoding_tapa_shape(e), &law, s)));
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
               f = (double)expl(creall(tapa_reference_log(encoding_tapa_shape(e), &law, 2.0L * s)));
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
        tapa_reference_draw(&state, &shape, &law, &r);
        long double s = 6.283185307179586476925L * (long double)shape.scale * powl(r, shape.alpha),
                    d = (long double)shape.dim_amplitude;
        long double once = creall(cexpl(tapa_reference_log(&shape, &law, s)));
        long double twice = creall(cexpl(tapa_reference_log(&shape, &law, 2.0L * s))),
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
