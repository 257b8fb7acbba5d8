/* Inversion of characteristic functions against distribution functions known in closed form. */
#include <complex.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/order/gil_pelaez.h"
#include "theory/order/pair_form.h"

static double complex turned(double size, double angle)
{
    return size * (cos(angle) + I * sin(angle));
}

/* N(m, 1). */
static double complex normal(double t, const void *m)
{
    return turned(exp(-0.5 * t * t), t * *(const double *)m);
}

/* a E - b F, E and F exponential: 1/((1 - i a t)(1 + i b t)). */
static double complex laplace(double t, const void *context)
{
    const double *a = context;
    return 1.0 / ((1.0 - I * a[0] * t) * (1.0 + I * a[1] * t));
}

/* a E + m, which falls like 1/t and turns for ever. */
static double complex exponential(double t, const void *context)
{
    const double *a = context;
    return turned(1.0, t * a[1]) / (1.0 - I * a[0] * t);
}

/* cos U + m, U uniform. */
static double complex arcsine(double t, const void *m)
{
    return turned(1.0, t * *(const double *)m) * gsl_sf_bessel_J0(t);
}

/* sum of six cosines + m: nearly normal. */
static double complex six_cosines(double t, const void *m)
{
    return turned(pow(gsl_sf_bessel_J0(t), 6.0), t * *(const double *)m);
}

static double complex not_a_number(double t, const void *context)
{
    (void)context;
    return t > 1.0 ? NAN : 1.0;
}

static double complex one(double t, const void *context)
{
    (void)t;
    (void)context;
    return 1.0;
}

/* Values within the reported error, whatever the scale within a factor of 30; and the error is as
 * small as its comment says. */
TEST(known_distributions_within_the_reported_error)
{
    uint64_t state = 5;
    struct worst w = {0}, idle = {0};
    for (int i = 0; i < 400; i++) {
        double x = 12.0 * tools_uniform(&state) - 6.0,
               scale = exp(7.0 * tools_uniform(&state) - 3.5);
        double a[2] = {exp(4.0 * tools_uniform(&state) - 2.0),
                       exp(4.0 * tools_uniform(&state) - 2.0)};
        struct estimate p;
        ck_assert_int_eq(gil_pelaez_negative(normal, &x, scale, &p), STATUS_OK);
        worst_take(&w, fabs(p.val - 0.5 * erfc(x / sqrt(2.0))), p.err, "normal %.17g scale %.3g", x,
                   scale);
        worst_take(&idle, p.err, 1e-12, "normal %.17g scale %.3g", x, scale);
        ck_assert_int_eq(gil_pelaez_negative(laplace, a, scale * hypot(a[0], a[1]), &p), STATUS_OK);
        worst_take(&w, fabs(p.val - a[1] / (a[0] + a[1])), p.err, "laplace %.17g %.17g scale %.3g",
                   a[0], a[1], scale);
        worst_take(&idle, p.err, 1e-12, "laplace %.17g %.17g scale %.3g", a[0], a[1], scale);
    }
    worst_check(&w);
    worst_check(&idle);
}

/* Slow and turning: the error grows, the value stays within it. The tail bound is all the arcsine
 * law has, 1/sqrt(t). */
TEST(slow_decay_stays_within_its_error)
{
    static const double shift[] = {-0.99, -0.5, -0.03125, 0.0, 0.25, 0.8125};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(shift); i++) {
        struct estimate p;
        double a[2] = {1.0, shift[i]};
        ck_assert_int_eq(gil_pelaez_negative(arcsine, &shift[i], M_SQRT1_2, &p), STATUS_OK);
        worst_take(&w, fabs(p.val - acos(shift[i]) / M_PI), p.err, "arcsine %.3g", shift[i]);
        check_le(p.err, 0.02);
        ck_assert_int_eq(gil_pelaez_negative(exponential, a, 1.0, &p), STATUS_OK);
        worst_take(&w, fabs(p.val - (shift[i] < 0.0 ? -expm1(shift[i]) : 0.0)), p.err,
                   "exponential %.3g", shift[i]);
        check_le(p.err, 1e-3);
    }
    worst_check(&w);
}

/* Six cosines: exactly 1/2 at 0 by symmetry, P(m) + P(-m) = 1, 0 and 1 beyond their reach. */
TEST(bounded_sum_is_zero_and_one_beyond_its_reach)
{
    for (double m = 0.0; m <= 7.0; m += 0.5) {
        struct estimate up, down;
        double minus = -m;
        ck_assert_int_eq(gil_pelaez_negative(six_cosines, &m, sqrt(3.0), &up), STATUS_OK);
        ck_assert_int_eq(gil_pelaez_negative(six_cosines, &minus, sqrt(3.0), &down), STATUS_OK);
        check_le(fabs(up.val + down.val - 1.0), up.err + down.err);
        /* thousands of turns, each with the rounding floor of GSL's rule */
        check_le(up.err, 1e-10);
        if (m == 0.0)
            ck_assert_double_eq(up.val, 0.5);
        else
            ck_assert(m < 6.0 ? up.val > up.err && up.val < 0.5 - up.err : fabs(up.val) <= up.err);
    }
}

TEST(error_keeps_to_the_tolerance)
{
    double x = 1.0, a[2] = {1.0, 2.0};
    struct estimate rough, fine;
    ck_assert_int_eq(gil_pelaez_within(laplace, a, 2.0, 1e-6, &rough), STATUS_OK);
    ck_assert_int_eq(gil_pelaez_within(laplace, a, 2.0, 1e-12, &fine), STATUS_OK);
    check_le(fabs(rough.val - 2.0 / 3.0), rough.err);
    check_le(fabs(fine.val - 2.0 / 3.0), fine.err);
    ck_assert(rough.err > 1e-8 && rough.err < 1e-6 && fine.err < 1e-12);
    static const double bad[] = {0.0, -1.0, NAN, INFINITY};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(gil_pelaez_negative(normal, &x, bad[i], &fine), STATUS_DOMAIN);
    ck_assert_int_eq(gil_pelaez_within(normal, &x, 1.0, 0.0, &fine), STATUS_DOMAIN);
    ck_assert_int_eq(gil_pelaez_negative(not_a_number, NULL, 1.0, &fine), STATUS_CONVERGENCE);
    ck_assert_int_eq(gil_pelaez_negative(one, NULL, 1.0, &fine), STATUS_CONVERGENCE);
}

/* A form of one pair a E - b F has skew a - b and flat a b. Chernoff's bound is above the truth and
 * within a factor e (1 + l), l the mean in units of the thinner exponential: the optimum at most
 * loses that factor to b/(a + b). */
TEST(far_tail_is_within_chernoff)
{
    struct pair_form form;
    ck_assert_int_eq(pair_form_new(3, &form), STATUS_OK);
    for (double ratio = 2.0; ratio < 1e30; ratio *= 7.0) {
        double a = 0.75, b = a / ratio, truth = b / (a + b);
        struct estimate p;
        form.skew[1] = a - b, form.flat[1] = a * b;
        double bound = pair_form_chernoff(&form, 1.0);
        check_le(truth, bound);
        check_le(pair_form_chernoff(&form, -1.0), 1.0);
        ck_assert_int_eq(pair_form_negative(&form, 1e-12, &p), STATUS_OK);
        check_le(fabs(p.val - truth), p.err);
        form.skew[1] = -form.skew[1];
        check_le(truth, pair_form_chernoff(&form, -1.0));
        ck_assert_int_eq(pair_form_negative(&form, 1e-12, &p), STATUS_OK);
        check_le(fabs(p.val - (1.0 - truth)), p.err);
    }
    /* N(m, 1) as a form: P(X <= 0) < exp(-m^2/2), and the search finds that bound. */
    form.skew[1] = form.flat[1] = 0.0;
    form.damp[2] = 0.5;
    for (form.shift = 1.0; form.shift < 30.0; form.shift += 1.5) {
        struct estimate p;
        double truth = 0.5 * erfc(form.shift / sqrt(2.0));
        check_le(fabs(log(pair_form_chernoff(&form, 1.0)) + 0.5 * form.shift * form.shift),
                 1e-12 * form.shift * form.shift);
        ck_assert_int_eq(pair_form_negative(&form, 1e-12, &p), STATUS_OK);
        check_le(fabs(p.val - truth), p.err);
        check_le(p.err, fmin(1e-12, exp(-0.5 * form.shift * form.shift) + 1e-30));
    }
    pair_form_free(&form);
}
