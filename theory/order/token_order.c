#include "theory/order/token_order.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/order/pair_form.h"
#include "theory/trig/trig_sums.h"

/* Where a bound on P or 1 - P is under DECIDED, P counts as 0 or 1: the integral loses less than
 * that. ANGLE_ERROR is what the outer quadrature may lose, in radians, and TOLERANCE what the
 * integral behind each probability may: small beside it, so that the outer rule does not see its
 * noise. */
#define DECIDED     0x1p-40
#define ANGLE_ERROR 0x1p-30
#define TOLERANCE   0x1p-36
enum { INTERVALS = 500, BISECTIONS = 6 };

/* The bank at one distance, and the form that an angle u makes of it. */
struct spread {
    double *cosine, *square; /* [pairs]: cos x_n, w_n^2 */
    double mu2, sigma2;
    struct pair_form form;
    double error; /* largest of the inner quadratures */
    enum status status;
};

/* sum_n w_n^2 |q_n|^2 (cos x_n - cos u) as a form. */
static void form_at(struct spread *x, double u)
{
    double cosine = cos(u);
    x->form.slip = 0.0;
    for (size_t n = 0; n < x->form.pairs; n++) {
        double a = x->square[n] * (x->cosine[n] - cosine);
        x->form.skew[n] = 2.0 * a * x->sigma2;
        if (x->mu2 > 0.0) {
            x->form.push[n] = 2.0 * x->mu2 * a;
            x->form.damp[n] = 4.0 * a * a * x->sigma2 * x->mu2;
            x->form.wide[n] = x->form.skew[n] * x->form.skew[n];
        }
        /* a cosine of x errs by 14 units, one of u by 1, their difference by 1 and
         * its product by 4 */
        x->form.slip += 2.0 * (x->mu2 + x->sigma2) * UNIT_ROUNDING *
                        (18.0 * x->square[n] + 5.0 * fabs(a));
    }
}

/* P(rho_q < cos u). */
static double below(double u, void *context)
{
    struct spread *x = context;
    struct estimate p = {0.0, 0.0};
    form_at(x, u);
    enum status status = pair_form_negative(&x->form, TOLERANCE, &p);
    if (status != STATUS_OK)
        x->status = status;
    x->error = fmax(x->error, p.err);
    return p.val;
}

static bool decided(struct spread *x, double u, double side)
{
    form_at(x, u);
    return pair_form_chernoff(&x->form, side) < DECIDED;
}

/* The last angle, within 1/2^BISECTIONS of the range, at which the probability is still 1 (side -1)
 * or already 0 (side 1). */
static double edge(struct spread *x, double from, double to, double side)
{
    double known = from, unknown = to;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = 0.5 * (known + unknown);
        if (decided(x, middle, side))
            known = middle;
        else
            unknown = middle;
    }
    return known;
}

static enum status mean_angle(struct spread *x, double least, double most, struct estimate *angle)
{
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(INTERVALS);
    if (!work)
        return STATUS_MEMORY;
    gsl_function function = {below, x};
    double from = edge(x, least, most, -1.0), to = edge(x, most, least, 1.0);
    int failure = gsl_integration_qag(&function, from, to, ANGLE_ERROR, 0.0, INTERVALS,
                                      GSL_INTEG_GAUSS21, work, &angle->val, &angle->err);
    gsl_integration_workspace_free(work);
    if (x->status != STATUS_OK || !isfinite(angle->val) || !(angle->err < PI))
        return x->status != STATUS_OK ? x->status : STATUS_CONVERGENCE;
    (void)failure; /* roundoff and a full list of intervals leave a usable value with its error */
    angle->val += from;
    angle->err += (to - from) * x->error + (most - least) * DECIDED;
    return STATUS_OK;
}

static enum status spread_new(const struct schedule *schedule, const struct qk_law *law,
                              double distance, struct spread *x)
{
    *x = (struct spread){.sigma2 = 1.0, .status = STATUS_OK};
    if (law->kind == QK_GAUSS) {
        /* the angle does not depend on the size of q, whose eighth power could
         * leave the exponents */
        double size = fmax(fabs(law->mu), law->sigma), mu = law->mu / size,
               sigma = law->sigma / size;
        x->mu2 = mu * mu;
        x->sigma2 = sigma * sigma;
    }
    enum status status = pair_form_new(schedule->pairs, &x->form);
    if (status != STATUS_OK)
        return status;
    x->cosine = malloc(2 * schedule->pairs * sizeof *x->cosine);
    if (!x->cosine) {
        pair_form_free(&x->form);
        return STATUS_MEMORY;
    }
    x->square = x->cosine + schedule->pairs;
    for (size_t n = 0; n < schedule->pairs; n++) {
        double sine;
        trig_pair(schedule, n, distance, &x->cosine[n], &sine);
        x->square[n] = schedule->weight[n] * schedule->weight[n];
    }
    return STATUS_OK;
}

static bool distance_valid(double r) { return r >= 0.0 && r <= DISTANCE_LIMIT && r == floor(r); }

/* The angle of pair n, in [0, pi], keeping its digits near 0. */
static double angle_of(const struct schedule *schedule, size_t n, double distance)
{
    double c, s;
    trig_pair(schedule, n, distance, &c, &s);
    return atan2(fabs(s), c);
}

enum status token_order_bank(const struct schedule *schedule, const struct qk_law *law,
                             double distance, struct estimate *p)
{
    if (law->kind != QK_GAUSS && law->kind != QK_ALIGNED)
        return STATUS_UNDEFINED;
    if (!distance_valid(distance))
        return STATUS_DOMAIN;
    double least = PI, most = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++) {
        double angle = angle_of(schedule, n, distance);
        least = fmin(least, angle);
        most = fmax(most, angle);
    }
    *p = (struct estimate){0.0, 0.0};
    bool same = law->kind == QK_GAUSS ? law->sigma == 0.0 : fabs(law->rho) == 1.0;
    if (same || most == 0.0)
        return STATUS_OK;
    /* rho_q lies between the cosines of these angles: nothing to integrate if they agree to
     * rounding. */
    struct estimate angle = {0.5 * (least + most), 0.5 * (most - least)};
    if (most - least > 64.0 * UNIT_ROUNDING * most) {
        struct spread x;
        enum status status = spread_new(schedule, law, distance, &x);
        if (status != STATUS_OK)
            return status;
        status = mean_angle(&x, least, most, &angle);
        free(x.cosine);
        pair_form_free(&x.form);
        if (status != STATUS_OK)
            return status;
    }
    *p = (struct estimate){angle.val / PI, (angle.err + 20.0 * UNIT_ROUNDING) / PI};
    return STATUS_OK;
}

enum status token_order_arccos(const struct schedule *schedule, double distance, double *p)
{
    if (!distance_valid(distance))
        return STATUS_DOMAIN;
    /* 1 - c and 1 + c without cancellation: 2 sin^2 and 2 cos^2 of half the angle. */
    double apart = 0.0, together = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++) {
        double c, s, square = schedule->weight[n] * schedule->weight[n];
        trig_pair(schedule, n, 0.5 * distance, &c, &s);
        apart += square * s * s;
        together += square * c * c;
    }
    *p = 2.0 / PI * atan2(sqrt(apart), sqrt(together));
    return STATUS_OK;
}
