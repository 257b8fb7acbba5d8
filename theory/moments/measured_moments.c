#include "theory/moments/measured_moments.h"

/* The 2 x 2 block (n, k) of A C A': block n of A from the left, block k of its transpose from the
 * right. */
static void turned(const double *c, size_t dim, const double left[2], const double right[2],
                   double out[4])
{
    double first[2] = {left[0] * c[0] + left[1] * c[dim], left[0] * c[1] + left[1] * c[dim + 1]},
           second[2] = {left[0] * c[dim] - left[1] * c[0], left[0] * c[dim + 1] - left[1] * c[1]};
    out[0] = first[0] * right[0] + first[1] * right[1];
    out[1] = first[1] * right[0] - first[0] * right[1];
    out[2] = second[0] * right[0] + second[1] * right[1];
    out[3] = second[1] * right[0] - second[0] * right[1];
}

/* Pair n of Am, m the means of keys. */
static void turned_mean(const double *m, const double turn[2], double out[2])
{
    out[0] = turn[0] * m[0] + turn[1] * m[1];
    out[1] = turn[0] * m[1] - turn[1] * m[0];
}

/* What blocks (n, k) of both covariances add. */
static double block(const struct qk_measured *m, size_t n, size_t k, const double turn_n[2],
                    const double turn_k[2])
{
    size_t dim = m->dim;
    const double *own = m->covariance[0] + 2 * n * dim + 2 * k, *mean = m->mean[0];
    double y[4], v[2], w[2], sum = 0.0;
    turned(m->covariance[1] + 2 * n * dim + 2 * k, dim, turn_n, turn_k, y);
    turned_mean(m->mean[1] + 2 * n, turn_n, v);
    turned_mean(m->mean[1] + 2 * k, turn_k, w);
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++) {
            double c = own[i * dim + j];
            sum += (c + mean[2 * n + i] * mean[2 * k + j]) * y[2 * i + j] + c * v[i] * w[j];
        }
    return sum;
}

enum status measured_variance(const struct qk_law *law, size_t pairs, const double *cosine,
                              const double *sine, double *variance)
{
    const struct qk_measured *m = law->kind == QK_SAMPLED ? law->measured : NULL;
    if (!m || !m->mean[0] || !m->covariance[0] || m->dim != 2 * pairs)
        return STATUS_UNDEFINED;
    *variance = 0.0;
    for (size_t n = 0; n < pairs; n++) { /* blocks (n, k) and (k, n) add the same */
        double turn_n[2] = {cosine[n], sine[n]}, row = 0.0;
        for (size_t k = 0; k < n; k++)
            row += block(m, n, k, turn_n, (double[2]){cosine[k], sine[k]});
        *variance += 2.0 * row + block(m, n, n, turn_n, turn_n);
    }
    return STATUS_OK;
}
