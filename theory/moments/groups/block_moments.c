#include "theory/moments/groups/block_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/model/schedule.h"

/* All blocks at one distance: row i of A is entry[i * side ..], columns from i - i % side on. */
struct blocks {
    const struct block_form *form;
    double *entry;
};

static double at(const struct blocks *x, size_t i, size_t j)
{
    return x->entry[i * x->form->side + j % x->form->side];
}

/* First coordinate of the block of i. */
static size_t start(const struct blocks *x, size_t i) { return i - i % x->form->side; }

static double sum_over(const struct blocks *x,
                       double (*term)(const struct blocks *x, size_t i, size_t j, double c),
                       double c)
{
    double sum = 0.0;
    for (size_t i = 0; i < x->form->dim; i++)
        for (size_t j = start(x, i); j < start(x, i) + x->form->side; j++)
            sum += term(x, i, j, c);
    return sum;
}

static double entry(const struct blocks *x, size_t i, size_t j, double c)
{
    (void)c;
    return at(x, i, j);
}

static double diagonal(const struct blocks *x, size_t i, size_t j, double c)
{
    (void)c;
    return i == j ? at(x, i, j) : 0.0;
}

/* A_ij (A_ij + c A_ji) */
static double own_and_mirrored(const struct blocks *x, size_t i, size_t j, double c)
{
    return at(x, i, j) * (at(x, i, j) + c * at(x, j, i));
}

/* (C_q A)_ij (A C_k)_ij, C_q with c between the coordinates of a pair and C_k with -c. */
static double crossed(const struct blocks *x, size_t i, size_t j, double c)
{
    return (at(x, i, j) + c * at(x, i ^ 1, j)) * (at(x, i, j) - c * at(x, i, j ^ 1));
}

/* Squares of the sums over rows and over columns. */
static double edges(const struct blocks *x)
{
    double sum = 0.0;
    for (size_t i = 0; i < x->form->dim; i++) {
        double row = 0.0, column = 0.0;
        for (size_t j = start(x, i); j < start(x, i) + x->form->side; j++) {
            row += at(x, i, j);
            column += at(x, j, i);
        }
        sum += row * row + column * column;
    }
    return sum;
}

/* (A m)_i */
static double times(const struct blocks *x, const double *m, size_t i)
{
    double sum = 0.0;
    for (size_t j = start(x, i); j < start(x, i) + x->form->side; j++)
        sum += at(x, i, j) * m[j];
    return sum;
}

static const struct qk_measured *measured_of(const struct block_form *form,
                                             const struct qk_law *law)
{
    const struct qk_measured *m = law->kind == QK_SAMPLED ? law->measured : NULL;
    return m && m->mean[0] && m->dim == form->dim ? m : NULL;
}

static enum status mean_at(const struct blocks *x, const struct qk_law *law, double *out)
{
    const struct qk_measured *m = measured_of(x->form, law);
    *out = 0.0;
    if (law->kind == QK_GAUSS)
        *out = law->mu * law->mu * sum_over(x, entry, 0.0);
    else if (law->kind == QK_ALIGNED)
        *out = law->rho * sum_over(x, diagonal, 0.0);
    else if (m)
        for (size_t i = 0; i < x->form->dim; i++)
            *out += m->mean[0][i] * times(x, m->mean[1], i);
    else if (law->kind != QK_CROSSED)
        return STATUS_UNDEFINED;
    *out = *out * x->form->norm + 0.0; /* no -0 */
    return STATUS_OK;
}

static double sampled_variance(const struct blocks *x, const struct qk_measured *m)
{
    size_t dim = x->form->dim, side = x->form->side;
    double sum = 0.0;
    for (size_t i = 0; i < dim; i++) {
        double v = times(x, m->mean[1], i);
        for (size_t j = 0; j < dim; j++) {
            double c = m->covariance[0][i * dim + j], y = 0.0; /* y = (A C_k A')_ij */
            for (size_t k = start(x, i); k < start(x, i) + side; k++)
                for (size_t l = start(x, j); l < start(x, j) + side; l++)
                    y += at(x, i, k) * m->covariance[1][k * dim + l] * at(x, j, l);
            sum += (c + m->mean[0][i] * m->mean[0][j]) * y + c * v * times(x, m->mean[1], j);
        }
    }
    return sum;
}

static enum status variance_at(const struct blocks *x, const struct qk_law *law, double *out)
{
    const struct qk_measured *m = measured_of(x->form, law);
    double mu2 = law->mu * law->mu, sigma2 = law->sigma * law->sigma;
    if (law->kind == QK_GAUSS)
        *out = sigma2 * (sigma2 * sum_over(x, own_and_mirrored, 0.0) + mu2 * edges(x));
    else if (law->kind == QK_ALIGNED)
        *out = sum_over(x, own_and_mirrored, law->rho * law->rho);
    else if (law->kind == QK_CROSSED)
        *out = sum_over(x, crossed, law->c);
    else if (m && m->covariance[0])
        *out = sampled_variance(x, m);
    else
        return STATUS_UNDEFINED;
    *out *= x->form->norm * x->form->norm;
    return STATUS_OK;
}

static enum status over_distances(const struct block_form *form, const struct qk_law *law,
                                  size_t count, const double *distance,
                                  enum status (*moment)(const struct blocks *x,
                                                        const struct qk_law *law, double *out),
                                  double *out)
{
    struct blocks x = {form, malloc(form->dim * form->side * sizeof *x.entry)};
    enum status status = x.entry ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        double r = distance[i];
        if (!(r >= 0.0 && r <= DISTANCE_LIMIT && r == floor(r)))
            status = STATUS_DOMAIN;
        for (size_t b = 0; b < form->dim / form->side && status == STATUS_OK; b++)
            form->matrix(form->shape, b, r, x.entry + b * form->side * form->side);
        if (status == STATUS_OK)
            status = moment(&x, law, &out[i]);
    }
    free(x.entry);
    return status;
}

enum status block_mean(const struct block_form *form, const struct qk_law *law, size_t count,
                       const double *distance, double *mean)
{
    return over_distances(form, law, count, distance, mean_at, mean);
}

enum status block_variance(const struct block_form *form, const struct qk_law *law, size_t count,
                           const double *distance, double *variance)
{
    return over_distances(form, law, count, distance, variance_at, variance);
}
