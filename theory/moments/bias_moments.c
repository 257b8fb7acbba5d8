#include "theory/moments/bias_moments.h"

#include <gmp.h>
#include <math.h>

#include "theory/ground/constants.h"
#include "theory/moments/bank_moments.h"
#include "theory/order/position_order.h"
#include "theory/trig/trig_sums.h"

/* The bucket of r >= exact: how often most^n may be taken n-th roots of before r/exact is passed,
 * that is the largest j with (most/exact)^j <= (r/exact)^n. */
static size_t late_bucket(double r, double exact, double most, unsigned long n)
{
    mpz_t power, bound, factor;
    unsigned long j = 0;
    mpz_inits(power, bound, factor, NULL);
    mpz_set_d(power, r);
    mpz_pow_ui(power, power, n);
    mpz_set_d(bound, exact);
    mpz_pow_ui(bound, bound, n);
    for (; j + 1 < n; j++) { /* bound = exact^(n - j) most^j, which exact divides */
        mpz_set_d(factor, exact);
        mpz_divexact(bound, bound, factor);
        mpz_set_d(factor, most);
        mpz_mul(bound, bound, factor);
        if (mpz_cmp(power, bound) < 0)
            break;
    }
    mpz_clears(power, bound, factor, NULL);
    return (size_t)exact + j;
}

static size_t bucket_of(const struct bias_shape *s, double r)
{
    double exact = floor((double)s->buckets / 2.0);
    if (r < exact)
        return (size_t)r;
    return r >= s->most ? s->buckets - 1
                        : late_bucket(r, exact, s->most, s->buckets - (size_t)exact);
}

enum status bias_lost(const struct bias_shape *shape, double distance, double *lost)
{
    double most = shape->rule == BIAS_FIRE ? shape->at : DISTANCE_LIMIT;
    if (!(distance >= 0.0 && distance <= most && distance == floor(distance)))
        return STATUS_DOMAIN;
    *lost = 0.0;
    switch (shape->rule) {
    case BIAS_LOG:
        *lost = shape->p * log1p(shape->a * distance);
        break;
    case BIAS_BUCKETS:
        *lost = -shape->value[bucket_of(shape, distance)];
        break;
    case BIAS_FIRE:
        *lost = shape->slope * log1p(shape->c * distance) /
                (log1p(shape->c * fmax(shape->at, shape->length)) + FIRE_EPSILON);
        break;
    case BIAS_WAVES: /* plain frequencies have weight 1 */
        *lost = -trig_sum(shape->waves, shape->waves->weight, NULL, distance) / shape->ratio;
        break;
    }
    return STATUS_OK;
}

enum status bias_mean(const struct bias_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    enum status status = bank_mean(shape->schedule, 0.0, law, count, distance, mean);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        double lost;
        status = bias_lost(shape, distance[i], &lost);
        if (status == STATUS_OK)
            mean[i] -= lost;
    }
    return status;
}

/* r d lost/dr; lost = f ln(1 + a r) has f a r/(1 + a r), and buckets have no derivative. */
static double growth(const struct bias_shape *shape, double distance, double lost)
{
    double x = 0.0;
    switch (shape->rule) {
    case BIAS_LOG:
        x = shape->a * distance;
        break;
    case BIAS_BUCKETS:
        return NAN;
    case BIAS_FIRE:
        x = shape->c * distance;
        break;
    case BIAS_WAVES:
        return distance * trig_sum(shape->waves, NULL, shape->waves->theta, distance) /
               shape->ratio;
    }
    return x > 0.0 ? lost / log1p(x) * (x / (1.0 + x)) : 0.0;
}

enum status bias_exponent(const struct bias_shape *shape, const struct qk_law *law, double distance,
                          double *exponent)
{
    double mean, lost;
    enum status status = bias_mean(shape, law, 1, &distance, &mean);
    if (status == STATUS_OK)
        status = bias_lost(shape, distance, &lost);
    if (status != STATUS_OK)
        return status;
    *exponent = (0.0 - growth(shape, distance, lost)) / mean; /* no loss is 0, not -0 */
    return isfinite(*exponent) ? STATUS_OK : STATUS_UNDEFINED;
}

/* Whether of waves more is lost at near, `more` as computed: 1/2 where the sums cannot tell. */
static struct estimate waves_order(const struct bias_shape *shape, double near, double far,
                                   double more)
{
    double error = 2.0 * trig_sums_error(shape->waves, shape->waves->weight, NULL) / shape->ratio +
                   UNIT_ROUNDING * 4.0 * (double)shape->waves->pairs / shape->ratio;
    if (near != far && !(fabs(more) > error))
        return (struct estimate){0.5, 0.5};
    return (struct estimate){near != far && more > 0.0 ? 1.0 : 0.0, 0.0};
}

/* Whether more is lost at near than at far, `more` as computed. */
static struct estimate loses_more(const struct bias_shape *shape, double near, double far,
                                  double more)
{
    bool sure = false;
    switch (shape->rule) {
    case BIAS_LOG:
        sure = shape->p > 0.0 && near > far;
        break;
    case BIAS_BUCKETS:
        sure = more > 0.0;
        break;
    case BIAS_FIRE:
        sure = shape->slope > 0.0 && near > far;
        break;
    case BIAS_WAVES:
        return waves_order(shape, near, far, more);
    }
    return (struct estimate){sure ? 1.0 : 0.0, 0.0};
}

enum status bias_position_order(const struct bias_shape *shape, const struct qk_law *law,
                                double near, double far, struct estimate *p)
{
    double at_near, at_far;
    enum status status = position_order_bank(shape->schedule, 0.0, law, near, far, p);
    if (status == STATUS_OK)
        status = bias_lost(shape, near, &at_near);
    if (status == STATUS_OK)
        status = bias_lost(shape, far, &at_far);
    if (status != STATUS_OK)
        return status;
    *p = loses_more(shape, near, far, at_near - at_far);
    return STATUS_OK;
}
