#include "theory/model/qk_law.h"

struct pair_moments qk_pair_moments(const struct qk_law *law)
{
    struct pair_moments m = {.has_mean = true, .has_variance = true};
    double s2 = law->sigma * law->sigma, mu2 = law->mu * law->mu, rho2 = law->rho * law->rho;
    switch (law->kind) {
    case QK_UNIT:
        m.mean_a = 1.0;
        break;
    case QK_PHASE:
        m.var_flat = 0.5;
        break;
    case QK_GAUSS:
        m.mean_a = 2.0 * mu2;
        m.var_flat = 2.0 * s2 * s2 + 4.0 * s2 * mu2;
        break;
    case QK_ALIGNED:
        m.mean_a = 2.0 * law->rho;
        m.var_flat = 2.0 * (1.0 - rho2);
        m.var_cos2 = 4.0 * rho2;
        break;
    case QK_CROSSED: /* E A^2 = 2 - 2 c^2, E B^2 = 2 + 2 c^2, E AB = 0 */
        m.var_flat = 2.0 + 2.0 * law->c * law->c;
        m.var_cos2 = -4.0 * law->c * law->c;
        break;
    case QK_MOMENTS:
        m.mean_a = law->mu0;
        m.mean_b = law->nu0;
        m.has_variance = false;
        break;
    case QK_SAMPLED:
        m.has_mean = m.has_variance = false;
        break;
    }
    return m;
}

enum status qk_pair_means(const struct qk_law *law, size_t pairs, double *mean_a, double *mean_b)
{
    const struct qk_measured *measured = law->kind == QK_SAMPLED ? law->measured : NULL;
    struct pair_moments m = qk_pair_moments(law);
    if (measured ? !measured->mean[0] || measured->dim != 2 * pairs : !m.has_mean)
        return STATUS_UNDEFINED;
    for (size_t n = 0; n < pairs; n++) {
        mean_a[n] = m.mean_a;
        mean_b[n] = m.mean_b;
        if (measured) {
            const double *q = measured->mean[0] + 2 * n, *k = measured->mean[1] + 2 * n;
            mean_a[n] = q[0] * k[0] + q[1] * k[1];
            mean_b[n] = q[0] * k[1] - q[1] * k[0];
        }
    }
    return STATUS_OK;
}

enum status qk_product_square(const struct qk_law *law, double *out)
{
    if (law->kind == QK_GAUSS) {
        double second = law->mu * law->mu + law->sigma * law->sigma;
        *out = second * second;
    } else if (law->kind == QK_ALIGNED) {
        *out = 1.0 + 2.0 * law->rho * law->rho;
    } else if (law->kind == QK_CROSSED) {
        *out = 1.0;
    } else {
        return STATUS_UNDEFINED;
    }
    return STATUS_OK;
}
