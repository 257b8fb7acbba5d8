#include "theory/order/tapa_flip.h"

#include <gsl/gsl_integration.h>
#include <math.h>

#include "theory/ground/constants.h"

/* g rises over sigma/|mu|, and the first panel is no narrower than 1e-9. */
#define FLIP_MEAN_MOST 1e8

enum { DEGREE = 24 };

/* Chi with n degrees of freedom, as points and weights that sum to 1: all but 1e-18 of it lies
 * within 9 of sqrt(n). */
static void chi_points(gsl_integration_glfixed_table *rule, double n, double *point, double *weight)
{
    double low = fmax(0.0, sqrt(n) - 9.0), high = sqrt(n) + 9.0, sum = 0.0,
           top = n > 1.0 ? sqrt(n - 1.0) : 1.0;
    for (size_t i = 0; i < FLIP_POINTS; i++) {
        double w;
        gsl_integration_glfixed_point(low, high, i, &point[i], &w, rule);
        double y = point[i];
        weight[i] = w * exp((n - 1.0) * log(y / top) - 0.5 * (y - top) * (y + top));
        sum += weight[i];
    }
    for (size_t i = 0; i < FLIP_POINTS; i++)
        weight[i] /= sum;
}

/* sqrt(m D) |cos chi|, chi the angle between N(sqrt(m) 1, I) in D dimensions and 1. Its density is
 * sin^(D-2) chi times the integral over the length of length^(D-1) exp(-|length direction -
 * mean|^2/2). */
static void angle_points(gsl_integration_glfixed_table *rule, double dim, double shift,
                         struct kappa_law *out)
{
    double across = sqrt(dim - 1.0), sum = 0.0;
    double low = atan2(fmax(0.0, across - 9.0), shift + 9.0),
           high = atan2(across + 9.0, shift - 9.0), middle = sqrt(dim - 1.0 + shift * shift);
    for (size_t i = 0; i < FLIP_POINTS; i++) {
        double chi, w, density = 0.0;
        gsl_integration_glfixed_point(low, high, i, &chi, &w, rule);
        for (size_t k = 0; k < FLIP_POINTS; k++) {
            double length, v;
            gsl_integration_glfixed_point(fmax(0.0, middle - 10.0), middle + 10.0, k, &length, &v,
                                          rule);
            double x = length * cos(chi) - shift, y = length * sin(chi);
            double scale = across > 0.0 ? across : 1.0;
            density += v * length *
                       exp((dim - 2.0) * log(y / scale) - 0.5 * (x * x + y * y - scale * scale));
        }
        out->kappa[i] = shift * fabs(cos(chi));
        out->weight[i] = w * density;
        sum += out->weight[i];
    }
    for (size_t i = 0; i < FLIP_POINTS; i++)
        out->weight[i] /= sum;
}

static enum status kappa_law_fill(const struct tapa_shape *shape, const struct qk_law *law,
                                  struct kappa_law *out)
{
    double dim = (double)shape->dim_amplitude;
    out->count = 0;
    bool centred = law->kind == QK_CROSSED || (law->kind == QK_GAUSS && law->mu == 0.0) ||
                   (law->kind == QK_ALIGNED && law->rho == 0.0);
    if (centred)
        return STATUS_OK;
    if (law->kind == QK_GAUSS && fabs(law->mu) > FLIP_MEAN_MOST * law->sigma)
        return STATUS_UNDEFINED;
    if (law->kind == QK_GAUSS && shape->dim_amplitude == 1) {
        out->count = 1, out->kappa[0] = fabs(law->mu) / law->sigma, out->weight[0] = 1.0;
        return STATUS_OK;
    }
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(FLIP_POINTS);
    if (!rule)
        return STATUS_MEMORY;
    out->count = FLIP_POINTS;
    if (law->kind == QK_GAUSS) {
        angle_points(rule, dim, sqrt(dim) * fabs(law->mu) / law->sigma, out);
    } else {
        chi_points(rule, dim, out->kappa, out->weight);
        for (size_t i = 0; i < FLIP_POINTS; i++)
            out->kappa[i] *= fabs(law->rho) / sqrt((1.0 - law->rho) * (1.0 + law->rho));
    }
    gsl_integration_glfixed_table_free(rule);
    return STATUS_OK;
}

/* g'(Theta) = E[ exp(-kappa^2)/pi + kappa cos(Theta)/sqrt(pi) exp(-kappa^2 sin^2 Theta) erf(kappa
 * cos Theta) ]. */
static double flip_slope(double theta, void *context)
{
    const struct kappa_law *law = context;
    double sum = 0.0, c = cos(theta), s = sin(theta);
    for (size_t i = 0; i < law->count; i++) {
        double k = law->kappa[i];
        sum += law->weight[i] *
               (exp(-k * k) / PI + k * c / sqrt(PI) * exp(-k * k * s * s) * erf(k * c));
    }
    return sum;
}

void flip_free(struct flip *g)
{
    for (size_t i = 0; i < g->panels; i++)
        gsl_cheb_free(g->panel[i]);
}

/* Panels that double in width from half of 1/kappa on: g rises over 1/kappa. */
enum status flip_new(const struct tapa_shape *shape, const struct qk_law *law, struct flip *g)
{
    g->panels = 0;
    enum status status = kappa_law_fill(shape, law, &g->law);
    if (status != STATUS_OK || g->law.count == 0)
        return status;
    double largest = 0.0, next;
    for (size_t i = 0; i < g->law.count; i++)
        largest = fmax(largest, g->law.kappa[i]);
    gsl_function slope = {flip_slope, &g->law};
    gsl_cheb_series *series = gsl_cheb_alloc(DEGREE);
    g->edge[0] = g->start[0] = 0.0;
    for (next = fmin(0.5 * PI, fmax(0.5 / (1.0 + largest), 1e-9));
         series && g->edge[g->panels] < 0.5 * PI; next = fmin(2.0 * next, 0.5 * PI)) {
        size_t i = g->panels;
        if (i == FLIP_PANELS || !(g->panel[i] = gsl_cheb_alloc(DEGREE)))
            break;
        gsl_cheb_init(series, &slope, g->edge[i], next);
        gsl_cheb_calc_integ(g->panel[i], series);
        g->panels++;
        g->edge[i + 1] = next;
        g->start[i + 1] = g->start[i] + gsl_cheb_eval(g->panel[i], next);
    }
    bool whole = series && g->edge[g->panels] >= 0.5 * PI;
    gsl_cheb_free(series);
    if (whole)
        return STATUS_OK;
    flip_free(g);
    return STATUS_MEMORY;
}

double flip_at(const struct flip *g, double theta)
{
    if (g->law.count == 0)
        return theta / PI;
    size_t i = 0;
    while (i + 1 < g->panels && theta > g->edge[i + 1])
        i++;
    return g->start[i] + gsl_cheb_eval(g->panel[i], theta);
}
