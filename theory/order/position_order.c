#include "theory/order/position_order.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/order/gil_pelaez.h"
#include "theory/order/pair_form.h"
#include "theory/trig/trig_sums.h"

/* Error asked of the integral: near the roundings of 64 pairs. */
#define TOLERANCE 0x1p-42

/* One pair of the difference: a R(psi), by a and a cos psi, and a bound on the error of either. */
struct step {
    double a, along, slip;
};

/* Half the difference of two distances has a frequency of its own angle; the sum of two distances
 * need not be a double, so (x(r1) + x(r2))/2 is x(r1) plus half the difference. */
static struct step step_of(const struct schedule *schedule, size_t n, double r1, double r2)
{
    double c1, s1, c, s, half = 0.5 * (r2 - r1), factor = schedule->norm * schedule->weight[n];
    double turns = fabs(half) * schedule->turn_hi[n];
    trig_pair(schedule, n, r1, &c1, &s1);
    trig_pair(schedule, n, half, &c, &s);
    /* What the frequency's last bit leaves of a whole number of half turns is zero
     * (theory/order/README.md#position-order). */
    if (fabs(s) <= turns * 0x1p-101)
        s = 0.0;
    double g = 2.0 * s, size = fabs(factor * g);
    /* An angle under an eighth of a turn is not reduced and keeps its relative error. */
    return (struct step){
        factor * g, factor * g * (s1 * c + c1 * s),
        s == 0.0 ? 0.0 : UNIT_ROUNDING * (40.0 * size + (turns > 0.125 ? 28.0 * factor : 0.0))};
}

/* Pairs of a difference whose law is the sum of two even variables: one number per pair and a
 * shift. */
struct even_form {
    size_t pairs;
    const double *a, *cos2; /* cos 2 psi, for crossed */
    double shift, c;
    bool crossed;
};

static double complex even_phi(double t, const void *context)
{
    const struct even_form *x = context;
    double product = 1.0, rest = (1.0 - x->c) * (1.0 + x->c);
    for (size_t n = 0; n < x->pairs; n++) {
        double u = t * x->a[n];
        if (x->crossed) /* det(I + u^2 Sigma_q R Sigma_k R^T)^(-1/2) */
            product /= sqrt(1.0 +
                            u * u * (2.0 - 2.0 * x->c * x->c * x->cos2[n] + u * u * rest * rest));
        else
            product *= gsl_sf_bessel_J0(u);
    }
    double re = product * cos(t * x->shift), im = product * sin(t * x->shift);
    return re + im * I;
}

/* A shift with phase or crossed: no encoding has one beside a rotation so far. */
static enum status even_negative(const struct schedule *schedule, const struct qk_law *law,
                                 double r1, double r2, double shift, struct estimate *p)
{
    double *list = malloc(2 * schedule->pairs * sizeof *list), reach = 0.0, variance = 0.0,
           slip = 0.0;
    if (!list)
        return STATUS_MEMORY;
    double *a = list, *cos2 = list + schedule->pairs;
    bool crossed = law->kind == QK_CROSSED;
    for (size_t n = 0; n < schedule->pairs; n++) {
        struct step step = step_of(schedule, n, r1, r2);
        double along = step.a != 0.0 ? step.along / step.a : 0.0;
        a[n] = step.a;
        cos2[n] = 2.0 * along * along - 1.0;
        reach += fabs(step.a);
        slip += step.slip;
        variance += step.a * step.a * (crossed ? 2.0 - 2.0 * law->c * law->c * cos2[n] : 0.5);
    }
    enum status status = STATUS_OK;
    if (!crossed && fabs(shift) > reach + slip) {
        *p = (struct estimate){shift < 0.0 ? 1.0 : 0.0, 0.0};
    } else {
        struct even_form form = {schedule->pairs, a, cos2, shift, law->c, crossed};
        status = gil_pelaez_negative(even_phi, &form, sqrt(variance), p);
        if (status == STATUS_OK)
            p->err += UNIT_ROUNDING * (16.0 * (double)schedule->pairs + 16.0) +
                      8.0 * slip / sqrt(variance);
    }
    free(list);
    return status;
}

static enum status normal_negative(const struct schedule *schedule, const struct qk_law *law,
                                   double r1, double r2, double shift, struct estimate *p)
{
    struct pair_form form;
    enum status status = pair_form_new(schedule->pairs, &form);
    if (status != STATUS_OK)
        return status;
    /* without a shift the sign does not depend on the size of q and k, whose fourth powers could
     * leave the exponents */
    double size = law->kind == QK_GAUSS ? fmax(fabs(law->mu), law->sigma) : 0.0;
    size = shift == 0.0 && size > 0.0 ? size : 1.0;
    double mu = law->mu / size, sigma = law->sigma / size, mu2 = mu * mu, sigma2 = sigma * sigma,
           rest = (1.0 - law->rho) * (1.0 + law->rho);
    form.shift = shift;
    for (size_t n = 0; n < schedule->pairs; n++) {
        struct step step = step_of(schedule, n, r1, r2);
        if (law->kind == QK_GAUSS) {
            form.push[n] = 2.0 * mu2 * step.along;
            form.damp[n] = 2.0 * step.a * step.a * sigma2 * mu2;
            form.wide[n] = form.flat[n] = step.a * step.a * sigma2 * sigma2;
            form.slip += (sigma2 + 5.0 * mu2) * step.slip;
        } else {
            form.skew[n] = 2.0 * law->rho * step.along;
            form.flat[n] = step.a * step.a * rest;
            form.slip += (1.0 + 2.0 * fabs(law->rho)) * step.slip;
        }
    }
    status = pair_form_negative(&form, TOLERANCE, p);
    pair_form_free(&form);
    return status;
}

static bool distance_valid(double r) { return r >= 0.0 && r <= DISTANCE_LIMIT && r == floor(r); }

/* Whether any pair moves. */
static enum status moves(const struct schedule *schedule, const struct qk_law *law, double r1,
                         double r2, bool *moving)
{
    if (law->kind == QK_UNIT || !qk_pair_moments(law).has_variance)
        return STATUS_UNDEFINED;
    if (!distance_valid(r1) || !distance_valid(r2))
        return STATUS_DOMAIN;
    *moving = false;
    for (size_t n = 0; n < schedule->rotating && !*moving; n++)
        *moving = step_of(schedule, n, r1, r2).a != 0.0;
    return STATUS_OK;
}

enum status position_order_tie(const struct schedule *schedule, double slope,
                               const struct qk_law *law, double r1, double r2, bool *tied)
{
    bool moving;
    enum status status = moves(schedule, law, r1, r2, &moving);
    if (status == STATUS_OK)
        *tied = !moving && slope * (r2 - r1) == 0.0;
    return status;
}

enum status position_order_bank(const struct schedule *schedule, double slope,
                                const struct qk_law *law, double r1, double r2, struct estimate *p)
{
    bool moving;
    double shift = slope * (r2 - r1);
    enum status status = moves(schedule, law, r1, r2, &moving);
    if (status != STATUS_OK)
        return status;
    if (!moving)
        *p = (struct estimate){shift < 0.0 ? 1.0 : 0.0, 0.0};
    else if (law->kind == QK_GAUSS || law->kind == QK_ALIGNED)
        return normal_negative(schedule, law, r1, r2, shift, p);
    else if (shift == 0.0)
        *p = (struct estimate){0.5, 0.0};
    else
        return even_negative(schedule, law, r1, r2, shift, p);
    return STATUS_OK;
}
