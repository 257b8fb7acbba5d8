#include "theory/limits/lemmas.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <math.h>

#include "theory/ground/constants.h"

int lemma_applies(const struct lemma_point *point)
{
    return point->base > 10.0 && point->dim > 4.0 * log(point->base) && point->distance > 1.0;
}

double lemma_epsilon(const struct lemma_point *point)
{
    double slope = 4.0 * PI * point->distance / point->dim, log_base = log(point->base);
    return slope * log_base > 1.0 ? (log(slope * log_base) + 1.0) / log_base : slope;
}

double lemma_c1_cos(const struct lemma_point *point)
{
    return 2.0 * point->base / (log(point->base) * point->distance * PI) + lemma_epsilon(point);
}

double lemma_c1_sin(const struct lemma_point *point)
{
    return 2.0 / log(point->base) + lemma_epsilon(point);
}

/* Minus the part of the bound that depends on e0. */
static double negative_gain(double e0, void *params)
{
    const struct lemma_point *point = params;
    return -0.5 * (1.0 - e0) * cos(2.0 * PI * point->distance * pow(point->base, -e0));
}

enum status lemma_c2(const struct lemma_point *point, double *bound, double *e0)
{
    struct lemma_point here = *point;
    double rest = -1.0 / log(point->base) - lemma_epsilon(point);
    double least = fmax(0.0, log(4.0 * point->distance) / log(point->base));
    if (least >= 1.0) { /* the gain is at most 0 there and tends to it at the end of the range */
        *e0 = least;
        *bound = rest;
        return STATUS_OK;
    }
    /* Bracket the maximum on a grid, then refine by Brent's method. */
    enum { GRID = 256 };
    double best = least, step = (1.0 - least) / GRID;
    for (int i = 1; i < GRID; i++)
        if (negative_gain(least + step * i, &here) < negative_gain(best, &here))
            best = least + step * i;
    if (best == least) { /* the end of the range itself: the bound is its limit there */
        *e0 = least;
        *bound = rest - negative_gain(least, &here);
        return STATUS_OK;
    }
    gsl_function gain = {negative_gain, &here};
    gsl_min_fminimizer *brent = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    if (!brent)
        return STATUS_MEMORY;
    int code = gsl_min_fminimizer_set(brent, &gain, best, best - step, best + step);
    for (int i = 0; code == GSL_SUCCESS && i < 200; i++) {
        code = gsl_min_fminimizer_iterate(brent);
        double lo = gsl_min_fminimizer_x_lower(brent), hi = gsl_min_fminimizer_x_upper(brent);
        if (code == GSL_SUCCESS && gsl_min_test_interval(lo, hi, 1e-9, 0.0) == GSL_SUCCESS)
            break;
    }
    *e0 = gsl_min_fminimizer_x_minimum(brent);
    *bound = rest - gsl_min_fminimizer_f_minimum(brent);
    gsl_min_fminimizer_free(brent);
    return code == GSL_SUCCESS ? STATUS_OK : STATUS_CONVERGENCE;
}
