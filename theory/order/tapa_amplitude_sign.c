#include "theory/order/tapa_amplitude_sign.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"

/* Sums t_k P(Poisson(rate) > k), k >= 0, t_k = (1/2)^(2a) (2a)!/(..): positive terms, added until
 * the rest is below 2^-70. */
static struct estimate gauss_sign(double dim, double rate)
{
    long double a = 0.5L * (long double)dim, lambda = (long double)rate, below = 0.0L, sum = 0.0L;
    int sign;
    long double log_first = lgammal_r(2.0L * a, &sign) - lgammal_r(a + 1.0L, &sign) -
                            lgammal_r(a, &sign);
    long double term = expl(log_first - 2.0L * a * logl(2.0L)), k = 0.0L, log_rate = logl(lambda);
    for (;; k += 1.0L) {
        below += lambda > 0.0L ? expl(k * log_rate - lambda - lgammal_r(k + 1.0L, &sign)) : 1.0L;
        sum += term * fmaxl(0.0L, 1.0L - below);
        long double ratio = (2.0L * a + k) / (2.0L * (a + k + 1.0L));
        term *= ratio;
        if (term < 0x1p-70L * (1.0L - ratio))
            break;
    }
    /* the logarithms lose their size; the terms one rounding each per step */
    double lost = (double)(fabsl(log_first) + 2.0L * a + k +
                           k * fabsl(lambda > 0.0L ? log_rate : 0.0L) + lambda + 16.0L);
    return (struct estimate){(double)(2.0L * sum), 0x1p-61 * lost + 0x1p-52};
}

enum status tapa_amplitude_sign(const struct tapa_shape *shape, const struct qk_law *law,
                                struct estimate *sign)
{
    if (!tapa_has_closed_form(shape, law))
        return STATUS_UNDEFINED;
    double dim = (double)shape->dim_amplitude;
    *sign = (struct estimate){0.0, 0.0};
    if (law->kind == QK_GAUSS && law->mu != 0.0) {
        double ratio = law->mu / law->sigma, rate = dim * ratio * ratio;
        /* Chernoff at half the range: P(q.k < 0) <= exp(-D (m/3 - ln(4/3)/2)), m = mu^2/sigma^2 */
        double log_tail = -dim * (ratio * ratio / 3.0 - 0.14384103622589045);
        *sign = log_tail < -80.0 ? (struct estimate){1.0, UNIT_ROUNDING} : gauss_sign(dim, rate);
    } else if (law->kind == QK_ALIGNED && law->rho != 0.0) {
        gsl_sf_result beta = {1.0, 0.0};
        if (fabs(law->rho) < 1.0 && gsl_sf_beta_inc_e(0.5, 0.5 * dim, law->rho * law->rho, &beta))
            return STATUS_CONVERGENCE;
        *sign = (struct estimate){copysign(beta.val, law->rho), beta.err + 0x1p-50};
    }
    return STATUS_OK;
}
