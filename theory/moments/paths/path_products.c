#include "theory/moments/paths/path_products.h"

#include <stdlib.h>

#include "theory/moments/measured_moments.h"

static enum status mean_of(const struct qk_law *law, size_t pairs, double *mean)
{
    double *a = malloc(2 * pairs * sizeof *a);
    if (!a)
        return STATUS_MEMORY;
    enum status status = qk_pair_means(law, pairs, a, a + pairs);
    *mean = 0.0;
    for (size_t n = 0; n < pairs && status == STATUS_OK; n++)
        *mean += a[n];
    free(a);
    return status;
}

static enum status variance_of(const struct qk_law *law, size_t pairs, double *variance)
{
    struct pair_moments m = qk_pair_moments(law);
    *variance = (double)pairs * (m.var_flat + m.var_cos2);
    if (law->kind != QK_SAMPLED)
        return m.has_variance ? STATUS_OK : STATUS_UNDEFINED;
    double *cosine = calloc(2 * pairs, sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    for (size_t n = 0; n < pairs; n++)
        cosine[n] = 1.0;
    enum status status = measured_variance(law, pairs, cosine, cosine + pairs, variance);
    free(cosine);
    return status;
}

/* E |v|^2 of measured vectors. */
static double measured_square(const struct qk_measured *m, size_t side)
{
    double sum = 0.0;
    for (size_t c = 0; c < m->dim; c++)
        sum += m->covariance[side][c * m->dim + c] + m->mean[side][c] * m->mean[side][c];
    return sum;
}

/* Of gauss and crossed q and k are independent; of aligned, with k = rho q + sqrt(1 - rho^2) e,
 * E |q|^2 |k|^2 = rho^2 E |q|^4 + (1 - rho^2) D^2 and E |q|^4 = D^2 + 2 D. */
static enum status lengths_of(const struct qk_law *law, size_t dim, double *lengths)
{
    double d = (double)dim, each = law->mu * law->mu + law->sigma * law->sigma;
    const struct qk_measured *measured = law->measured;
    switch (law->kind) {
    case QK_GAUSS:
        *lengths = d * each * d * each;
        return STATUS_OK;
    case QK_CROSSED:
        *lengths = d * d;
        return STATUS_OK;
    case QK_ALIGNED:
        *lengths = d * d + 2.0 * d * law->rho * law->rho;
        return STATUS_OK;
    case QK_SAMPLED:
        if (!measured || !measured->covariance[0] || measured->dim != dim)
            return STATUS_UNDEFINED;
        *lengths = measured_square(measured, 0) * measured_square(measured, 1);
        return STATUS_OK;
    default:
        return STATUS_UNDEFINED;
    }
}

enum status path_products(const struct qk_law *law, size_t dim, double *mean, double *variance,
                          double *lengths)
{
    enum status status = mean ? mean_of(law, dim / 2, mean) : STATUS_OK;
    if (status == STATUS_OK && variance)
        status = variance_of(law, dim / 2, variance);
    if (status == STATUS_OK && lengths)
        status = lengths_of(law, dim, lengths);
    return status;
}
