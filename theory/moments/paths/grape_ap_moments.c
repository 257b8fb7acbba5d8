#include "theory/moments/paths/grape_ap_moments.h"

#include <math.h>
#include <stdbool.h>

#include "theory/moments/paths/path_products.h"
#include "theory/moments/pope_moments.h"

/* Numbers of a token. */
enum { WIDTH = 8 };

/* Trapezoids in u = ln y from e^-10 to e^5: the density of u, y^4 e^(-y/2)/96, and what is averaged
 * are regular within pi/2 of the axis, so that the rule misses e^(-2 pi (pi/2)/step) = e^-65; both
 * tails are under 1e-17. */
enum { FIRST = -66, LAST = 34, COUNT = LAST - FIRST + 1 };
static const double STEP = 0.15;

/* At every y: its weight, the own token's term, the mean and the variance of another's. */
struct node {
    double weight, own, mean, variance;
};

static double log_gate(double x) { return fmin(x, 0.0) - log1p(exp(-fabs(x))); }

/* l(X) is -ln(1 + e^X) of an X that is as likely as -X. */
static enum status nodes(const struct path_shape *shape, struct node node[COUNT])
{
    double square = shape->law->sigma * shape->law->sigma, total = 0.0;
    for (int i = 0; i < COUNT; i++) {
        double u = STEP * (FIRST + i), y = exp(u);
        struct softplus_moments m = softplus_moments(0.0, square * sqrt(y) / WIDTH);
        if (!isfinite(m.mean))
            return STATUS_MEMORY;
        node[i] = (struct node){exp(4.0 * u - 0.5 * y),
                                log_gate(square * y * cos(shape->at) / WIDTH), -m.mean, m.variance};
        total += node[i].weight;
    }
    for (int i = 0; i < COUNT; i++)
        node[i].weight /= total;
    return STATUS_OK;
}

/* Of the own token's term X and the mean Y of another's given the own token, and of what another
 * varies by itself. */
struct averages {
    double own, other;               /* E X, E Y */
    double own_square, other_square; /* Var X, Var Y */
    double both, each;               /* Cov(X, Y), E Var */
};

static enum status average(const struct path_shape *shape, struct averages *out)
{
    struct node node[COUNT];
    *out = (struct averages){0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
    if (shape->slope == 0.0)
        return STATUS_OK;
    if (shape->law->kind != TOKEN_NORMAL || shape->law->mu != 0.0)
        return STATUS_UNDEFINED;
    enum status status = nodes(shape, node);
    for (int i = 0; status == STATUS_OK && i < COUNT; i++) {
        out->own += node[i].weight * node[i].own;
        out->other += node[i].weight * node[i].mean;
        out->each += node[i].weight * node[i].variance;
    }
    for (int i = 0; status == STATUS_OK && i < COUNT; i++) {
        double x = node[i].own - out->own, y = node[i].mean - out->other;
        out->own_square += node[i].weight * x * x;
        out->other_square += node[i].weight * y * y;
        out->both += node[i].weight * x * y;
    }
    return status;
}

static bool stands(const struct path_shape *shape, double r)
{
    return r >= 0.0 && r <= shape->at && r == floor(r);
}

enum status grape_ap_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *mean)
{
    struct averages a;
    double product;
    enum status status = path_products(law, shape->dim, &product, NULL, NULL);
    if (status == STATUS_OK)
        status = average(shape, &a);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double others = distance[i] - 1.0;
        if (!stands(shape, distance[i]))
            return STATUS_DOMAIN;
        mean[i] = shape->norm * product +
                  (others < 0.0 ? 0.0 : shape->slope * (a.own + others * a.other));
    }
    return status;
}

enum status grape_ap_variance(const struct path_shape *shape, const struct qk_law *law,
                              size_t count, const double *distance, double *variance)
{
    struct averages a;
    double product;
    enum status status = path_products(law, shape->dim, NULL, &product, NULL);
    if (status == STATUS_OK)
        status = average(shape, &a);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double others = distance[i] - 1.0,
               bias = a.own_square + others * (2.0 * a.both + a.each + others * a.other_square);
        if (!stands(shape, distance[i]))
            return STATUS_DOMAIN;
        variance[i] = shape->norm * shape->norm * product +
                      (others < 0.0 ? 0.0 : shape->slope * shape->slope * bias);
    }
    return status;
}
