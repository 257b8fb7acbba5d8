#include "theory/moments/paths/logit_moments.h"

#include <complex.h>
#include <gsl/gsl_integration.h>
#include <math.h>

#include "theory/ground/constants.h"

enum { NODES = 20, PANELS_MOST = 1 << 16 };

/* Products of count pairs of independent normals, of one side's mean and deviation and the
 * other's. */
static struct logit_terms products(double count, double norm, double mu, double sigma, double other,
                                   double deviation)
{
    return (struct logit_terms){
        .count = count,
        .width = norm * sigma * deviation,
        .mean = norm * mu * other,
        .spread = norm * norm * (mu * mu * deviation * deviation + other * other * sigma * sigma)};
}

enum status logit_of_key(const struct path_shape *shape, const struct qk_law *law,
                         struct logit *out)
{
    double dim = (double)shape->dim, norm = shape->norm;
    *out = (struct logit){{{0.0, 0.0, 0.0, 0.0, 0.0}}};
    switch (law->kind) {
    case QK_GAUSS:
        out->kind[0] = products(dim, norm, law->mu, law->sigma, law->mu, law->sigma);
        return STATUS_OK;
    case QK_ALIGNED:
        out->kind[0].count = dim;
        out->kind[0].twist = norm * law->rho;
        out->kind[0].width = norm * sqrt((1.0 - law->rho) * (1.0 + law->rho));
        return STATUS_OK;
    case QK_CROSSED:
        out->kind[0] = products(dim, norm, 0.0, sqrt(1.0 + law->c), 0.0, sqrt(1.0 - law->c));
        return STATUS_OK;
    default:
        return STATUS_UNDEFINED;
    }
}

enum status logit_of_token(const struct path_shape *shape, const struct qk_law *law,
                           struct logit *out)
{
    const struct token_law *token = shape->law;
    double dim = (double)shape->dim, norm = shape->norm;
    *out = (struct logit){{{0.0, 0.0, 0.0, 0.0, 0.0}}};
    if (token->kind != TOKEN_NORMAL)
        return STATUS_UNDEFINED;
    switch (law->kind) {
    case QK_GAUSS:
        out->kind[0] = products(dim, norm, law->mu, law->sigma, token->mu, token->sigma);
        return STATUS_OK;
    case QK_ALIGNED:
        out->kind[0] = products(dim, norm, 0.0, 1.0, token->mu, token->sigma);
        return STATUS_OK;
    case QK_CROSSED:
        /* along (1, 1) and (1, -1) of each pair */
        out->kind[0] = products(0.5 * dim, norm, 0.0, sqrt(1.0 + law->c), sqrt(2.0) * token->mu,
                                token->sigma);
        out->kind[1] = products(0.5 * dim, norm, 0.0, sqrt(1.0 - law->c), 0.0, token->sigma);
        return STATUS_OK;
    default:
        return STATUS_UNDEFINED;
    }
}

/* The distance to the singularity of the logarithm that is nearest to 0, inverted. */
static double nearest(const struct logit_terms *k)
{
    return fabs(k->twist) + hypot(k->twist, k->width);
}

/* f and f'/f at t. */
static double complex characteristic(const struct logit *x, double t, double complex *rate)
{
    double complex sum = 0.0;
    *rate = 0.0;
    for (size_t i = 0; i < 2; i++) {
        const struct logit_terms *k = &x->kind[i];
        double square = k->width * k->width, flat = 1.0 + square * t * t;
        double complex twisted = flat - 2.0 * I * k->twist * t,
                       line = I * k->mean * t - 0.5 * k->spread * t * t;
        sum += k->count * (line / flat - 0.5 * clog(twisted));
        *rate += k->count *
                 ((I * k->mean - k->spread * t) / flat - 2.0 * square * t * line / (flat * flat) -
                  (square * t - I * k->twist) / twisted);
    }
    return cexp(sum);
}

/* A panel's width at t: f changes by a few factors of e, and its singularities, and sinh's, are two
 * widths away. */
static double width_at(const struct logit *x, double t, double complex rate)
{
    double change = cabs(rate), width = 0.5;
    for (size_t i = 0; i < 2; i++) {
        const struct logit_terms *k = &x->kind[i];
        double from = nearest(k);
        if (k->count > 0.0 && from > 0.0) {
            double away = hypot(t, 1.0 / from);
            change += sqrt(k->count) / away;
            width = fmin(width, 0.5 * away);
        }
        change += sqrt(k->count * k->spread) / (1.0 + pow(k->width * t, 2.0));
    }
    return fmin(width, 2.0 / change);
}

static double mean_of(const struct logit *x)
{
    double sum = 0.0;
    for (size_t i = 0; i < 2; i++)
        sum += x->kind[i].count * (x->kind[i].mean + x->kind[i].twist);
    return sum;
}

static bool fixed(const struct logit *x)
{
    for (size_t i = 0; i < 2; i++)
        if (x->kind[i].count > 0.0 && (nearest(&x->kind[i]) > 0.0 || x->kind[i].spread > 0.0))
            return false;
    return true;
}

/* Of an x that does not vary. */
static struct logit_moments at(double x)
{
    double gate = 0.5 * (1.0 + tanh(0.5 * x));
    return (struct logit_moments){x, gate, gate * (0.5 * (1.0 - tanh(0.5 * x))), x * gate};
}

/* Adds the integrals from t to t + width. */
static void panel(const struct logit *x, const gsl_integration_glfixed_table *rule, double t,
                  double width, struct logit_moments *out)
{
    for (size_t i = 0; i < NODES; i++) {
        double s, weight;
        double complex rate;
        gsl_integration_glfixed_point(t, t + width, i, &s, &weight, rule);
        double complex f = characteristic(x, s, &rate);
        weight /= sinh(PI * s);
        out->gate += weight * cimag(f);
        out->slope += weight * s * creal(f);
        out->product -= weight * creal(f * rate);
    }
}

enum status logit_moments(const struct logit *x, struct logit_moments *out)
{
    *out = at(mean_of(x));
    if (fixed(x))
        return STATUS_OK;
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(NODES);
    if (!rule)
        return STATUS_MEMORY;
    *out = (struct logit_moments){out->mean, 0.5, 0.0, 0.5 * out->mean};
    size_t panels = 0;
    double t = 0.0, left = 1.0;
    while (left > 1e-20 && panels < PANELS_MOST) {
        double complex rate, f = characteristic(x, t, &rate);
        double width = width_at(x, t, rate);
        panel(x, rule, t, width, out);
        t += width;
        /* |f| and t/sinh fall, and |f'/f| grows no faster than t */
        f = characteristic(x, t, &rate);
        left = cabs(f) * (1.0 + cabs(rate)) / sinh(PI * t);
        panels++;
    }
    gsl_integration_glfixed_table_free(rule);
    return left > 1e-20 ? STATUS_UNDEFINED : STATUS_OK;
}
